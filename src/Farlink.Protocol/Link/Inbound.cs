using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// The messages of one link coming in, across sessions: each is filtered, committed with its place in the peer's stream, and only
/// then handed out and acknowledged.
/// </summary>
internal sealed class Inbound
{
    private readonly StationContext _context;
    private readonly LinkOptions _options;
    private readonly SortedSet<long> _unpublished = [];
    private readonly Dictionary<long, long> _idOfRow = [];
    private long _issued;

    public Inbound(StationContext context, LinkOptions options, LinkRecord record, IReadOnlyList<InboxRow> rows)
    {
        _context = context;
        _options = options;
        PeerStore = record.PeerStore;
        Committed = record.Committed;
        _issued = record.Committed;
        foreach (var row in rows)
        {
            if (row.PeerStore == PeerStore) Note(row);
            context.Events.Enqueue(new LinkEvent.Received(row));
        }
    }

    /// <summary>The peer's store; 0 if it was never heard.</summary>
    public ulong PeerStore { get; private set; }

    /// <summary>The highest id of that store that is on the disk (C).</summary>
    public long Committed { get; private set; }

    /// <summary>Commits under way; while there are any, C is not known.</summary>
    public int InFlight { get; private set; }

    /// <summary>Every id up to this one has been published.</summary>
    public long Published => _unpublished.Count == 0 ? Committed : Math.Min(Committed, _unpublished.Min - 1);

    /// <summary>Whether the peer waits to hear of <see cref="Published"/>.</summary>
    public bool OwesReceipt { get; private set; }

    /// <summary>The peer has said which store it has; if it is a new one, its ids begin anew.</summary>
    public void Know(ulong peerStore, Instant now)
    {
        if (peerStore == PeerStore) return;
        PeerStore = peerStore;
        Committed = 0;
        _issued = 0;
        _unpublished.Clear();
        _idOfRow.Clear();
        _context.Commits.Add(now, null, new StoreOperation.KnowPeer(_options.Id, peerStore));
    }

    /// <summary>Takes messages in the order of the stream.</summary>
    /// <param name="messages">They were completed by chunks that are decoded.</param>
    /// <param name="now">Now.</param>
    /// <param name="then">Called when they are on the disk.</param>
    public void Take(IReadOnlyList<Decoded> messages, Instant now, Action then)
    {
        if (messages.Count == 0 && InFlight == 0)
        {
            then();
            return;
        }

        List<StoreOperation> operations = [];
        List<LinkEvent> events = [];
        foreach (var decoded in messages)
        {
            var row = RowOf(decoded, ++_issued);
            var dead = Judge(decoded, now);
            var isKept = dead is null && decoded.Message.Qos != MqttQos.AtMostOnce;
            operations.Add(new StoreOperation.Receive(_options.Id, PeerStore, row.StreamId, isKept ? row : null));
            events.Add(dead is null ? new LinkEvent.Received(row) : dead);
            if (isKept) Note(row);
        }

        InFlight++;
        var store = PeerStore;
        var upTo = _issued;
        _context.Commits.Add(
            now,
            _ =>
            {
                InFlight--;
                if (PeerStore == store) Committed = upTo;
                foreach (var one in events) _context.Events.Enqueue(one);
                then();
            },
            operations);
    }

    /// <summary>The broker has taken a message over.</summary>
    public void HandlePublished(InboxRow row, Instant now)
    {
        if (row.Message.Qos == MqttQos.AtMostOnce) return;
        if (_idOfRow.Remove(row.Row, out var id)) _unpublished.Remove(id);
        _context.Commits.Add(now, null, new StoreOperation.Published(row.Row));
    }

    /// <summary>The peer has been told that everything up to this id is published.</summary>
    public void HandleReceiptProven(long published) => OwesReceipt = published < Committed;

    private LinkEvent.Dead? Judge(Decoded decoded, Instant now)
    {
        if (decoded.Deadline <= now)
            return new LinkEvent.Dead(_options.Id, decoded.Message, DeadReason.ExpiredOnArrival, null);
        return _options.RefuseInbound(decoded.Message) is { } words
            ? new LinkEvent.Dead(_options.Id, decoded.Message, DeadReason.RefusedByFilter, null) { Words = words }
            : null;
    }

    private void Note(InboxRow row)
    {
        _unpublished.Add(row.StreamId);
        _idOfRow[row.Row] = row.StreamId;
        OwesReceipt |= row.WantsReceipt;
    }

    private InboxRow RowOf(Decoded decoded, long id) => new()
    {
        Row = _context.NextRow++,
        Link = _options.Id,
        PeerStore = PeerStore,
        StreamId = id,
        Message = decoded.Message,
        Deadline = decoded.Deadline,
        WantsReceipt = decoded.WantsReceipt,
    };
}
