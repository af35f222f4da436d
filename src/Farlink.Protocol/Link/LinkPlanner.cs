using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>What a link wants to transmit next, and when.</summary>
internal static class LinkPlanner
{
    private static readonly Duration MostCommitWait = Duration.FromMilliseconds(25);
    private static readonly Duration CreditPause = Duration.FromSeconds(60);

    /// <summary>Chunks that wait for a slot before they go without one.</summary>
    private const int MostChunksGathered = 4;

    /// <summary>Everything the link would like to transmit, most pressing first.</summary>
    public static IEnumerable<Plan> Wishes(Link link, StationContext context, Instant now)
    {
        if (link.IsEnded) yield break;
        if (link.Gate?.Reply is { } reply) yield return new Plan(PlanKind.HelloReply, AirtimeClass.Handshake, now, reply.Length);
        if (link.Opener is { At: var at } && at < Instant.Never)
            yield return new Plan(PlanKind.Hello, AirtimeClass.Handshake, at, link.Options.Identity.FirstSize);
        if (link.Current is not { } session) yield break;
        if (session.OwesThird)
        {
            // Before the base has this it can open nothing of the session.
            yield return new Plan(PlanKind.HelloThird, AirtimeClass.Handshake, now, session.Third.Length);
            yield break;
        }

        if (link.Talk.AnswerAt < Instant.Never && MayAnswer(link, session))
        {
            // What is committed in a moment is worth the wait: the answer says more, and a chunk may ride in it.
            var waits = link.IsPreparing || link.Inbound.InFlight > 0;
            var answerAt = waits ? link.Talk.AnswerAt + MostCommitWait : link.Talk.AnswerAt;
            yield return new Plan(PlanKind.Answer, AirtimeClass.Answer, answerAt, AnswerOctets(link));
        }

        // Whoever has asked listens; whoever opens a session waits for the answer to that, and what tells C waits for the disk.
        if (link.Talk.IsAwaiting || link.Opener is { IsExchanging: true } || !MayAnswer(link, session)) yield break;
        if (link.WantsBye) yield return new Plan(PlanKind.Bye, AirtimeClass.Answer, now, FrameFactory.MostControlOctets(session));
        if (!link.IsPreparing)
        {
            if (DataPlan(link, session, context, now) is { } data) yield return data;
            if (PollAt(link, session) is var pollAt && pollAt < Instant.Never)
                yield return new Plan(PlanKind.Poll, AirtimeClass.Answer, pollAt, PollOctets(session, context));
        }

        var receiptAt = session.PeerHasOurs ? link.Inbound.ReceiptDue : Instant.Never;
        var reportAt = receiptAt < link.Talk.ReportAt ? receiptAt : link.Talk.ReportAt;
        if (reportAt < Instant.Never)
            yield return new Plan(PlanKind.Report, AirtimeClass.Answer, reportAt, FrameFactory.MostControlOctets(session));
    }

    /// <summary>The class of a chunk plan: a repeat holds up everything behind it, so it goes as urgent.</summary>
    private static Plan? DataPlan(Link link, LinkSession session, StationContext context, Instant now)
    {
        var sending = session.Sending;
        if (!session.IsResumed || sending.IsBeginning || link.IsPaused) return null;

        // After an unanswered poll nothing new goes out until the peer is heard.
        if (link.Talk.Unanswered > 0) return null;
        if (sending.FirstLost is { } lost)
        {
            return new Plan(
                PlanKind.Repeat, AirtimeClass.Urgent, now, lost.Octets.Length + FrameFactory.MostControlOctets(session));
        }

        if (link.Prepared is { } prepared)
        {
            return new Plan(
                PlanKind.Chunk, ClassOf(link, session, prepared), now,
                prepared.Octets.Length + FrameFactory.Overhead(session, isFresh: true));
        }

        if (!sending.HasWindow || !sending.HasMore) return null;
        var waiting = FrameFactory.Overhead(session, isFresh: true) + sending.MostWaitingOctets;
        var octets = sending.HasUnfinished
            ? context.Options.MostFrameOctets : (int)Math.Min(context.Options.MostFrameOctets, waiting);
        return new Plan(PlanKind.Code, ClassOf(link, session, null), FlushAt(link, session, context, now), octets);
    }

