using Farlink.Protocol.Link;
using Farlink.Protocol.Text;
using Farlink.Runtime.Notices;
using Farlink.Runtime.Services;

namespace Farlink.Runtime.Watching;

/// <summary>What a station tells, as an event somebody may want to know of afterwards.</summary>
internal static class LinkEventWords
{
    /// <summary>The event; null where it is an everyday step, or told otherwise.</summary>
    public static (EventKind Kind, EventLevel Level, byte Link, string Text)? Of(LinkEvent happened) => happened switch
    {
        LinkEvent.SessionUp up => (EventKind.Session, EventLevel.Info, up.Link, "A session is up."),
        LinkEvent.Online online => (EventKind.Link, EventLevel.Info, online.Link, "The other end is heard."),
        LinkEvent.Offline { IsCleanStop: true } stopped =>
            (EventKind.Link, EventLevel.Warning, stopped.Link, "The other end said that it stops."),
        LinkEvent.Offline silent => (EventKind.Link, EventLevel.Error, silent.Link, "The other end was not heard for too long."),
        LinkEvent.NoAnswer none => (
            EventKind.Session, EventLevel.Error, none.Link,
            $"Nothing answers, {none.Hellos} times in a row: the base is off, too far away, or has another key."),
        LinkEvent.NewPeerStore peer => (
            EventKind.Restart, EventLevel.Info, peer.Link, "The other end has a new store: its first, or one after a loss."),
        LinkEvent.Rekeyed rekeyed => (EventKind.Key, EventLevel.Info, rekeyed.Link, "The key before is refused from now on."),
        LinkEvent.PeerLostDisk lost => (
            EventKind.Store, EventLevel.Error, lost.Link,
            $"The other end lost messages {lost.First} to {lost.Last} with its disk."),
        LinkEvent.RolledBack back => (
            EventKind.Store, EventLevel.Error, back.Link,
            $"This store is older than what the other end knows ({back.Committed}, here {back.HighestGiven}): it goes on anew."),
        LinkEvent.ProtocolBreach breach => (
            EventKind.Refused, EventLevel.Error, breach.Link, $"The session was closed: {Printable.Escape(breach.What)}."),
        LinkEvent.Rewound rewound => (
            EventKind.Warning, EventLevel.Warning, rewound.Link, "What came could not be read; it is sent again."),
        LinkEvent.ForgeryAlarm alarm => (
            EventKind.Refused, EventLevel.Error, alarm.Link, "Very many frames were not authentic: somebody forges them."),
        LinkEvent.Dead { Reason: not DeadReason.Replaced } dead when !NoticeTopics.IsOurs(dead.Message.Topic) => Dead(dead),
        _ => null,
    };

    private static (EventKind Kind, EventLevel Level, byte Link, string Text) Dead(LinkEvent.Dead dead)
    {
        var isExpiry = dead.Reason is DeadReason.Expired or DeadReason.ExpiredOnArrival or DeadReason.ExpiredInInbox;
        var topic = Printable.Escape(dead.Message.Topic);
        return (
            isExpiry ? EventKind.Expired : EventKind.Dead, EventLevel.Warning, dead.Link,
            $"A message of {topic} ended: {DeadWords.Of(dead.Reason, dead.Words)}.");
    }
}
