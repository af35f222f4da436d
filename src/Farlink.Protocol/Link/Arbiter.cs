using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// Decides which of the links transmits next, and when: by urgency, by the airtime budget and by manners on the channel.
/// </summary>
internal sealed class Arbiter(Link[] links, StationContext context, AirtimeBudget budget, Channel channel)
{
    private static readonly Duration AnswerPrecedence = Duration.FromMilliseconds(50);
    private bool _isLeasing;

    /// <summary>When something may be transmitted; the caller polls then.</summary>
    public Instant Next(Instant now)
    {
        var next = channel.RetryAt <= now ? AnswersFirstUntil(now) ?? channel.RetryAt : channel.RetryAt;
        foreach (var link in links)
        {
            foreach (var plan in LinkPlanner.Wishes(link, context, now))
            {
                var at = When(link, plan, now);
                if (at < next) next = at;
            }
        }

        return next;
    }

    /// <summary>Whether another frame of a burst may follow one of this length.</summary>
    public bool MayContinue(Link link, Duration airtime, Instant now)
    {
        var end = now + airtime;
        var both = airtime + context.Airtime(context.Options.MostFrameOctets);
        return budget.Earliest(end, both, AirtimeClass.Routine, link.Index) <= end;
    }

    /// <summary>The most pressing transmission that may start now.</summary>
    public (Link? Link, Plan Plan) Choose(Instant now)
    {
        (Link? Link, Plan Plan) best = default;
        var bestRank = int.MaxValue;
        for (var i = 0; i < links.Length; i++)
        {
            // Whoever was served last comes last among equals.
            var link = links[(i + channel.LastServed + 1) % links.Length];
            foreach (var plan in LinkPlanner.Wishes(link, context, now))
            {
                var rank = Rank(link, plan, now);
                if (rank >= bestRank || When(link, plan, now) > now) continue;
                best = (link, plan);
                bestRank = rank;
            }
        }

        if (best.Link is not null) channel.LastServed = best.Link.Index;
        return best;
    }

    private static int Rank(Link link, Plan plan, Instant now) => plan.Kind switch
    {
        PlanKind.Answer or PlanKind.HelloReply => 0,
        _ when link.IsInBurst(now) => 1,
        PlanKind.Hello or PlanKind.HelloThird => 2,
        PlanKind.Repeat => 3,
        _ when plan.Class == AirtimeClass.Urgent => 3,
        PlanKind.Chunk => 4,
        PlanKind.Code => 5,
        _ => 6,
    };

    /// <summary>When a wish may come true.</summary>
    private Instant When(Link link, Plan plan, Instant now)
    {
        var at = plan.At > now ? plan.At : now;
        if (plan.At == Instant.Never) return Instant.Never;
        if (channel.PausedUntil > at) at = channel.PausedUntil;
        if (plan.Kind is not (PlanKind.Answer or PlanKind.HelloReply))
        {
            foreach (var other in links)
            {
                if (other.Talk.IsAwaiting && other.Talk.AnswerDeadline > at) at = other.Talk.AnswerDeadline;

                // A peer's burst is under way: its answer comes first.
                if (other.Talk.AnswerAt < Instant.Never && other.Talk.AnswerAt > at) at = other.Talk.AnswerAt;
            }

            if (!link.IsInBurst(now)) at = channel.After(at);
        }

        // While a lease is being committed nothing can go; when it is, the caller polls again.
        var airtime = context.Airtime(Math.Min(plan.Octets, context.Options.MostFrameOctets));
        if (_isLeasing && !budget.IsLeased(airtime)) return Instant.Never;
        return budget.Earliest(at, airtime, plan.Class, link.Index);
    }

    /// <summary>A peer waits for its answer: until then a frame held back lets it go first. Null if none waits.</summary>
    public Instant? AnswersFirstUntil(Instant now)
    {
        foreach (var link in links)
        {
            var until = link.Talk.AnswerAt < Instant.Never ? link.Talk.AnswerAt + AnswerPrecedence : now;
            if (link.Talk.AnswerAt <= now && now < until) return until;
        }

        return null;
    }

    /// <summary>The peer asks and something waits: it rides in the answer if its budget allows.</summary>
    public void RideAlong(Link link, Instant now)
    {
        if (link.Outbound.Queue.WaitingMessages > 0 || link.Current is { Sending.HasUnfinished: true }) CodeIfAllowed(link, now);
    }

    public void CodeIfAllowed(Link link, Instant now)
    {
        if (link.Current is not { IsResumed: true } session || link.IsPreparing || link.Prepared is not null) return;
        if (link.IsPaused) return;
        if (!session.Sending.HasWindow || !session.Sending.HasMore || session.Sending.FirstLost is not null) return;
        if (link.Opener is { IsActive: true } || link.Talk.Unanswered > 0) return;
        var airtimeClass = link.Outbound.Queue.HasUrgent ? AirtimeClass.Urgent : AirtimeClass.Routine;
        var largest = context.Airtime(context.Options.MostFrameOctets);
        if (budget.Earliest(now, largest, airtimeClass, link.Index) <= now) FrameFactory.Prepare(link, context, budget, now);
    }

    public void RenewLease(Duration airtime, Instant now)
    {
        if (_isLeasing) return;
        _isLeasing = true;
        var operation = budget.Renew(airtime);
        context.Commits.Add(
            now,
            _ =>
            {
                _isLeasing = false;
                budget.Lease(operation.Lease);
            },
            operation);
    }
}
