using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// Who owes whom an answer: the poll that waits for one and when to ask again, the answer this end owes and when it is due, and
/// the report of a gap. All its times are instants; <see cref="Instant.Never"/> is "not running".
/// </summary>
internal sealed class Conversation
{
    /// <summary>A dead link costs at most one probe in so long.</summary>
    public static readonly Duration LongestBackOff = Duration.FromSeconds(300);

    private static readonly Duration FirstBackOff = Duration.FromMilliseconds(150);

    private static readonly Duration LeastSilence = Duration.FromSeconds(5);

    private readonly StationContext _context;
    private readonly LossEstimate _loss;
    private readonly PowerControl _power;
    private long _polled = -1;
    private Instant _pollEnd;
    private Instant _silentSince;
    private Instant _unextended;
    private bool _wasRepeated;
    private int _idleAnswers;

    public Conversation(StationContext context, LossEstimate loss, PowerControl power)
    {
        _power = power;
        _context = context;
        _loss = loss;
        TurnRound = new TurnRound(context.Options.FirstTurnRound);
    }

    /// <summary>The peer's turn-round.</summary>
    public TurnRound TurnRound { get; }

    /// <summary>Until when this end listens for the answer to its poll.</summary>
    public Instant AnswerDeadline { get; private set; } = Instant.Never;

    /// <summary>Whether a poll waits for its answer.</summary>
    public bool IsAwaiting => AnswerDeadline < Instant.Never;

    /// <summary>Polls in a row without an answer.</summary>
    public int Unanswered { get; private set; }

    /// <summary>After an unanswered poll, when to ask again.</summary>
    public Instant AskAgainAt { get; private set; } = Instant.Never;

    /// <summary>When the answer is due that the peer asked for.</summary>
    public Instant AnswerAt { get; private set; } = Instant.Never;

    /// <summary>When a gap is to be reported that nobody asked about.</summary>
    public Instant ReportAt { get; private set; } = Instant.Never;

    /// <summary>After answers that confirmed nothing, when to ask again at the earliest.</summary>
    public Instant NotBefore { get; private set; } = new(long.MinValue);

    /// <summary>From the end of the last poll answered at once to the end of its answer; null before the first.</summary>
    public Duration? RoundTrip { get; private set; }

    /// <summary>Chunks sent since the last poll.</summary>
    public int ChunksSincePoll { get; set; }

    /// <summary>
    /// Whether the peer may have restarted: so many polls in a row stayed unanswered, over a time that no passing car explains.
    /// </summary>
    public bool IsDoubtful(Instant now) => Unanswered >= _loss.PollsBeforeDoubt && now >= _silentSince + LeastSilence;

    /// <summary>A poll has left the antenna.</summary>
    /// <param name="end">When its last symbol left.</param>
    /// <param name="controlNumber">Its number if it was a control frame, else -1.</param>
    public void HandlePolled(Instant end, long controlNumber)
    {
        // Where nobody says that a frame begins to arrive, the wait must be long enough for a whole one.
        var begins = _context.Options.ReportsReception ? 1 : _context.Options.MostFrameOctets;
        _wasRepeated = Unanswered > 0;
        _polled = controlNumber;
        _pollEnd = end;
        _unextended = end + TurnRound.Patience + _context.Airtime(begins);
        AnswerDeadline = _unextended;
        AskAgainAt = Instant.Never;
        ChunksSincePoll = 0;
    }

    /// <summary>A frame begins to arrive: the channel is taken until it ends, so nothing is lost by waiting for it.</summary>
    public void HandleReceiving(Instant now)
    {
        if (!IsAwaiting) return;
        var most = _context.Airtime(_context.Options.MostFrameOctets);
        var end = now + most < _unextended + most ? now + most : _unextended + most;
        if (end > AnswerDeadline) AnswerDeadline = end;
    }

    /// <summary>What arrived was not the peer's: the wait is no longer than it was.</summary>
    public void HandleForeign()
    {
        if (IsAwaiting) AnswerDeadline = _unextended;
    }

    /// <summary>An authentic frame of the peer arrived; returns the control number it proves, or -1.</summary>
    public long HandleHeard(Instant now, Duration airtime)
    {
        if (!IsAwaiting && Unanswered == 0) return -1;
        if (IsAwaiting && !_wasRepeated)
        {
            TurnRound.Note(now - airtime - _pollEnd);
            RoundTrip = now - _pollEnd;
        }

        for (var i = 0; i < Unanswered; i++) _loss.Note(lost: true);
        var proven = _polled;
        _polled = -1;
        AnswerDeadline = Instant.Never;
        AskAgainAt = Instant.Never;
        Unanswered = 0;
        return proven;
    }

    /// <summary>The answer did not come.</summary>
    public void HandleUnanswered(Instant now)
    {
        AnswerDeadline = Instant.Never;
        _power.HandleSilence(now);
        if (Unanswered++ == 0) _silentSince = now;
        var free = _loss.PollsBeforeDoubt - 2;
        var delay = Unanswered <= free ? Duration.Zero : FirstBackOff * (1L << Math.Min(20, Unanswered - free));
        if (delay > LongestBackOff) delay = LongestBackOff;
        AskAgainAt = now + delay + _context.Jitter(new Duration((delay.Nanoseconds / 4) + 5_000_000));
    }

    /// <summary>
    /// The radio was away and is back: what was not heard meanwhile says nothing about the peer, so asking begins anew.
    /// </summary>
    public void HandleRadioBack(Instant now)
    {
        if (Unanswered == 0) return;

        // One is left: nothing new goes out until the peer is heard.
        Unanswered = 1;
        _silentSince = now;
        var soon = now + _context.Jitter(FirstBackOff);
        if (!IsAwaiting && soon < AskAgainAt) AskAgainAt = soon;
    }

    /// <summary>An answer came, and did or did not confirm anything new.</summary>
    public void HandleAnswer(bool hasConfirmed, Instant now)
    {
        _idleAnswers = hasConfirmed ? 0 : Math.Min(8, _idleAnswers + 1);
        NotBefore = hasConfirmed ? new Instant(long.MinValue) : now + (Duration.FromSeconds(1) * (1L << _idleAnswers));
    }

    /// <summary>The peer cannot answer for a while: asking again would be in vain.</summary>
    public void PutOff(Instant until)
    {
        if (AskAgainAt == Instant.Never || AskAgainAt < until) AskAgainAt = until;
    }

    /// <summary>The peer wants an answer at a time; a later frame of its burst moves it.</summary>
    public void Owe(Instant at)
    {
        AnswerAt = at;
        ReportAt = Instant.Never;
    }

    /// <summary>There is something to tell and no answer is asked for: a gap, room again, a receipt.</summary>
    public void OweReport(Instant at)
    {
        if (AnswerAt == Instant.Never && at < ReportAt) ReportAt = at;
    }

    /// <summary>The peer has been told what we have.</summary>
    public void HandleAnswered()
    {
        AnswerAt = Instant.Never;
        ReportAt = Instant.Never;
    }

    /// <summary>Nothing is owed or awaited any more: a new session, or a link that is closed.</summary>
    public void Reset()
    {
        AnswerDeadline = Instant.Never;
        AskAgainAt = Instant.Never;
        Unanswered = 0;
        ChunksSincePoll = 0;
        _polled = -1;
        _idleAnswers = 0;
        NotBefore = new Instant(long.MinValue);
        HandleAnswered();
    }
}
