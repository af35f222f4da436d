using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// Manners on a shared channel: a frame that found it busy waits a random time, and an answer that was overheard to be due is let
/// pass. Neither holds anything up longer than <see cref="StationOptions.BusyLimit"/>, since it may be forged.
/// </summary>
internal sealed class Channel(StationContext context)
{
    private const int MostBackOffSlots = 16;
    private const int SlotOctets = 20;
    private const int AnswerOctets = 20;

    private static readonly Duration FirstPause = Duration.FromMilliseconds(250);
    private static readonly Duration LongestPause = Duration.FromSeconds(30);

    private Transmit? _held;
    private Instant? _busySince;
    private Instant _quietSince = new(long.MinValue);
    private Instant _quietUntil = new(long.MinValue);
    private Instant _retryAt = Instant.Never;
    private int _slots = 1;
    private int _failures;

    /// <summary>Whose link was served last.</summary>
    public int LastServed { get; set; } = -1;

    /// <summary>When a held frame is tried again.</summary>
    public Instant RetryAt => _retryAt < PausedUntil ? PausedUntil : _retryAt;

    /// <summary>Nothing goes before, whatever it is: the radio has just failed.</summary>
    public Instant PausedUntil { get; private set; } = new(long.MinValue);

    /// <summary>The channel was busy.</summary>
    public void Hold(Transmit frame, Instant now)
    {
        _busySince ??= now;
        _held = frame;
        _slots = Math.Min(MostBackOffSlots, _slots * 2);
        _retryAt = now + context.Jitter(context.Airtime(SlotOctets) * _slots);
    }

    /// <summary>A held frame must wait for its airtime.</summary>
    public void HoldOn(Transmit frame, Instant until)
    {
        _held = frame;
        _retryAt = until;
    }

    /// <summary>The held frame if it may go now; past the limit without listening first.</summary>
    /// <param name="now">Now.</param>
    /// <param name="answerIsDue">Whether an answer goes before it.</param>
    public Transmit? TakeHeld(Instant now, bool answerIsDue)
    {
        if (_held is not { } frame || RetryAt > now || answerIsDue) return null;
        _held = null;
        _retryAt = Instant.Never;
        return IsOverLimit(now) ? frame with { ListenFirst = false } : frame;
    }

    /// <summary>A frame that is not ours said when its answer comes.</summary>
    public void HandleOverheard(FrameHead head, int octets, Instant now)
    {
        if (head.Left == Turn.NoAnswer) return;

        // Forged or not: no longer than the bound at a stretch, and only then anew.
        if (_quietUntil <= now) _quietSince = now;
        var bound = _quietSince + Bound;
        var frames = Math.Min(head.Left, Turn.MostCounted) - 1;
        var until = now + ((context.Airtime(octets) + context.Options.Gap) * frames) + context.Airtime(AnswerOctets)
            + Duration.FromMilliseconds(30);
        if (until > bound) until = bound;
        if (until > _quietUntil) _quietUntil = until;
    }

    /// <summary>Not before the channel is believed to be free.</summary>
    public Instant After(Instant at)
    {
        if (_held is not null) return RetryAt > at ? RetryAt : at;
        return _quietUntil > at ? _quietUntil : at;
    }

    /// <summary>Something of ours was on the air.</summary>
    public void HandleSent()
    {
        _failures = 0;
        if (_held is not null) return;
        _busySince = null;
        _slots = 1;
    }

    /// <summary>The radio failed: one that is away is asked less and less often.</summary>
    public void HandleFailed(Instant now)
    {
        var pause = FirstPause * (1L << Math.Min(10, _failures++));
        PausedUntil = now + (pause < LongestPause ? pause : LongestPause);
    }

    /// <summary>The radio was away and is back.</summary>
    public void HandleRadioBack()
    {
        _failures = 0;
        PausedUntil = new Instant(long.MinValue);
    }

    private static Duration DefaultBound => Duration.FromSeconds(5);

    private Duration Bound => context.Options.BusyLimit > Duration.Zero ? context.Options.BusyLimit : DefaultBound;

    private bool IsOverLimit(Instant now) =>
        context.Options.BusyLimit > Duration.Zero && _busySince is { } since && now - since > context.Options.BusyLimit;
}
