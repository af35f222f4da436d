using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>What time does to a link.</summary>
internal sealed class LinkTimers(Link link, SessionSlots sessions)
{
    /// <summary>After so long a session counts as one that lasted.</summary>
    private static readonly Duration StableAfter = Duration.FromSeconds(600);

    /// <summary>A clock of 50 parts per million is 15 ms off by then.</summary>
    private static readonly Duration PhaseLasts = Duration.FromSeconds(300);

    private static readonly Duration SessionLives = Duration.FromSeconds(7 * 24 * 3600);

    private Instant _stableAt = Instant.Never;
    private Instant _phaseAgainAt = Instant.Never;
    private Instant _decodeAt = Instant.Never;

    /// <summary>When <see cref="HandleTimeout"/> has something to do.</summary>
    public Instant Next
    {
        get
        {
            if (link.IsEnded) return Instant.Never;
            var next = Earlier(link.Outbound.Queue.NextDeadline, link.Talk.AnswerDeadline);
            if (link.Opener is { } opener) next = Earlier(next, Earlier(opener.ReplyDeadline, _stableAt));
            if (link.Current is { } session) next = Earlier(next, session.Sending.NextDeadline);
            next = Earlier(next, Earlier(link.Presence.NextTimeout, sessions.NextTimeout));
            if (LacksSession) next = Earlier(next, link.Gate!.NextTimeout(HasTraffic));
            return Earlier(next, Earlier(_decodeAt, _phaseAgainAt));
        }
    }

    /// <summary>Whether a base is to ask its site for a session, should there be a reason.</summary>
    private bool LacksSession => link.Gate is not null && link.Current is null && sessions.Pending is null;

    private bool HasTraffic => link.Outbound.Queue.Messages > 0;

    /// <summary>A session begins.</summary>
    public void HandleBegun(Instant now) => _stableAt = now + StableAfter;

    /// <summary>A session ends.</summary>
    public void HandleClosed() => _stableAt = Instant.Never;

    /// <summary>The site knows its slot, and will have to be told again.</summary>
    public void HandlePhaseTold(Instant now) => _phaseAgainAt = now + PhaseLasts;

    /// <summary>Chunks that wait are to be looked at again.</summary>
    public void DecodeAt(Instant at) => _decodeAt = at;

    /// <summary>Everything that is due.</summary>
    public void HandleTimeout(Instant now)
    {
        if (link.IsEnded) return;
        link.Outbound.Expire(now, link.Current?.Sending.Withdraw(now) ?? []);
        if (link.Talk.AnswerDeadline <= now)
        {
            link.Talk.HandleUnanswered(now);
            if (link.Current is { Third.IsEmpty: false } unheard) unheard.OwesThird = true;
        }

        if (link.Opener is { } opener) HandleOpener(opener, now);
        if (LacksSession) link.Gate!.HandleTimeout(HasTraffic, now);
        if (_phaseAgainAt <= now)
        {
            link.OwesPhase = true;
            _phaseAgainAt = Instant.Never;
        }

        if (_decodeAt <= now)
        {
            _decodeAt = Instant.Never;
            link.DecodeWaiting(now);
        }

        link.Presence.HandleTimeout(now);
        link.Current?.Age(sessions.IsAlone && link.Opener is not { IsActive: true }, now);
        sessions.HandleTimeout(now);
    }

    private void HandleOpener(Opener opener, Instant now)
    {
        if (opener.ReplyDeadline <= now) opener.HandleTimeout(now);
        if (link.Current is { } session)
        {
            if (link.Talk.IsDoubtful(now)) opener.Open(now, isForSilence: true);
            if (now >= session.Start + SessionLives) opener.Open(now);
        }

        if (_stableAt > now) return;
        opener.HandleStable(now);
        _stableAt = Instant.Never;
    }

    private static Instant Earlier(Instant left, Instant right) => left < right ? left : right;
}
