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
    /// <summary>A receipt rides in an answer if there is one inside this time, else it has a frame of its own.</summary>
    private static readonly Duration ReceiptWait = Duration.FromSeconds(10);

    /// <summary>Refusals under way to the peer; beyond, a hostile one learns no more.</summary>
    private const int MostHeld = 1000;

    private readonly StationContext _context;
    private readonly LinkOptions _options;
    private readonly Outbound _outbound;
    private readonly SortedSet<long> _unpublished = [];
    private readonly SortedSet<long> _held = [];
    private readonly Dictionary<long, long> _idOfRow = [];

    /// <summary>Messages of the peer's present store that wait for the broker, QoS 0 too, and their ids.</summary>
    private readonly Dictionary<long, long> _waiting = [];
    private long _issued;
    private int _waitingMessages;
    private long _waitingOctets;

    public Inbound(StationContext context, LinkOptions options, LinkRecord record, StoreImage image, Outbound outbound)
    {
        _outbound = outbound;
        outbound.OnNoticeConfirmed = streamId => _held.Remove(streamId);
        _context = context;
        _options = options;
        PeerStore = record.PeerStore;
        Committed = record.Committed;
        _issued = record.Committed;
        foreach (var row in image.Outbox)
            if (row.Link == options.Id && RefusalNotice.TryRead(row.Message, out var refused, out _)) Hold(refused);
        foreach (var row in image.Inbox)
        {
            if (row.Link != options.Id) continue;
            if (row.PeerStore == PeerStore)
            {
                Note(row);
                _waiting[row.Row] = row.StreamId;
            }

            Count(row, 1);
            context.Events.Enqueue(new LinkEvent.Received(row));
        }
    }

    /// <summary>The peer's store; 0 if it was never heard.</summary>
    public ulong PeerStore { get; private set; }

    /// <summary>The highest id of that store that is on the disk (C).</summary>
    public long Committed { get; private set; }

    /// <summary>Messages that wait for the broker.</summary>
    public int WaitingMessages => _waitingMessages;

    /// <summary>Their octets.</summary>
    public long WaitingOctets => _waitingOctets;

    /// <summary>Commits under way; while there are any, C is not known.</summary>
    public int InFlight { get; private set; }

    /// <summary>Every id up to this one has been published, or its publisher knows better.</summary>
    public long Published
    {
        get
        {
            var known = Math.Min(Committed, _issued);
            var published = _unpublished.Count == 0 ? known : Math.Min(known, _unpublished.Min - 1);
            return _held.Count == 0 ? published : Math.Min(published, _held.Min - 1);
        }
    }

    /// <summary>
    /// Whether the broker is so far behind that no more is taken: what arrives is kept undecoded, so that the peer keeps it too.
    /// It ends when a quarter is free.
    /// </summary>
    public bool IsFull { get; private set; }

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
        _held.Clear();
        _idOfRow.Clear();
        _waiting.Clear();
        _context.Commits.Add(now, null, new StoreOperation.KnowPeer(_options.Id, peerStore));
        _context.Events.Enqueue(new LinkEvent.NewPeerStore(_options.Id));
    }

    /// <summary>When the peer is to be told of publications that it waits for, if nothing else is sent before.</summary>
    public Instant ReceiptDue { get; private set; } = Instant.Never;

    /// <summary>Takes messages in the order of the stream.</summary>
    /// <param name="messages">They were completed by chunks that are decoded.</param>
    /// <param name="now">Now.</param>
    /// <param name="then">Called when they are on the disk.</param>
    public void Take(IReadOnlyList<Decoded> messages, Instant now, Action<Instant> then)
    {
        if (messages.Count == 0 && InFlight == 0)
        {
            then(now);
            return;
        }

        List<StoreOperation> operations = [];
        List<LinkEvent> events = [];
        foreach (var decoded in messages)
        {
            var row = RowOf(decoded, ++_issued);
            var told = Judge(decoded, now);
            var isKept = told is null && decoded.Message.Qos != MqttQos.AtMostOnce;

            // The word of a refusal is committed before the message counts as received: a crash between tells it twice, not
            // never.
            if (told is LinkEvent.Dead dead)
            {
                if (decoded.WantsReceipt) Refuse(row, dead.Words ?? "expired", now);
                var letter = _context.DeadLetters.Write(_options.Id, decoded.Message, dead.Reason, dead.Words, operations);
                told = dead with { Letter = letter, Arrived = row };
            }

            operations.Add(new StoreOperation.Receive(_options.Id, PeerStore, row.StreamId, isKept ? row : null));
            events.Add(told ?? new LinkEvent.Received(row));
            if (isKept) Note(row);
            if (told is not null) continue;
            Count(row, 1);
            _waiting[row.Row] = row.StreamId;
        }

        InFlight++;
        var store = PeerStore;
        var upTo = _issued;
        _context.Commits.Add(
            now,
            at =>
            {
                InFlight--;
                if (PeerStore == store) Committed = upTo;
                foreach (var one in events) _context.Events.Enqueue(one);
                then(at);
            },
            operations);
    }

    /// <summary>The last messages taken are not what the peer sent: they count as never received.</summary>
    /// <param name="messages">How many of them.</param>
    /// <param name="isCompressed">Whether the peer will go on compressed; for the event.</param>
    /// <param name="now">Now.</param>
    /// <param name="then">Called when that is on the disk: then <see cref="Committed"/> is what to tell the peer.</param>
    public void Rewind(int messages, bool isCompressed, Instant now, Action<Instant> then)
    {
        var last = _issued;
        _issued -= messages;
        var above = _issued;
        _unpublished.RemoveWhere(id => id > above);
        _held.RemoveWhere(id => id > above);
        long[] rows = [.. _waiting.Where(one => one.Value > above).Select(one => one.Key)];
        foreach (var row in rows)
        {
            _waiting.Remove(row);
            _idOfRow.Remove(row);
        }

        _outbound.DropNotices(above, now);
        var rewound = new LinkEvent.Rewound(_options.Id, above, last, rows, isCompressed);
        InFlight++;
        var store = PeerStore;
        _context.Commits.Add(
            now,
            at =>
            {
                InFlight--;
                if (PeerStore == store) Committed = above;
                _context.Events.Enqueue(rewound);
                then(at);
            },
            new StoreOperation.Rewind(_options.Id, PeerStore, above));
    }

    /// <summary>Whether a message is not what the peer sent, and counts no more.</summary>
    public bool IsTakenBack(InboxRow row) => row.PeerStore == PeerStore && !_waiting.ContainsKey(row.Row);

    /// <summary>The broker has taken a message over, or, with an end, never will.</summary>
    public void HandlePublished(InboxRow row, LinkEvent.Dead? end, Instant now)
    {
        Count(row, -1);
        _waiting.Remove(row.Row);
        List<StoreOperation> operations = [];
        if (end is not null)
        {
            var letter = _context.DeadLetters.Write(_options.Id, row.Message, end.Reason, end.Words, operations);
            _context.Events.Enqueue(end with { Letter = letter });
        }

        if (row.Message.Qos == MqttQos.AtMostOnce) return;
        if (_idOfRow.Remove(row.Row, out var id))
        {
            _unpublished.Remove(id);
            if (row.WantsReceipt && ReceiptDue == Instant.Never) ReceiptDue = now + ReceiptWait;
        }

        operations.Add(new StoreOperation.Published(row.Row));
        _context.Commits.Add(now, null, operations);
    }

    /// <summary>An answer was sent, whether the peer heard it or not.</summary>
    /// <param name="published">Up to which id it told of publication; -1 if there was nothing to tell.</param>
    /// <param name="end">When it ended.</param>
    public void HandleTold(long published, Instant end)
    {
        if (ReceiptDue == Instant.Never) return;
        ReceiptDue = published < 0 || published >= Published ? Instant.Never : end + ReceiptWait;
    }

    /// <summary>The peer has been told that everything up to this id is published.</summary>
    public void HandleReceiptProven(long published) => OwesReceipt = published < Committed;

    /// <summary>A message will not be published, and its publisher is to know.</summary>
    public void Refuse(InboxRow row, string words, Instant now)
    {
        // Ids of a store that the peer no longer has are other messages' by now.
        if (row.PeerStore != PeerStore || _held.Count >= MostHeld) return;
        Hold(row.StreamId);
        var notice = RefusalNotice.Make(row.StreamId, words);
        _outbound.Submit(new Submission { Link = _options.Id, Message = notice }, 0, now);
    }

    /// <summary>Until the peer knows that a message is refused, it is not told that it is published.</summary>
    private void Hold(long streamId)
    {
        _held.Add(streamId);
        OwesReceipt = true;
    }

    private LinkEvent? Judge(Decoded decoded, Instant now)
    {
        if (RefusalNotice.TryRead(decoded.Message, out var streamId, out var reason))
            return new LinkEvent.RefusedThere(_options.Id, streamId, reason);
        if (decoded.Deadline <= now)
            return new LinkEvent.Dead(_options.Id, decoded.Message, DeadReason.ExpiredOnArrival, null);
        return _options.RefuseInbound(decoded.Message) is { } words
            ? new LinkEvent.Dead(_options.Id, decoded.Message, DeadReason.RefusedByFilter, null) { Words = words }
            : null;
    }

    private void Count(InboxRow row, int messages)
    {
        _waitingMessages += messages;
        _waitingOctets += (long)messages * row.Message.SizeOctets;
        var least = IsFull ? 0.75 : 1;
        IsFull = _waitingMessages >= _options.MostInboxMessages * least || _waitingOctets >= _options.MostInboxOctets * least;
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