    /// <summary>
    /// When what waits is to be coded: urgent, unfinished or enough for a frame now, else when it has gathered.
    /// </summary>
    private static Instant FlushAt(Link link, LinkSession session, StationContext context, Instant now)
    {
        var queue = link.Outbound.Queue;
        var phased = link.Phase.IsAssigned;
        if (queue.IsFlushing || queue.HasUrgent || session.Sending.HasUnfinished || link.IsInBurst(now)) return now;
        if (session.Sending.WaitingOctets >= context.MostChunkOctets * (phased ? MostChunksGathered : 1)) return now;
        var first = queue.FirstToFlush!;
        var gathers = first.Row.FlushAt > first.Row.Accepted;
        return phased && gathers ? link.Phase.Align(first.FlushAt, first.Row.Accepted) : first.FlushAt;
    }

    private static Instant PollAt(Link link, LinkSession session)
    {
        var talk = link.Talk;
        if (talk.Unanswered > 0) return talk.AskAgainAt;
        if (session.Sending.FirstLost is not null) return Instant.Never;

        // A site settles a new session by asking; the base's part rides in its answer.
        if (!session.PeerHasOurs && link.Opener is not null) return Later(session.Start, talk.AskAgainAt);
        if (session.Sending is { IsBeginning: true, Beginning: not null }) return Later(session.Start, talk.AskAgainAt);
        var at = Instant.Never;
        if (session.Sending.OldestSent is var oldest && oldest < Instant.Never)
        {
            at = oldest + link.Confirm.Within;
            if (!session.Sending.HasWindow) at = oldest;

            // An answer that confirmed nothing: its sender is waiting for its own disk.
            if (talk.NotBefore > at) at = talk.NotBefore;
            if (link.PeerCredit == 0 && at < oldest + CreditPause) at = oldest + CreditPause;
        }

        if (link.Opener is not null)
        {
            var presence = (link.Presence.LastHeard ?? session.Start) + link.Options.PresenceInterval;
            if (presence < at) at = presence;
        }

        return talk.AskAgainAt < Instant.Never ? Later(at, talk.AskAgainAt) : at;
    }

    /// <summary>A resume, and a reset, tells C, which is known only when nothing is on its way to the disk.</summary>
    private static bool MayAnswer(Link link, LinkSession session) =>
        (session.PeerHasOurs || link.Inbound.InFlight == 0) && session.Receiving is not { IsBroken: true, Reset: null };

    private static int PollOctets(LinkSession session, StationContext context) =>
        FrameFactory.MostControlOctets(session) + (FrameFactory.AskedAlong(session, context)?.Octets.Length ?? 0);

    private static int AnswerOctets(Link link)
    {
        var chunk = link.Current!.Sending.FirstLost ?? (link.IsPreparing ? null : link.Prepared);
        return FrameFactory.MostControlOctets(link.Current) + (chunk?.Octets.Length ?? 0);
    }

    /// <summary>Urgent if anything urgent is in the chunk, or waits behind it.</summary>
    private static AirtimeClass ClassOf(Link link, LinkSession session, SentChunk? chunk)
    {
        if (link.Outbound.Queue.HasUrgent || session.Sending.IsUnfinished(Priority.Urgent)) return AirtimeClass.Urgent;
        foreach (var message in chunk?.Completed ?? [])
            if (message.Row.Priority == Priority.Urgent) return AirtimeClass.Urgent;
        return AirtimeClass.Routine;
    }

    private static Instant Later(Instant left, Instant right) =>
        right == Instant.Never || left > right ? left : right;
}
