using Farlink.Protocol.RadioHead;
using Farlink.Radios;

namespace Farlink.Runtime.Services;

/// <summary>A base in RadioHead mode.</summary>
public sealed record BaseStationOptions
{
    /// <summary>Name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The upstream broker.</summary>
    public required BrokerSetup Upstream { get; init; }

    /// <summary>Channel, modulation, power.</summary>
    public required RadioSettings Radio { get; init; }

    /// <summary>The RadioHead node.</summary>
    public required RadioHeadOptions Node { get; init; }

    /// <summary>Topic that everything is published to: a RadioHead frame carries none.</summary>
    public required string Topic { get; init; }

    /// <summary>
    /// Messages that may wait for the upstream broker; the next one is dropped, counted and logged. Default 10,000.
    /// </summary>
    public int MostWaiting { get; init; } = 10_000;

    /// <summary>How long a stopping base tries to hand over what it still has.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(3);
}
