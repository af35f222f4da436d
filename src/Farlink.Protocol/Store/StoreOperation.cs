using Farlink.Protocol.Units;

namespace Farlink.Protocol.Store;

/// <summary>
/// One change of the durable state. Operations of one <see cref="CommitRequest"/> take effect together or not at all; a later
/// request never without an earlier one.
/// </summary>
public abstract record StoreOperation
{
    private StoreOperation()
    {
    }

    /// <summary>A message was accepted.</summary>
    /// <param name="Row">The message, without a stream id.</param>
    public sealed record Accept(OutboxRow Row) : StoreOperation;

    /// <summary>A message that waited is gone: it expired, was replaced or was withdrawn.</summary>
    /// <param name="Row">The outbox row.</param>
    public sealed record Discard(long Row) : StoreOperation;

    /// <summary>The last octet of a message was coded: its place in the stream is fixed before the first transmission.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="StreamId">Its place; one above the highest given before.</param>
    /// <param name="Row">The outbox row, or null for a message that lives in memory (QoS 0).</param>
    public sealed record Give(byte Link, long StreamId, long? Row) : StoreOperation;

    /// <summary>The peer has committed everything up to this id: the rows are deleted.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="UpTo">Highest stream id freed.</param>
    public sealed record Free(byte Link, long UpTo) : StoreOperation;

    /// <summary>Ids above this one return to the queue and will be given again.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="Above">Highest stream id that stays given.</param>
    public sealed record Return(byte Link, long Above) : StoreOperation;

    /// <summary>A message was received, or refused, or its id alone counts: C moves to it.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="PeerStore">The peer's store.</param>
    /// <param name="StreamId">Its place in the peer's stream.</param>
    /// <param name="Row">The message; null if it is not to be published.</param>
    public sealed record Receive(byte Link, ulong PeerStore, long StreamId, InboxRow? Row) : StoreOperation;

    /// <summary>What was received above an id is not what was sent: C goes back to it, and the messages are deleted.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="PeerStore">The peer's store.</param>
    /// <param name="Above">Highest id that stays received.</param>
    public sealed record Rewind(byte Link, ulong PeerStore, long Above) : StoreOperation;

    /// <summary>The broker has taken a message over.</summary>
    /// <param name="Row">The inbox row, deleted.</param>
    public sealed record Published(long Row) : StoreOperation;

    /// <summary>The peer has a store we did not know: its ids begin anew.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="PeerStore">The new store.</param>
    public sealed record KnowPeer(byte Link, ulong PeerStore) : StoreOperation;

    /// <summary>Handshake counters.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="HelloCounter">See <see cref="LinkRecord.HelloCounter"/>.</param>
    /// <param name="HintCounter">See <see cref="LinkRecord.HintCounter"/>.</param>
    /// <param name="Attempts">See <see cref="LinkRecord.Attempts"/>.</param>
    public sealed record Hello(byte Link, uint HelloCounter, uint HintCounter, int Attempts) : StoreOperation;

    /// <summary>This store was rolled back: towards the peer of a link it goes on as a new one, its stream begins anew.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="Incarnation">What makes the id that this peer sees a new one.</param>
    public sealed record NewIncarnation(byte Link, ulong Incarnation) : StoreOperation;

    /// <summary>
    /// Airtime spent since the last such operation, and what may be spent until the next: after a crash the lease counts.
    /// </summary>
    /// <param name="Entries">Transmissions, oldest first.</param>
    /// <param name="Lease">Airtime that may be used before the next commit.</param>
    public sealed record Airtime(IReadOnlyList<LedgerEntry> Entries, Duration Lease) : StoreOperation;

    /// <summary>The message of a QoS 2 publisher was taken: until it says PUBREL, the same packet id is a repeat.</summary>
    /// <param name="Client">The MQTT client id.</param>
    /// <param name="PacketId">Its packet id.</param>
    public sealed record QosTwoReceived(string Client, ushort PacketId) : StoreOperation;

    /// <summary>The publisher has said PUBREL: the packet id is free.</summary>
    /// <param name="Client">The MQTT client id.</param>
    /// <param name="PacketId">Its packet id.</param>
    public sealed record QosTwoReleased(string Client, ushort PacketId) : StoreOperation;

    /// <summary>A message ends here and somebody is to be told.</summary>
    /// <param name="Content">What to tell.</param>
    public sealed record Letter(DeadLetter Content) : StoreOperation;

    /// <summary>That was told.</summary>
    /// <param name="Row">The letter, deleted.</param>
    public sealed record LetterTold(long Row) : StoreOperation;

    /// <summary>A retained value was carried: the same one need not be carried again.</summary>
    /// <param name="Topic">Its topic at this end's broker.</param>
    /// <param name="Hash">What tells values apart.</param>
    /// <param name="At">When, in the store's time.</param>
    public sealed record Carried(string Topic, long Hash, Instant At) : StoreOperation;

    /// <summary>A retained value is forgotten.</summary>
    /// <param name="Topic">Its topic at this end's broker.</param>
    public sealed record Forget(string Topic) : StoreOperation;

    /// <summary>Something of Farlink's own is kept under a name, in place of what was there.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Value">What is kept; empty: nothing any more.</param>
    public sealed record Remember(string Name, ReadOnlyMemory<byte> Value) : StoreOperation;

    /// <summary>An inbox message is about to be published under this packet id, or its broker has it (PUBREC).</summary>
    /// <param name="Row">The inbox row.</param>
    /// <param name="PacketId">The packet id towards the broker.</param>
    /// <param name="IsReceived">Whether PUBREC has come.</param>
    public sealed record QosTwoSending(long Row, ushort PacketId, bool IsReceived) : StoreOperation;
}
