using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>What an authentic frame says, and what follows from it.</summary>
internal sealed class TextHandler(Link link, StationContext context, LinkTimers timers)
{
    /// <summary>Acts on an opened text; false if it breaks the protocol.</summary>
    public bool TryHandle(FrameHead head, long number, ReadOnlySpan<byte> text, Instant now, Duration airtime)
    {
        var session = link.Current!;
        var expectedCum = session.Sending.Low + (SequenceWindow.Size / 2);
        switch (head.Kind)
        {
            case FrameKind.Fresh:
                session.PeerHasOurs = true;
                return TakeChunk(session, number, text, now);
            case FrameKind.Acknowledgement:
                session.PeerHasOurs = true;
                if (!AckField.TryParse(text, expectedCum, out var ack)) return Breach("a malformed acknowledgement");
                TakeCredit(byte.MaxValue, now);
                return TakeAck(session, ack, now - airtime, now);
            default:
                return ExtendedBody.TryParse(text, expectedCum, out var body)
                    ? TakeBody(session, body, now, airtime, head.Left == Turn.AnswerNow)
                    : Breach("a malformed extended frame");
        }
    }

    private bool TakeBody(LinkSession session, ExtendedBody body, Instant now, Duration airtime, bool isPoll)
    {
        if (body.Settings is { } settings) TakeSettings(session, settings, now - airtime);
        if (body.Resume is { } resume)
        {
            if (resume.HasPeers) session.PeerHasOurs = true;
            if (!session.HasPeerResume && !TakeResume(session, resume, now)) return true;
        }
        else
        {
            session.PeerHasOurs = true;
        }

        // What a receiver that cannot go on has got of the epoch before frees nothing.
        if (body.Streams.Reset is { } reset)
        {
            if (!link.Epochs.TryReset(session, reset, now))
                return Breach($"a reset to epoch {reset.Epoch} and message {reset.Committed}");
        }
        else if (!TakeProof(session, body.Streams.Proof) || (body.Ack is { } ack && !TakeAck(session, ack, now - airtime, now)))
        {
            return false;
        }

        if (body.Credit is { } credit) TakeCredit(credit, now);
        else if (body.Ack is not null && !isPoll) TakeCredit(byte.MaxValue, now);
        if (body.Phase is { } phase) link.Phase.Assign(phase, now);
        if (body.Margin is { } margin) link.Power.HandleMargin(margin, now);
        if (body.Published > link.Outbound.HighestGiven) return Breach($"a receipt for message {body.Published}, never given");
        if (body.Published is { } published) context.Events.Enqueue(new LinkEvent.PublishedThere(link.Options.Id, published));
        if (body.Bye) link.Presence.GoOffline(isClean: true);
        if (body.Streams.Epoch is { } epoch && !EpochControl.TryBegin(session, epoch))
            return Breach($"epoch {epoch.Epoch} from chunk {epoch.Chunk} and message {epoch.StreamId}, not asked for");
        if (body.Streams.Check is { } check) session.Receiving.Take(check);
        if (body.ChunkNumber is { } low)
        {
            var expected = session.Receiving.Committed + (SequenceWindow.Size / 2);
            if (!TakeChunk(session, SequenceWindow.Nearest(expected, low, 8), body.Chunk, now)) return false;
        }

        // The chunk may have come before: then the text is compared now.
        return body.Streams.Check is null || session != link.Current || Decode(session, now);
    }

    private void TakeSettings(LinkSession session, SettingsField settings, Instant sent)
    {
        // Deadlines travel in seconds of the site's clock: the base sets its own by it, once.
        if (session.PeerSettings is null && link.Gate is not null)
            session.Clock.Start = sent - Duration.FromSeconds(settings.SessionSeconds);
        if (session.PeerSettings is null
            && ModelVersion.Common(link.Settings(sent).Model, settings.Model) is { } model)
        {
            session.Sending.UseModel(model);
            session.Receiving.UseModel(model);
        }

        session.PeerSettings = settings;
    }

