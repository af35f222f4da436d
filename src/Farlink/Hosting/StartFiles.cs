using System.Security.Cryptography;
using Farlink.Configuration;
using Farlink.Mqtt.Broker;

namespace Farlink.Hosting;

/// <summary>
/// Files that an end reads when it starts and not again: certificates of CAs, what it shows other brokers and browsers, keys of
/// links. That another one lies there shows by their digests.
/// </summary>
internal static class StartFiles
{
    /// <summary>The digest of each, by the key that names it; "" for one that cannot be read.</summary>
    public static Dictionary<string, string> Read(FarlinkConfig config)
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, path) in Of(config))
            if (path is not null) digests[key] = DigestOf(path);
        return digests;
    }

    private static IEnumerable<(string Key, string? Path)> Of(FarlinkConfig config)
    {
        var hasBroker = config.Broker.IsEmbedded && config.Upstream is null;
        if (hasBroker && config.Broker.Listeners.Any(listener => listener.Auth == ListenerAuth.Mutual))
            yield return ("broker.ca", config.Broker.CaFile);
        foreach (var file in OfClient("broker", config.Broker.External)) yield return file;
        foreach (var file in OfClient("upstream", config.Upstream)) yield return file;
        yield return ("dashboard.certificate", config.Dashboard.CertificateFile);
        yield return ("dashboard.key", config.Dashboard.KeyFile);
        yield return ("link.key_file", config.Link.KeyFile);
        foreach (var (index, site) in config.Sites.Index()) yield return ($"site[{index}].key_file", site.KeyFile);
    }

    private static IEnumerable<(string Key, string? Path)> OfClient(string section, UpstreamConfig? other) => other is null ? [] :
    [
        ($"{section}.ca", other.CaFile), ($"{section}.cert", other.CertificateFile), ($"{section}.key", other.KeyFile),
        ($"{section}.password_file", other.PasswordFile),
    ];

    /// <summary>A key in a chip is no file, and stays what it is.</summary>
    private static string DigestOf(string path)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
