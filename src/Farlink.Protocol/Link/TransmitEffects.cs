using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>What it means that a frame has been on the air.</summary>
internal static class TransmitEffects
{
    public static void Apply(Link link, Transmit frame, Instant start, Instant end, StationContext context)
    {
        switch (frame.Plan.Kind)
        {
            case PlanKind.Hello:
                link.Opener!.HandleSent(end);
                return;
            case PlanKind.HelloReply:
                return;
            case PlanKind.Bye:
                link.WantsBye = false;
                return;
        }

        // A session may have begun since the frame was built: then it says nothing about this one.
        if (link.Current is not { } session || frame.Session != session) return;
        if (frame.Plan.Kind == PlanKind.HelloThird)
        {
            session.OwesThird = false;
            return;
        }

        if (frame.HasAck)
        {
            session.Receiving.HandleReported();
            link.Talk.HandleAnswered();
            link.Inbound.HandleTold(frame.Published, end);
            link.Told = new Told(frame.ControlNumber, frame.HasPhase, frame.Published);
        }

        if (frame.Margin is { } margin) link.Power.HandleTold(margin, end);
        if (frame.Chunk is { } chunk) Sent(link, chunk, frame.Airtime, end, context);
        if (!frame.IsPoll) return;

        // A radio hears nothing while it sends: what was heard since the start came after the end, before the end was told.
        if (link.Presence.LastHeard > start) link.Talk.ChunksSincePoll = 0;
        else link.Talk.HandlePolled(end, frame.ControlNumber);
    }

    /// <summary>
    /// What it means that the radio failed: nobody was asked or told, so nobody is waited for. The frame is made anew, under
    /// another number.
    /// </summary>
    /// <param name="link">Its link.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="mayHaveLeft">Whether it may have been on the air all the same.</param>
    /// <param name="now">Now.</param>
    /// <param name="context">The station's.</param>
    public static void ApplyFailure(Link link, Transmit frame, bool mayHaveLeft, Instant now, StationContext context)
    {
        switch (frame.Plan.Kind)
        {
            case PlanKind.Hello:
                link.Opener!.HandleNotSent(mayHaveLeft, now);
                return;
            case PlanKind.HelloReply:
                link.Gate!.HandleNotSent();
                return;
        }

        if (frame.Chunk is not { } chunk || link.Current is not { } session || frame.Session != session) return;
        if (!session.Sending.Holds(chunk)) return;
        if (mayHaveLeft) Sent(link, chunk, frame.Airtime, now, context);

        // What only came along with a question does so again.
        if (frame.Plan.Kind != PlanKind.Poll) chunk.IsLost = !chunk.IsReceived;
    }

    private static void Sent(Link link, SentChunk chunk, Duration airtime, Instant end, StationContext context)
    {
        link.Outbound.Share(chunk, airtime, end);
        link.Talk.ChunksSincePoll++;
        chunk.IsLost = false;
        chunk.LastEnd = end;
        if (chunk.Sent++ > 0) return;
        chunk.FirstEnd = end;
        foreach (var message in chunk.Completed) context.Events.Enqueue(new LinkEvent.OnAir(message.Row, link.StoreId));
    }
}
