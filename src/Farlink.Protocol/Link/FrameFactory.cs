using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>Builds the frames of a link: codes chunks, decides what rides along, and seals.</summary>
internal static class FrameFactory
{
    /// <summary>An answer tells how many more there can be when so few are left.</summary>
    private const int LowCredit = 8;

    /// <summary>Flags, resume, settings and an acknowledgement beside a chunk.</summary>
    private const int SettlingOctets = 2 + ResumeField.Size + 1 + SettingsField.Size + 2 + AckField.MostBitmapOctets;

    /// <summary>Most octets of an extended frame without its chunk.</summary>
    public static int MostControlOctets(LinkSession session)
    {
        // Flags, acknowledgement, credit, phase, published, margin, chunk number.
        const int settled = 2 + 2 + AckField.MostBitmapOctets + 1 + PhaseField.Size + 6 + 1 + 1;
        var settling = session.PeerHasOurs ? 0 : ResumeField.Size + 1 + SettingsField.Size;
        var streams = (session.Receiving.OwedProof is null ? 0 : 1) + (session.Receiving.Reset is null ? 0 : ResetField.Size)
            + (session.Sending.IsBeginning ? EpochField.Size : 0) + (session.Sending.Check is null ? 0 : CheckField.Size);
        return session.ControlHeadSize + settled + settling + streams + FrameHead.TagSize;
    }

    /// <summary>Octets around a chunk that goes next.</summary>
    public static int Overhead(LinkSession session, bool isFresh)
    {
        if (!session.PeerHasOurs) return session.ControlHeadSize + SettlingOctets + FrameHead.TagSize;
        return isFresh ? FrameHead.ShortSize + FrameHead.TagSize : session.ControlHeadSize + 2 + FrameHead.TagSize;
    }

    /// <summary>
    /// Codes the next chunk and asks for its commit; it may go when <see cref="Link.IsPreparing"/> is false again.
    /// </summary>
    public static void Prepare(Link link, StationContext context, AirtimeBudget budget, Instant now)
    {
        var session = link.Current!;
        var overhead = Overhead(session, isFresh: true);
        var most = Math.Min(context.MostChunkOctets, context.Options.MostFrameOctets - overhead);
        var oldest = session.Sending.OldestSent < now ? session.Sending.OldestSent : now;
        var isChecked = link.Confirm.ChecksNow(oldest, now);
        if (session.Sending.Code(most, size => Padded(context, size + overhead) - overhead, isChecked) is not { } chunk) return;

        List<StoreOperation> operations = [.. link.Outbound.Give(chunk.Completed, now)];
        link.Prepared = chunk;
        var airtime = context.Airtime(Math.Min(context.Options.MostFrameOctets, chunk.Octets.Length + overhead));
        StoreOperation.Airtime? lease = null;
        if (budget.IsLeaseLow || !budget.IsLeased(airtime)) operations.Add(lease = budget.Renew(airtime));
        if (operations.Count == 0) return;
        link.IsPreparing = true;
        context.Commits.Add(
            now,
            _ =>
            {
                if (lease is not null) budget.Lease(lease.Lease);
                if (link.Prepared == chunk) link.IsPreparing = false;
            },
            operations);
    }

    /// <summary>Builds what a plan asks for. The chunk of a plan that has one is the caller's to count.</summary>
    /// <param name="link">The link.</param>
    /// <param name="plan">Its wish; not <see cref="PlanKind.Code"/>.</param>
    /// <param name="context">The station's.</param>
    /// <param name="credit">Answers that this end can still give.</param>
    /// <param name="mayContinue">Whether the budget lets another frame follow.</param>
    /// <param name="now">Now.</param>
    public static Transmit Build(
        Link link, Plan plan, StationContext context, byte credit, bool mayContinue, Instant now)
    {
        switch (plan.Kind)
        {
            case PlanKind.Hello:
                var generation = link.Current is { } current ? !current.Generation : context.Below(2) == 1;
                return Of(link, plan, context, now, link.Opener!.TakeHello(generation));
            case PlanKind.HelloReply:
                var reply = link.Gate!.Reply!;
                link.Gate.TakeReply();
                return Of(link, plan, context, now, reply);
            case PlanKind.HelloThird:
                return Of(link, plan, context, now, link.Current!.Third.ToArray());
            case PlanKind.Repeat or PlanKind.Chunk:
                return BuildChunk(link, plan, context, credit, mayContinue, now);
            case PlanKind.Answer or PlanKind.Report:
                return BuildAnswer(link, plan, context, credit, now);
            case PlanKind.Poll:
                return BuildPoll(link, plan, context, now);
            default:
                return Extended(link, plan, context, now, Turn.NoAnswer, new ExtendedBody { Bye = true }, null);
        }
    }

