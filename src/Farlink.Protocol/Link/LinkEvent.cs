using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;

namespace Farlink.Protocol.Link;

/// <summary>Something the caller is told.</summary>
public abstract record LinkEvent
{
    private LinkEvent()
    {
    }

    /// <summary>A submitted message is in the outbox: its publisher may be acknowledged.</summary>
    /// <param name="Token">The caller's name for it.</param>
    /// <param name="Row">Its outbox row.</param>
    public sealed record Accepted(long Token, OutboxRow Row) : LinkEvent;

    /// <summary>A change of <see cref="LinkStation.Keep"/> is on the disk.</summary>
    /// <param name="Token">The caller's name for it.</param>
    public sealed record Kept(long Token) : LinkEvent;

    /// <summary>The last octet of a message has been on the air for the first time.</summary>
    /// <param name="Row">The message.</param>
    /// <param name="Store">The store whose stream its id is of, as the other end knows it.</param>
    public sealed record OnAir(OutboxRow Row, ulong Store) : LinkEvent;

    /// <summary>An authentic new frame of the peer came; told before what follows from it.</summary>
    /// <param name="Content">What is in it.</param>
    public sealed record Opened(FrameContent Content) : LinkEvent;

    /// <summary>The other end has committed a message.</summary>
    /// <param name="Row">The message.</param>
    public sealed record Confirmed(OutboxRow Row) : LinkEvent;

    /// <summary>The other end has published every message up to this stream id.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="UpTo">Highest stream id.</param>
    public sealed record PublishedThere(byte Link, long UpTo) : LinkEvent;

    /// <summary>Messages whose ids are above this one are not at the other end: they are sent again, under other ids.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="Above">Highest stream id that stays given.</param>
    public sealed record Returned(byte Link, long Above) : LinkEvent;

    /// <summary>The other end will not publish a message whose publisher asked for receipts.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="StreamId">The message.</param>
    /// <param name="Words">Why.</param>
    public sealed record RefusedThere(byte Link, long StreamId, string Words) : LinkEvent;

    /// <summary>A message will not be sent, or not be published.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Row">Its outbox row, if it was going out.</param>
    public sealed record Dead(byte Link, MqttMessage Message, DeadReason Reason, OutboxRow? Row) : LinkEvent
    {
        /// <summary>The reason in words, where the filter gave them.</summary>
        public string? Words { get; init; }

        /// <summary>
        /// What to tell, if the message was safe; when it was told, call <see cref="LinkStation.HandleTold"/>.
        /// </summary>
        public DeadLetter? Letter { get; init; }

        /// <summary>Its inbox row, if it came in; it may never have been in the store.</summary>
        public InboxRow? Arrived { get; init; }
    }

    /// <summary>
    /// A message is in the inbox: publish it, then call <see cref="LinkStation.HandlePublished"/>. QoS 0 has no row there.
    /// </summary>
    /// <param name="Row">The message.</param>
    public sealed record Received(InboxRow Row) : LinkEvent;

    /// <summary>A session is up: both ends have said where they go on.</summary>
    /// <param name="Link">The link.</param>
    public sealed record SessionUp(byte Link) : LinkEvent;

    /// <summary>The peer has another store than before: what it had kept is gone, or this is the first time.</summary>
    /// <param name="Link">The link.</param>
    public sealed record NewPeerStore(byte Link) : LinkEvent;

    /// <summary>A session under the next key of a re-key is proven: the key before is good for nothing any more.</summary>
    /// <param name="Link">The link.</param>
    public sealed record Rekeyed(byte Link) : LinkEvent;

    /// <summary>A link was heard after silence, or its first session is up.</summary>
    /// <param name="Link">The link.</param>
    public sealed record Online(byte Link) : LinkEvent;

    /// <summary>A link was not heard for its limit, or said goodbye.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="IsCleanStop">Whether it said goodbye.</param>
    public sealed record Offline(byte Link, bool IsCleanStop) : LinkEvent;

    /// <summary>
    /// Nothing answers this site's hellos: a wrong key, a base that is off, or too far away. Which, nobody says on the air.
    /// </summary>
    /// <param name="Link">The link.</param>
    /// <param name="Hellos">Hellos sent in a row.</param>
    public sealed record NoAnswer(byte Link, int Hellos) : LinkEvent;

    /// <summary>Something from the air was refused.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Link">The link it named; of one that is not known here only for a hello, and 0 for a pairing.</param>
    public sealed record Refused(LinkRefusal Reason, byte? Link) : LinkEvent;

    /// <summary>The peer lost part of its disk: ids it had committed, and we no longer hold, are gone there.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="First">First id of the range.</param>
    /// <param name="Last">Last id of the range.</param>
    public sealed record PeerLostDisk(byte Link, long First, long Last) : LinkEvent;

    /// <summary>The peer has committed ids this store never gave: it was rolled back and goes on as a new one.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="Committed">What the peer has.</param>
    /// <param name="HighestGiven">What this store knew.</param>
    public sealed record RolledBack(byte Link, long Committed, long HighestGiven) : LinkEvent;

    /// <summary>The peer, or the path from it, broke the protocol; its session was closed.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="What">How.</param>
    public sealed record ProtocolBreach(byte Link, string What) : LinkEvent;

    /// <summary>
    /// What a peer sent could not be decoded, or not to what it sent. It sends everything above an id again; of that, what has
    /// not been published is not to be.
    /// </summary>
    /// <param name="Link">The link.</param>
    /// <param name="Above">The highest id that is proven.</param>
    /// <param name="Last">The highest id received; not above <paramref name="Above"/> if nothing was.</param>
    /// <param name="Rows">Inbox rows above it that wait for their publication; the others had it, or were refused.</param>
    /// <param name="IsCompressed">Whether the stream goes on compressed.</param>
    public sealed record Rewound(byte Link, long Above, long Last, IReadOnlyList<long> Rows, bool IsCompressed) : LinkEvent;

    /// <summary>More frames than 2^16 in a day failed authentication: somebody forges, or the key is wrong.</summary>
    /// <param name="Link">The link.</param>
    public sealed record ForgeryAlarm(byte Link) : LinkEvent;
}
