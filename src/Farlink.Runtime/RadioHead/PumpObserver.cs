using Farlink.Protocol.RadioHead;
using Farlink.Radios;

namespace Farlink.Runtime.RadioHead;

/// <summary>What a <see cref="RadioHeadPump"/> tells of its frames.</summary>
public sealed class PumpObserver
{
    private long _unacknowledged;

    /// <summary>Called for each frame sent.</summary>
    public Action<OutgoingFrame, Transmission> OnSent { get; init; } = (_, _) => { };

    /// <summary>Called for each frame refused.</summary>
    public Action<FrameRefusal, ReceivedFrame> OnRefused { get; init; } = (_, _) => { };

    /// <summary>Called for each acknowledgement of what we sent.</summary>
    public Action<ReceivedFrame> OnAcknowledgement { get; init; } = _ => { };

    /// <summary>Reliable messages given up.</summary>
    public long Unacknowledged => Interlocked.Read(ref _unacknowledged);

    internal void CountUnacknowledged() => Interlocked.Increment(ref _unacknowledged);
}
