using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Farlink.Protocol.Session;
using Farlink.Runtime.Services;

namespace Farlink.Runtime.HomeAssistant;

/// <summary>
/// Under which names Home Assistant knows the links of this end: the same after every start, and no other end's at the broker.
/// </summary>
internal sealed class DiscoveryNames
{
    /// <summary>What a level of a discovery topic may have (Home Assistant, MQTT, "Discovery topic").</summary>
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly string _end;
    private readonly string? _root;

    /// <param name="options">This end's settings.</param>
    public DiscoveryNames(LinkServiceOptions options)
    {
        var role = options.Station.Role == LinkRole.Site ? "site" : "base";
        _end = $"{role}\0{options.Name}";
        if (options.HomeAssistant is not { } discovery) return;
        _root = $"{discovery.Prefix}/device/farlink-{role}-{Level(options.Name)}/";
        StatusTopic = $"{discovery.Prefix}/status";
    }

    /// <summary>Where Home Assistant says that it has started; null without discovery.</summary>
    public string? StatusTopic { get; }

    /// <summary>Whether only this end publishes there.</summary>
    public bool IsOwn(string topic) => _root is { } root && topic.StartsWith(root, StringComparison.Ordinal);

    /// <summary>The discovery topic of a site's link: <c>PREFIX/device/NODE/OBJECT/config</c>, the end being the node.</summary>
    public string TopicOf(string site) => $"{_root}{Level(site)}/config";

    /// <summary>What unique ids of a site's link begin with; no two ends have the same.</summary>
    public string IdOf(string site) => $"farlink_{Hash($"{_end}\0{site}", 8)}";

    /// <summary>A name as a level; one that cannot be one is replaced, and told from others by its hash.</summary>
    private static string Level(string name)
    {
        if (!name.AsSpan().ContainsAnyExcept(Allowed)) return name;
        var readable = string.Concat(name.Select(one => Allowed.Contains(one) ? one : '_'));
        return $"{readable}-{Hash(name, 4)}";
    }

    private static string Hash(string text, int octets) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, octets));
}