    private static Transmit BuildChunk(
        Link link, Plan plan, StationContext context, byte credit, bool mayContinue, Instant now)
    {
        var session = link.Current!;
        var chunk = plan.Kind == PlanKind.Repeat ? session.Sending.FirstLost! : link.Prepared!;
        var left = LeftAfter(link, session, chunk, context, mayContinue, now);
        var isLast = left <= Turn.AnswerNow;
        var receiving = session.Receiving;
        var hasNews = receiving.HasNews || receiving.Reset is not null || receiving.OwedProof is not null
            || link.Inbound.OwesReceipt || link.Power.ToTell(now) is not null;
        var tells = !session.PeerHasOurs || (isLast && hasNews);
        if (chunk is { Sent: 0, IsSealed: false } && !tells) return Fresh(link, plan, context, now, left, chunk);
        var body = tells ? Tell(link, session, context, credit, now) : default;
        if (Size(session, body, chunk) > context.Options.MostFrameOctets) body = default;
        return Extended(link, plan, context, now, left, body, chunk);
    }

    private static Transmit BuildAnswer(Link link, Plan plan, StationContext context, byte credit, Instant now)
    {
        var session = link.Current!;
        var body = Tell(link, session, context, credit, now);
        var mayRide = plan.Kind == PlanKind.Answer && !link.IsPreparing && session.IsResumed && !link.IsPaused;
        var chunk = mayRide ? session.Sending.FirstLost ?? link.Prepared : null;
        if (chunk is not null && Size(session, body, chunk) > context.Options.MostFrameOctets) chunk = null;
        if (chunk is not null)
            return Extended(link, plan, context, now, LeftAfter(link, session, chunk, context, true, now), body, chunk);
        if (body is { Resume: null, Settings: null, Credit: null, Phase: null, Published: null, Margin: null, Streams.Flags: 0 })
            return Acknowledgement(link, plan, context, now, body.Ack!.Value);
        return Extended(link, plan, context, now, Turn.NoAnswer, body, null);
    }

    private static Transmit BuildPoll(Link link, Plan plan, StationContext context, Instant now)
    {
        // A short chunk comes along with the question; a long one may have arrived, and asking alone is cheaper.
        var session = link.Current!;
        var body = session.PeerHasOurs && !session.Receiving.HasNews ? default : Tell(link, session, context, byte.MaxValue, now);
        if (session.PeerHasOurs) body.Margin = link.Power.ToTell(now);
        var sending = session.Sending;
        body.Streams = body.Streams with { Check = sending.Check, Epoch = sending.IsBeginning ? sending.Beginning : null };
        var chunk = AskedAlong(session, context);
        if (chunk is not null && Size(session, body, chunk) > context.Options.MostFrameOctets) chunk = null;
        return Extended(link, plan, context, now, Turn.AnswerNow, body, chunk);
    }

    /// <summary>The chunk that a question repeats: the only one missing, if it is short.</summary>
    public static SentChunk? AskedAlong(LinkSession session, StationContext context)
    {
        if (session.Sending.MissingCount != 1) return null;
        var chunk = session.Sending.FirstMissing!;
        var alone = context.Airtime(FrameHead.ShortSize + 1 + FrameHead.TagSize);
        return context.Airtime(chunk.Octets.Length + FrameHead.ShortSize + 2 + FrameHead.TagSize) <= alone * 3 ? chunk : null;
    }

    /// <summary>Whose turn it is after this chunk.</summary>
    private static int LeftAfter(
        Link link, LinkSession session, SentChunk chunk, StationContext context, bool mayContinue, Instant now)
    {
        var sending = session.Sending;
        if (!session.PeerHasOurs) return Turn.AnswerNow;
        var repeats = sending.LostCount - (chunk.IsLost ? 1 : 0);
        var fresh = sending.FramesWaiting(context.MostChunkOctets) + (link.Prepared is { } prepared && prepared != chunk ? 1 : 0);
        var after = Math.Min(repeats + fresh, AnswerEvery(link, session) - link.Talk.ChunksSincePoll - 1);
        if (after > 0 && mayContinue) return Turn.Before(after);
        var mustAsk = (after <= 0 && repeats + fresh > 0) || (!sending.HasWindow && sending.HasMore);
        var oldest = sending.OldestSent < now ? sending.OldestSent : now;

        // Frames before this one have promised that the burst ends with a question.
        var isAgain = chunk.Sent > 0 || chunk.IsLost;
        var asks = mustAsk || link.IsInBurst(now) || isAgain || HasUrgent(chunk) || link.Confirm.PollNow(oldest, now);
        return asks && link.PeerCredit > 0 ? Turn.AnswerNow : Turn.NoAnswer;
    }

    private static int AnswerEvery(Link link, LinkSession session) =>
        Math.Clamp(session.PeerSettings?.AnswerEvery ?? link.Options.AnswerEvery, (byte)1, (byte)60);

    private static bool HasUrgent(SentChunk chunk)
    {
        foreach (var message in chunk.Completed)
            if (message.IsAwaited) return true;
        return false;
    }

