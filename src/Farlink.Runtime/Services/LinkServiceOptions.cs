using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Radios;
using Farlink.Runtime.HomeAssistant;

namespace Farlink.Runtime.Services;

/// <summary>One end of native links: a site with one, or a base with several.</summary>
public sealed record LinkServiceOptions
{
    /// <summary>This end's name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The broker of this end: the devices', or the upstream one.</summary>
    public required BrokerSetup Broker { get; init; }

    /// <summary>Channel, modulation, power.</summary>
    public required RadioSettings Radio { get; init; }

    /// <summary>Role, links, limits.</summary>
    public required StationOptions Station { get; init; }

    /// <summary>What may cross.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>At a base: what the topics of a link must begin with to be published upstream; "" or absent: anything.</summary>
    public IReadOnlyDictionary<byte, string> Prefixes { get; init; } = new Dictionary<byte, string>();

    /// <summary>The static key of paired links; null where all keys are shared. Not disposed of with the service.</summary>
    public ISecureElement? Element { get; init; }

    /// <summary>This end's next static key, of a re-key that was interrupted, or null. Not disposed of here.</summary>
    public ISecureElement? NextElement { get; init; }

    /// <summary>The pairings, to notice when one is ended; null where all keys are shared.</summary>
    public PairingFolder? Pairings { get; init; }

    /// <summary>Certificates that are no longer good; null where none are checked.</summary>
    public Revocations? Revocations { get; init; }

    /// <summary>The time by which certificates are checked; default this host's.</summary>
    public VerificationClock Time { get; init; } = new(TimeProvider.System);

    /// <summary>
    /// At a site: the socket of a time server that takes the base's time, or null. See <see cref="ClockFeed"/>.
    /// </summary>
    public string? ClockSocket { get; init; }

    /// <summary>The store's file.</summary>
    public required string StorePath { get; init; }

    /// <summary>
    /// At a base, beside <see cref="Prefixes"/>: what a topic on its way down must begin with to go to a link by a route that
    /// names no sites.
    /// </summary>
    public string PrefixOf(byte link) => Prefixes.GetValueOrDefault(link) ?? "";

    /// <summary>Discovery of the links at Home Assistant; null: none.</summary>
    public DiscoveryOptions? HomeAssistant { get; init; }

    /// <summary>
    /// Whether a message from a link that has no <c>traceparent</c> is published with one, where the broker speaks MQTT 5.
    /// </summary>
    public bool AddsTrace { get; init; }

    /// <summary>Time between two reports of a link's quality; default 60 s.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(60);
}
