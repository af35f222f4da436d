using Farlink.Protocol.Link;

namespace Farlink.Runtime.Watching;

/// <summary>
/// Frames that are refused, as events: anybody can send them, so of one kind there is an event a minute, with how many came since
/// the one before.
/// </summary>
internal sealed class RefusedFrames(EventLog events)
{
    private readonly EventThrottle _throttle = new();

    public static string NameOf(LinkRefusal reason) => RefusalName.Of(reason);

    public void Tell(string role, LinkEvent.Refused refused, DateTimeOffset now)
    {
        if (_throttle.Admit(role, NameOf(refused.Reason), now) is not { } more) return;
        events.Add(role, EventKind.Refused, Level(refused.Reason), refused.Link, $"{Words(refused.Reason)}{more}");
    }

    private static EventLevel Level(LinkRefusal reason) =>
        reason is LinkRefusal.Duplicate or LinkRefusal.PreviousSession or LinkRefusal.UnknownLink or LinkRefusal.TooOld
            ? EventLevel.Info : EventLevel.Warning;

    private static string Words(LinkRefusal reason) => reason switch
    {
        LinkRefusal.Malformed => "A frame that is not ours was heard.",
        LinkRefusal.UnknownLink => "A frame of a link that is not known here was heard.",
        LinkRefusal.NoSession => "A frame came for which there is no session.",
        LinkRefusal.NotAuthentic => "A frame was not authentic: damaged, forged, or of another key.",
        LinkRefusal.Duplicate => "A frame came that had come before.",
        LinkRefusal.TooOld => "A frame came that is too old.",
        LinkRefusal.PreviousSession => "A frame of the session before came.",
        LinkRefusal.ForgedHello => "A handshake frame was not authentic: forged, or of another key.",
        LinkRefusal.StaleHello => "A handshake frame came that is too old: recorded, perhaps.",
        LinkRefusal.UnexpectedHello => "A handshake frame came that was not asked for.",
        LinkRefusal.OtherVersion => "The other end speaks another version: update the older one.",
        LinkRefusal.OtherMode => "The other end is set up in another mode: pair both, or give both the same key.",
        LinkRefusal.Undecodable => "A chunk could not be decoded; the stream begins anew.",
        LinkRefusal.Breach => "A frame broke the protocol.",
        _ => $"A frame was refused: {NameOf(reason)}.",
    };
}
