using Farlink.Protocol.Units;

namespace Farlink.Radios.SemtechUdp;

/// <summary>
/// The counter of a gateway (32 bits, microseconds) on our clock. A datagram comes late and never early, so the fastest one is
/// the
/// best guess.
/// </summary>
internal sealed class GatewayClock
{
    /// <summary>A counter that is so far off was started anew.</summary>
    private const int RestartMicroseconds = 1_000_000;

    /// <summary>Two clocks drift apart by 50 us in a second and more.</summary>
    private static readonly Duration Lifetime = Duration.FromSeconds(60);

    private Instant _at;
    private uint _counter;

    /// <summary>Whether it was ever told.</summary>
    public bool IsSet { get; private set; }

    /// <summary>A datagram says at which count a frame ended, which was before now.</summary>
    public void Learn(uint counter, Instant now)
    {
        var faster = IsSet ? (int)(counter - At(now)) : 0;
        if (IsSet && faster is <= 0 and > -RestartMicroseconds && now - _at < Lifetime) return;
        (_at, _counter, IsSet) = (now, counter, true);
    }

    /// <summary>The count at an instant.</summary>
    public uint At(Instant instant) => unchecked(_counter + (uint)((instant - _at).Nanoseconds / 1000));

    /// <summary>When the count was that.</summary>
    public Instant InstantOf(uint counter) => _at + new Duration((long)(int)(counter - _counter) * 1000);
}
