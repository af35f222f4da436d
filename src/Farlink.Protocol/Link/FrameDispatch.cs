using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>Gives a frame from the air to the link it names.</summary>
internal static class FrameDispatch
{
    /// <summary>True if it is an authentic new frame of the link's session.</summary>
    /// <param name="context">The station's.</param>
    /// <param name="channel">Told of frames of others.</param>
    /// <param name="link">The link that the frame names, if there is one.</param>
    /// <param name="frame">At least two octets.</param>
    /// <param name="now">Now.</param>
    /// <param name="quality">How it arrived.</param>
    public static bool Handle(
        StationContext context, Channel channel, Link? link, ReadOnlySpan<byte> frame, Instant now, LinkQuality quality)
    {
        if (HelloFrame.IsHello(frame))
        {
            if (link is null) context.Refuse(LinkRefusal.UnknownLink, frame[1]);
            else if (HelloFrame.IsOtherVersion(frame)) context.Refuse(LinkRefusal.OtherVersion, link.Options.Id);
            else link.HandleHello(frame, now);
            return false;
        }

        if (!FrameHead.TryParse(frame, out var head))
        {
            context.Refuse(LinkRefusal.Malformed, null);
            return false;
        }

        if (link is null) context.Refuse(LinkRefusal.UnknownLink, null);
        else if (link.TryHandle(frame, head, now, quality)) return true;
        channel.HandleOverheard(head, frame.Length, now);
        return false;
    }
}
