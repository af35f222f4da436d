using Farlink.Protocol.Units;

namespace Farlink.Simulation.Network;

/// <summary>How fast a simulated host is.</summary>
public sealed record HostOptions
{
    /// <summary>
    /// From the end of a frame to its hand-over; with <see cref="FlushTime"/> and <see cref="KeyDelay"/> the turn-round.
    /// Default 13 ms.
    /// </summary>
    public Duration ReceiveDelay { get; init; } = Duration.FromMilliseconds(13);

    /// <summary>From a decision to send to the first symbol, CAD included; the gap of a burst. Default 2 ms.</summary>
    public Duration KeyDelay { get; init; } = Duration.FromMilliseconds(2);

    /// <summary>One flush of the disk; default 5 ms.</summary>
    public Duration FlushTime { get; init; } = Duration.FromMilliseconds(5);

    /// <summary>From a message in the inbox to the broker's acknowledgement; default 2 ms.</summary>
    public Duration PublishTime { get; init; } = Duration.FromMilliseconds(2);

    /// <summary>The long-term key of a paired end; null with shared keys. Default null.</summary>
    public SimulatedKey? Key { get; init; }

    /// <summary>The key that takes its place in a re-key.</summary>
    public SimulatedKey? NextKey { get; init; }

    /// <summary>What the key takes for a computation; default 75 ms, as an ATECC608 does at its fastest.</summary>
    public Duration KeyTime { get; init; } = Duration.FromMilliseconds(75);

    /// <summary>How fast its clock runs against true time, in parts per million; default 0.</summary>
    public double DriftPpm { get; init; }
}
