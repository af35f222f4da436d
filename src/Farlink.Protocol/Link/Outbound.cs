using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// The messages of one link going out, across sessions: from acceptance to the peer's commit. Stream ids are given in the order
/// of completion on the air, each durably before its first transmission.
/// </summary>
internal sealed class Outbound
{
    private readonly StationContext _context;
    private readonly LinkOptions _options;
    private readonly List<QueuedMessage> _given = [];
    private readonly AirtimeShare _shares;
    private int _peerTakes = int.MaxValue;

    public Outbound(
        StationContext context, LinkOptions options, LinkRecord record, IEnumerable<OutboxRow> rows, Instant now)
    {
        _context = context;
        _options = options;
        _shares = new AirtimeShare(context);
        HighestGiven = record.HighestGiven;
        Freed = record.Freed;
        List<StoreOperation> operations = [];
        foreach (var row in rows)
        {
            var message = new QueuedMessage(row, isDurable: true);
            Queue.Reserve(message);
            if (row.StreamId == 0)
            {
                // Two values of a topic that keeps the newest only: the older one was on the air when the newer one came.
                if (Queue.Enqueue(message) is { } replaced) End(replaced, DeadReason.Replaced, operations);
                continue;
            }

            message.State = QueueState.Given;
            _given.Add(message);
        }

        if (operations.Count > 0) context.Commits.Add(now, null, operations);
        _given.Sort((left, right) => left.Row.StreamId.CompareTo(right.Row.StreamId));
    }

    /// <summary>Told of each refusal that the peer has committed.</summary>
    public Action<long> OnNoticeConfirmed { get; set; } = _ => { };

    /// <summary>What waits to be coded.</summary>
    public OutboxQueue Queue { get; } = new();

    /// <summary>The highest stream id given.</summary>
    public long HighestGiven { get; private set; }

    /// <summary>Every id up to this one is committed at the peer.</summary>
    public long Freed { get; private set; }

    /// <summary>Takes a message if there is room for it.</summary>
    public SubmitVerdict Submit(Submission submission, long token, Instant now)
    {
        var message = submission.Message;
        if (message.SizeOctets + submission.PadTo > _options.MostMessageOctets) return SubmitVerdict.TooLong;
        if (System.Text.Encoding.UTF8.GetByteCount(message.Topic) > RecordHead.LongestTopicOctets
            || message.Properties is { UserProperties.Count: > MessageBody.MostUserProperties }) return SubmitVerdict.NotCarried;
        if (message.Topic == RefusalNotice.Topic) return Take(submission, token, now);
        if (Queue.Messages >= _options.MostQueuedMessages || Queue.Octets + message.SizeOctets > _options.MostQueuedOctets)
            return SubmitVerdict.QueueFull;
        if (submission.Client.Length > 0 && Queue.Octets > 0 && Queue.OctetsOf(submission.Client) + message.SizeOctets
            > _options.MostQueuedOctets * _options.ClientShare) return SubmitVerdict.ClientShareFull;
        if (_shares.IsOver(submission.Client, Queue.OctetsOf(submission.Client), message.SizeOctets, now))
            return SubmitVerdict.ClientShareFull;
        return Take(submission, token, now);
    }

    private SubmitVerdict Take(Submission submission, long token, Instant now)
    {
        var message = submission.Message;
        var row = RowOf(submission, now);
        _shares.Note(submission.Client, Duration.Zero, now);
        var queued = new QueuedMessage(row, message.Qos != MqttQos.AtMostOnce);
        Queue.Reserve(queued);
        List<StoreOperation> operations = queued.IsDurable ? [new StoreOperation.Accept(row)] : [];
        var accepted = new LinkEvent.Accepted(token, row);
        if (operations.Count == 0) _context.Events.Enqueue(accepted);
        else _context.Commits.Add(now, _ => _context.Events.Enqueue(accepted), operations);

        // It may be coded at once: requests are committed in order, so no frame with it goes before it is safe.
        Enqueue(queued, now);
        return SubmitVerdict.Taken;
    }

    /// <summary>Gives the next ids to messages whose last octet was just coded; returns what to commit.</summary>
    public IEnumerable<StoreOperation> Give(IReadOnlyList<QueuedMessage> completed, Instant now)
    {
        foreach (var message in completed)
        {
            message.Row = message.Row with { StreamId = ++HighestGiven };
            message.State = QueueState.Given;
            _given.Add(message);
            yield return new StoreOperation.Give(_options.Id, HighestGiven, message.IsDurable ? message.Row.Row : null);
        }
    }

    /// <summary>
    /// A frame with a chunk was on the air, whether for the first time or again: it counts for whose octets it had.
    /// </summary>
    public void Share(SentChunk chunk, Duration airtime, Instant now)
    {
        var octets = chunk.Parts.Sum(part => part.Octets);
        foreach (var (row, own) in chunk.Parts)
            _shares.Note(row.Client, new Duration((long)(airtime.Nanoseconds * ((double)own / octets))), now);
    }

    /// <summary>The peer has committed messages: their rows are freed.</summary>
    public void Confirm(IReadOnlyList<QueuedMessage> committed, Instant now)
    {
        if (committed.Count > 0) Free(committed[^1].Row.StreamId, now);
    }

