using Farlink.Protocol.Compression;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// A compressed stream that cannot go on begins anew inside its session (docs/protocol.md §6): the receiver goes back to what is
/// proven and asks, the sender puts the rest back into its queue and answers with where the next epoch begins. The second time
/// within ten minutes the stream goes on without compression.
/// </summary>
internal sealed class EpochControl(Link link, StationContext context)
{
    private static readonly Duration LeastInterval = Duration.FromSeconds(600);
    private static readonly Duration Leeway = Duration.FromSeconds(60);
    private Instant? _last;
    private Instant? _granted;

    /// <summary>A chunk could not be decoded, or is not what the peer sent.</summary>
    public void HandleBroken(LinkSession session, Instant now)
    {
        var receiving = session.Receiving;
        var model = _last is { } last && now < last + LeastInterval ? null : receiving.Model;
        _last = now;
        var unproven = receiving.UnprovenMessages;
        receiving.Break();
        context.Refuse(LinkRefusal.Undecodable, link.Options.Id);
        link.Inbound.Rewind(unproven, model is not null, now, at =>
        {
            if (session != link.Current) return;
            receiving.Reset = new ResetField((byte)(receiving.Epoch + 1), ModelVersion.SizeCode(model), link.Inbound.Committed);
            link.Talk.OweReport(at);
        });
    }

    /// <summary>The peer asks for another epoch of what this end sends; false if it may not ask for that.</summary>
    public bool TryReset(LinkSession session, ResetField reset, Instant now)
    {
        var sending = session.Sending;
        if (reset.Epoch == sending.Epoch)
        {
            sending.AnnounceAgain();
            return true;
        }

        var isSensible = reset.Epoch == (byte)(sending.Epoch + 1) && session.IsResumed
            && reset.Committed >= link.Outbound.Freed && reset.Committed <= link.Outbound.HighestGiven;
        if (!isSensible || !ModelVersion.TryReadSize(reset.Model, sending.Model, out var model)) return false;

        // A reset costs this end more than the peer: one that has no end is refused, as is one of a stream without a model.
        var isSoon = _granted is { } granted && now < granted + (LeastInterval - Leeway);
        if (sending.Model is null || (isSoon && model is not null)) return false;
        _granted = now;
        var half = sending.HalfCoded().ToArray();
        sending.Restart(model);
        link.ForgetPrepared();
        session.IsResumed = false;
        link.Outbound.Resume(reset.Committed, half, now, _ =>
        {
            if (session != link.Current) return;
            session.IsResumed = true;
            sending.Announce(link.Outbound.HighestGiven + 1);
        });
        return true;
    }

    /// <summary>The peer's stream begins anew; false if nobody asked for that.</summary>
    public static bool TryBegin(LinkSession session, EpochField epoch)
    {
        var receiving = session.Receiving;
        if (epoch.Epoch == receiving.Epoch) return true;
        if (receiving.Reset is not { } asked || epoch.Epoch != asked.Epoch || epoch.StreamId != asked.Committed + 1
            || epoch.Chunk < receiving.Decoded || epoch.Chunk > receiving.Committed + SequenceWindow.Size) return false;
        if (!ModelVersion.TryReadSize(asked.Model, receiving.Model, out var model)) return false;
        receiving.Restart(epoch.Chunk, model);
        return true;
    }
}
