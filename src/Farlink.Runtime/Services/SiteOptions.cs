using Farlink.Protocol.Bridging;
using Farlink.Protocol.RadioHead;
using Farlink.Radios;

namespace Farlink.Runtime.Services;

/// <summary>A site in RadioHead mode.</summary>
public sealed record SiteOptions
{
    /// <summary>Name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The devices' broker.</summary>
    public required BrokerSetup Broker { get; init; }

    /// <summary>Channel, modulation, power.</summary>
    public required RadioSettings Radio { get; init; }

    /// <summary>The RadioHead node.</summary>
    public required RadioHeadOptions Node { get; init; }

    /// <summary>The base's address.</summary>
    public required byte To { get; init; }

    /// <summary>What may cross. Only the upward half applies in this mode.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>How long a stopping site tries to send what it still has.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(3);
}
