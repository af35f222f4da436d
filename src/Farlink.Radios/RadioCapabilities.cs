using Farlink.Protocol.Airtime;

namespace Farlink.Radios;

/// <summary>What a modem can do, so that callers need not know which it is.</summary>
public sealed record RadioCapabilities
{
    /// <summary>For people: <c>simulated radio</c>, <c>RadioHead ether at 127.0.0.1:4000</c>.</summary>
    public required string Description { get; init; }

    /// <summary>Whether nothing is radiated. Only then may the airtime limits be counted instead of kept.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>Longest frame, in octets; default 255.</summary>
    public int MostFrameOctets { get; init; } = LoRaAirtime.LongestPayloadOctets;

    /// <summary>Shortest frame, in octets; default 1.</summary>
    public int LeastFrameOctets { get; init; } = 1;

    /// <summary>Whether received frames carry RSSI and SNR.</summary>
    public bool ReportsSignal { get; init; }

    /// <summary>Whether <see cref="IRadio.DetectActivityAsync"/> looks at the air.</summary>
    public bool DetectsActivity { get; init; }

    /// <summary>Whether the modem itself waits for a free channel before each frame, and does not tell how long.</summary>
    public bool ListensBeforeSending { get; init; }

    /// <summary>Whether it hears while it sends: no radio does, an ether without physics may.</summary>
    public bool HearsWhileSending { get; init; }
}