    private static ExtendedBody Tell(Link link, LinkSession session, StationContext context, byte credit, Instant now)
    {
        var body = new ExtendedBody { Ack = session.Receiving.Ack() };
        if (!session.PeerHasOurs)
        {
            body.Resume = link.Resume();
            body.Settings = link.Settings(now);
        }

        if (credit < LowCredit) body.Credit = credit;
        if (session.PeerHasOurs) body.Margin = link.Power.ToTell(now);
        body.Streams = new StreamFields { Reset = session.Receiving.Reset, Proof = session.Receiving.OwedProof };
        if (link.Inbound.OwesReceipt && session.PeerHasOurs) body.Published = link.Inbound.Published;
        if (link.OwesPhase && link.Gate is not null && link.Options.PhasePeriod > Duration.Zero)
        {
            // The slot is told from the end of this frame, whose length hardly depends on it.
            var octets = session.ControlHeadSize + body.OverheadSize + PhaseField.Size + FrameHead.TagSize;
            body.Phase = PhaseSchedule.SlotAfter(link.Options, now + context.Airtime(octets));
        }

        return body;
    }

    /// <summary>A frame with this chunk goes to the radio.</summary>
    private static void MarkOut(Link link, SentChunk chunk)
    {
        chunk.IsOut = true;
        if (link.Prepared == chunk) link.Prepared = null;
    }

    private static Transmit Fresh(Link link, Plan plan, StationContext context, Instant now, int left, SentChunk chunk) =>
        Of(link, plan, context, now, link.Current!.SealFresh(link.Options.Id, left, chunk), left, chunk, text: chunk.Octets,
            number: chunk.Number);

    private static Transmit Acknowledgement(Link link, Plan plan, StationContext context, Instant now, AckField ack)
    {
        Span<byte> text = stackalloc byte[1 + AckField.MostBitmapOctets];
        var size = ack.Write(text);
        var number = link.Current!.NextControl;
        var frame = link.Current.SealControl(link.Options.Id, FrameKind.Acknowledgement, Turn.NoAnswer, text[..size]);
        return Of(link, plan, context, now, frame, hasAck: true, controlNumber: number, text: text[..size], number: number);
    }

    private static Transmit Extended(
        Link link, Plan plan, StationContext context, Instant now, int left, ExtendedBody body, SentChunk? chunk)
    {
        if (chunk is not null)
        {
            body.ChunkNumber = (byte)chunk.Number;
            body.Chunk = chunk.Octets;
        }

        Span<byte> text = stackalloc byte[256];
        var size = body.Write(text);
        var number = link.Current!.NextControl;
        var frame = link.Current.SealControl(link.Options.Id, FrameKind.Extended, left, text[..size]);
        return Of(link, plan, context, now, frame, left, chunk, body.Ack is not null, number, text[..size], number) with
        {
            HasPhase = body.Phase is not null,
            Published = body.Published ?? -1,
            Margin = body.Margin,
        };
    }

    private static int Size(LinkSession session, ExtendedBody body, SentChunk chunk) =>
        session.ControlHeadSize + body.OverheadSize + 1 + chunk.Octets.Length + FrameHead.TagSize;

    private static Transmit Of(
        Link link, Plan plan, StationContext context, Instant now, byte[] octets, int left = Turn.NoAnswer,
        SentChunk? chunk = null, bool hasAck = false, long controlNumber = -1, ReadOnlySpan<byte> text = default, long number = 0)
    {
        var content = Content(link, octets, number, text, chunk);
        if (chunk is not null) MarkOut(link, chunk);
        return new Transmit
        {
            Octets = octets,
            Airtime = context.Airtime(octets.Length),
            Link = link.Options.Id,
            Content = content,
            Power = plan.Class == AirtimeClass.Handshake ? link.Power.Full : link.Power.Power,
            ListenFirst = context.Options.NeedsFreeChannel
                || (plan.Kind is not (PlanKind.Answer or PlanKind.HelloReply) && !link.IsInBurst(now)),
            Plan = plan,
            LinkIndex = link.Index,
            Session = plan.Kind is PlanKind.Hello or PlanKind.HelloReply ? null : link.Current,
            Chunk = chunk,
            IsPoll = left == Turn.AnswerNow,
            Continues = left > Turn.AnswerNow,
            HasAck = hasAck,
            ControlNumber = controlNumber,
        };
    }

    private static FrameContent Content(Link link, byte[] frame, long number, ReadOnlySpan<byte> text, SentChunk? chunk)
    {
        if (!FrameHead.TryParse(frame, out var head)) return FrameContent.OfHandshake(link.Options.Id);
        var carries = chunk is null ? [] : (CarriedPart[])
            [.. chunk.Parts.Select(part => new CarriedPart(part.Row.Row, part.Row.Message.Topic, part.Octets))];
        return FrameContent.Of(head, number, link.Current!.Receiving.Committed, text, chunk is { Sent: > 0 }, carries);
    }

    /// <summary>The longest frame that takes no more airtime than this one: the rest of the step is free.</summary>
    private static int Padded(StationContext context, int octets)
    {
        var airtime = context.Airtime(octets);
        while (octets < context.Options.MostFrameOctets && context.Airtime(octets + 1) == airtime) octets++;
        return octets;
    }
}