    /// <summary>
    /// A new session: the peer has committed every id up to <paramref name="committed"/>, the others return to the queue.
    /// </summary>
    /// <param name="committed">C as the peer knows it.</param>
    /// <param name="unfinished">Messages that were half coded in the session before.</param>
    /// <param name="now">Now.</param>
    /// <param name="then">Called when that is on the disk; only then may new ids be given.</param>
    public void Resume(long committed, IEnumerable<QueuedMessage> unfinished, Instant now, Action<Instant> then)
    {
        if (committed < Freed) _context.Events.Enqueue(new LinkEvent.PeerLostDisk(_options.Id, committed + 1, Freed));
        Free(committed, now);
        List<QueuedMessage> back = [.. _given, .. unfinished.Where(message => message.State == QueueState.Coding)];
        _given.Clear();
        Queue.PutBack(back);
        _context.Events.Enqueue(new LinkEvent.Returned(_options.Id, committed));
        HighestGiven = committed;
        Freed = committed;
        _context.Commits.Add(now, then, new StoreOperation.Return(_options.Id, committed));
    }

    /// <summary>This store goes on under a new id: no id was ever given.</summary>
    public void ForgetIds()
    {
        HighestGiven = 0;
        Freed = 0;
        _context.Events.Enqueue(new LinkEvent.Returned(_options.Id, 0));
    }

    /// <summary>The peer takes no longer messages than this: what is longer would end every session.</summary>
    public void DiscardLongerThan(int octets, Instant now)
    {
        if (octets >= ushort.MaxValue) return;
        List<StoreOperation> operations = [];
        foreach (var message in Queue.Take(one => one.Octets + one.Row.PadTo > octets))
        {
            End(message, DeadReason.TooLongForPeer, operations);
        }

        if (operations.Count > 0) _context.Commits.Add(now, null, operations);
        _peerTakes = octets;
    }

    /// <summary>Takes back the word that messages above an id are refused, where it has not been sent: they are others.</summary>
    public void DropNotices(long above, Instant now)
    {
        List<StoreOperation> operations = [];
        foreach (var message in Queue.Take(one => RefusalNotice.TryRead(one.Row.Message, out var id, out _) && id > above))
            if (message.IsDurable) operations.Add(new StoreOperation.Discard(message.Row.Row));
        if (operations.Count > 0) _context.Commits.Add(now, null, operations);
    }

    /// <summary>Drops what is worthless by now.</summary>
    /// <param name="now">Now.</param>
    /// <param name="withdrawn">Messages that were half coded, taken back by the session.</param>
    public void Expire(Instant now, IEnumerable<QueuedMessage> withdrawn)
    {
        List<StoreOperation> operations = [];
        foreach (var message in Queue.Expire(now).Concat(withdrawn))
        {
            Queue.Finish(message);
            End(message, DeadReason.Expired, operations);
        }

        if (operations.Count > 0) _context.Commits.Add(now, null, operations);
    }

    private void Free(long upTo, Instant now)
    {
        var count = 0;
        foreach (var message in _given)
        {
            if (message.Row.StreamId > upTo) break;
            count++;
            Queue.Finish(message);
            if (RefusalNotice.TryRead(message.Row.Message, out var refused, out _)) OnNoticeConfirmed(refused);
            else _context.Events.Enqueue(new LinkEvent.Confirmed(message.Row));
        }

        _given.RemoveRange(0, count);
        if (upTo <= Freed) return;
        Freed = upTo;
        _context.Commits.Add(now, null, new StoreOperation.Free(_options.Id, upTo));
    }

    private OutboxRow RowOf(Submission submission, Instant now)
    {
        // A tenth less at random: sites without a time slot must not all flush at once.
        var latency = submission.MostLatency - _context.Jitter(new Duration(submission.MostLatency.Nanoseconds / 10));
        return new OutboxRow
        {
            Row = _context.NextRow++,
            Link = _options.Id,
            Message = submission.Message,
            Priority = submission.Priority,
            Accepted = now,
            FlushAt = submission.Priority == Priority.Urgent ? now : now + latency,
            Deadline = submission.ExpiresIn is { } expires ? now + expires : Instant.Never,
            NewestOnly = submission.NewestOnly,
            PadTo = submission.PadTo,
            Client = submission.Client,
            ReceiptId = submission.ReceiptId,
        };
    }

    private void Enqueue(QueuedMessage message, Instant now)
    {
        List<StoreOperation> operations = [];
        if (message.Octets + message.Row.PadTo > _peerTakes)
        {
            Queue.Finish(message);
            End(message, DeadReason.TooLongForPeer, operations);
        }
        else if (Queue.Enqueue(message) is { } replaced)
        {
            End(replaced, DeadReason.Replaced, operations);
        }

        if (operations.Count > 0) _context.Commits.Add(now, null, operations);
    }

    /// <summary>A message that left the queue will not be sent.</summary>
    private void End(QueuedMessage message, DeadReason reason, List<StoreOperation> operations)
    {
        DeadLetter? letter = null;
        if (message.IsDurable)
        {
            operations.Add(new StoreOperation.Discard(message.Row.Row));
            letter = _context.DeadLetters.Write(_options.Id, message.Row.Message, reason, null, operations);
        }

        _context.Events.Enqueue(new LinkEvent.Dead(_options.Id, message.Row.Message, reason, message.Row) { Letter = letter });
    }
}