    /// <summary>The peer has said where it goes on; false if this session cannot.</summary>
    private bool TakeResume(LinkSession session, ResumeField resume, Instant now)
    {
        session.HasPeerResume = true;
        link.Inbound.Know(resume.Store, now);
        var committed = resume.PeerStore == link.StoreId ? resume.Committed : 0;
        if (committed > link.Outbound.HighestGiven)
        {
            context.Events.Enqueue(new LinkEvent.RolledBack(link.Options.Id, committed, link.Outbound.HighestGiven));
            link.BeginIncarnation(now);
            return false;
        }

        link.Outbound.Resume(committed, link.TakeHalfCoded(), now, then =>
        {
            if (session != link.Current) return;
            session.IsResumed = true;
            if (session.PeerSettings is { } peer) link.Outbound.DiscardLongerThan(peer.MostMessageOctets, then);
            context.Events.Enqueue(new LinkEvent.SessionUp(link.Options.Id));
        });
        return true;
    }

    private bool TakeProof(LinkSession session, byte? proof) =>
        proof is not { } chunk || session.Sending.TryProve(chunk) || Breach($"a proof of chunk {chunk}, never sent");

    private bool TakeAck(LinkSession session, AckField ack, Instant asOf, Instant now)
    {
        List<QueuedMessage> committed = [];
        var low = session.Sending.Low;
        if (!session.Sending.TryApply(ack, asOf, committed)) return Breach($"an acknowledgement of chunk {ack.Cum}, never sent");
        if (session.Sending.LostCount > 0) link.Power.HandleLoss();
        link.Talk.HandleAnswer(session.Sending.Low > low || session.Sending.Unconfirmed == 0, now);
        link.Outbound.Confirm(committed, now);
        return true;
    }

    private bool TakeChunk(LinkSession session, long number, ReadOnlySpan<byte> octets, Instant now)
    {
        if (!session.HasPeerResume) return Breach("a chunk before its sender said where it goes on");
        switch (session.Receiving.Take(number, octets))
        {
            case ChunkVerdict.SeenBefore:
                return true;
            case ChunkVerdict.New:
                return Decode(session, now);
            default:
                return Breach("a chunk that is outside the window");
        }
    }

    /// <summary>
    /// Decodes and commits what is there in order, unless the inbox is full or it has cost too much of late; false if it breaks
    /// the protocol.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="now">Now.</param>
    /// <param name="reports">Whether the peer is told without being asked: it has stopped waiting for that.</param>
    public bool Decode(LinkSession session, Instant now, bool reports = false)
    {
        if (link.Inbound.IsFull) return true;
        List<Decoded> decoded = [];
        link.Decoding.Refill(now);
        var isGood = session.Receiving.TryDecode(decoded, link.Decoding);
        timers.DecodeAt(link.Decoding.IsSpent ? link.Decoding.Again : Instant.Never);
        var below = session.Receiving.Decoded;
        link.Inbound.Take(decoded, now, at =>
        {
            session.Receiving.HandleCommitted(below);
            if (reports && session == link.Current) link.Talk.OweReport(at);
        });
        if (isGood) return true;
        if (session.Receiving.Model is null) return Breach("a chunk that cannot be decoded");
        link.Epochs.HandleBroken(session, now);
        return true;
    }

    private void TakeCredit(byte credit, Instant now)
    {
        link.PeerCredit = credit;
        if (credit == 0) link.Talk.PutOff(now + Duration.FromSeconds(60));
    }

    /// <summary>What the frame's <c>left</c> asks of this end.</summary>
    public void HandleTurn(FrameHead head, int frameOctets, Instant now)
    {
        if (link.Current is not { } session) return;
        if (head.Left == Turn.AnswerNow)
        {
            link.Talk.Owe(now);
        }
        else if (head.Left > Turn.AnswerNow)
        {
            // Should the rest be lost, the answer comes when full frames would have ended: earlier it would meet a longer one.
            var longest = Math.Max(frameOctets, context.MostChunkOctets + FrameHead.ShortSize + 2 + FrameHead.TagSize);
            var step = context.Airtime(longest) + context.Options.Gap;
            link.Talk.Owe(now + (step * (Math.Min(head.Left, Turn.MostCounted) - 1)) + context.Options.Gap);
        }
        else
        {
            link.Talk.HandleAnswered();
            var reportAt = now + context.Options.Gap + context.Jitter(context.Airtime(12));
            if (session.Receiving.HasTrouble) link.Talk.OweReport(reportAt);
        }
    }

    private bool Breach(string what)
    {
        context.Events.Enqueue(new LinkEvent.ProtocolBreach(link.Options.Id, what));
        return false;
    }
}
