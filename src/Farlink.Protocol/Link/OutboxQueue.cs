using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// The messages of one link that wait to be coded, lane by lane, each publisher's in order of acceptance. Bounded by
/// <see cref="LinkOptions.MostQueuedMessages"/> and <see cref="LinkOptions.MostQueuedOctets"/>, messages on the air included.
/// </summary>
internal sealed class OutboxQueue : IMessageSource<QueuedMessage>
{
    private readonly FairLane[] _lanes = [new(), new(), new()];
    private readonly Dictionary<string, LinkedListNode<QueuedMessage>> _newest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _clientOctets = new(StringComparer.Ordinal);
    private readonly PriorityQueue<QueuedMessage, long> _flushes = new();
    private readonly PriorityQueue<QueuedMessage, long> _deadlines = new();
    private readonly LinkedList<QueuedMessage> _byAge = new();

    /// <summary>Messages held, those on the air included.</summary>
    public int Messages { get; private set; }

    /// <summary>Octets held.</summary>
    public long Octets { get; private set; }

    /// <summary>The one that has been held longest, be it on the air; null if none is held.</summary>
    public QueuedMessage? Oldest => _byAge.First?.Value;

    /// <summary>Octets that wait to be coded.</summary>
    public long WaitingOctets { get; private set; }

    /// <summary>Messages that wait to be coded.</summary>
    public int WaitingMessages => _lanes[0].Count + _lanes[1].Count + _lanes[2].Count;

    /// <summary>Whether what waits goes without waiting for company, until nothing waits any more.</summary>
    public bool IsFlushing { get; private set; }

    /// <summary>Whether an urgent message waits.</summary>
    public bool HasUrgent => _lanes[(int)Priority.Urgent].Count > 0;

    /// <summary>When the first waiting message wants to go; <see cref="Instant.Never"/> if none waits.</summary>
    public Instant NextFlush => FirstToFlush?.FlushAt ?? Instant.Never;

    /// <summary>The waiting message that wants to go first; null if none waits.</summary>
    public QueuedMessage? FirstToFlush => Peek(_flushes);

    /// <summary>When the first waiting message is worthless.</summary>
    public Instant NextDeadline => Peek(_deadlines) is { } first ? first.Row.Deadline : Instant.Never;

    /// <summary>What waits now goes as soon as it may.</summary>
    public void Flush() => IsFlushing = WaitingMessages > 0;

    /// <summary>Octets that a publisher has in the queue.</summary>
    public int OctetsOf(string client) => _clientOctets.GetValueOrDefault(client);

    /// <summary>Counts a message that is about to be committed.</summary>
    public void Reserve(QueuedMessage message)
    {
        Messages++;
        Octets += message.Octets;
        message.Place = _byAge.AddLast(message);
        _clientOctets[message.Row.Client] = OctetsOf(message.Row.Client) + message.Octets;
    }

    /// <summary>
    /// Puts a committed message at the end of its lane; returns the one it replaces, which the caller discards.
    /// </summary>
    public QueuedMessage? Enqueue(QueuedMessage message)
    {
        if (message.Row.NewestOnly && _newest.TryGetValue(message.Row.Message.Topic, out var older))
        {
            var replaced = older.Value;

            // A commit may overtake another one's: the newest is the one accepted last.
            if (replaced.Row.Row > message.Row.Row)
            {
                Finish(message);
                return message;
            }

            // The newer value goes when and where the older would have gone: replacing must not put it off for ever.
            if (replaced.FlushAt < message.FlushAt) message.FlushAt = replaced.FlushAt;
            AddToLane(message, lane => lane.AddBefore(older, message));
            WaitingOctets -= replaced.Octets;
            _lanes[(int)replaced.Row.Priority].Remove(older);
            Settle(replaced);
            return replaced;
        }

        AddToLane(message, lane => lane.Add(message, atFront: false));
        return null;
    }

    /// <summary>Puts messages that were given back at the front of their lanes, in order.</summary>
    public void PutBack(IReadOnlyList<QueuedMessage> inOrder)
    {
        for (var i = inOrder.Count - 1; i >= 0; i--)
        {
            inOrder[i].Row = inOrder[i].Row with { StreamId = 0 };
            AddToLane(inOrder[i], lane => lane.Add(inOrder[i], atFront: true), isOlder: true);
        }
    }

    /// <inheritdoc/>
    public bool TryPeek(Priority lane, out QueuedMessage entry, out Outgoing outgoing)
    {
        entry = _lanes[(int)lane].First!;
        outgoing = entry is null ? default : entry.Outgoing;
        return entry is not null;
    }

    /// <inheritdoc/>
    public void Take(QueuedMessage entry)
    {
        Forget(entry);
        _lanes[(int)entry.Row.Priority].Take(entry);
        entry.State = QueueState.Coding;
        if (WaitingMessages == 0) IsFlushing = false;
    }

    /// <summary>Takes out every waiting message whose deadline has passed.</summary>
    public IEnumerable<QueuedMessage> Expire(Instant now)
    {
        while (Peek(_deadlines) is { } first && first.Row.Deadline <= now)
        {
            Finish(first);
            yield return first;
        }
    }

    /// <summary>Takes out every waiting message that is like this.</summary>
    public IEnumerable<QueuedMessage> Take(Func<QueuedMessage, bool> isWanted)
    {
        foreach (var message in _lanes.SelectMany(lane => lane.All).Where(isWanted).ToArray())
        {
            Finish(message);
            yield return message;
        }
    }

    /// <summary>A message is gone: it no longer counts.</summary>
    public void Finish(QueuedMessage message)
    {
        if (message.State == QueueState.Waiting) RemoveFromLane(message);
        if (message.State != QueueState.Done) Settle(message);
    }

    /// <summary>A message that is in no lane no longer counts.</summary>
    private void Settle(QueuedMessage message)
    {
        message.State = QueueState.Done;
        if (message.Place is { } place) _byAge.Remove(place);
        message.Place = null;
        Messages--;
        Octets -= message.Octets;
        var left = OctetsOf(message.Row.Client) - message.Octets;
        if (left <= 0) _clientOctets.Remove(message.Row.Client);
        else _clientOctets[message.Row.Client] = left;
    }

    private void AddToLane(
        QueuedMessage message, Func<FairLane, LinkedListNode<QueuedMessage>> add, bool isOlder = false)
    {
        message.State = QueueState.Waiting;
        var node = add(_lanes[(int)message.Row.Priority]);
        if (message.Row.NewestOnly && (!isOlder || !_newest.ContainsKey(message.Row.Message.Topic)))
            _newest[message.Row.Message.Topic] = node;
        WaitingOctets += message.Octets;
        _flushes.Enqueue(message, message.FlushAt.Nanoseconds);
        if (message.Row.Deadline < Instant.Never) _deadlines.Enqueue(message, message.Row.Deadline.Nanoseconds);
        Shrink();
    }

    /// <summary>Messages that are gone leave the heaps only at the top: rebuilt before they fill the memory.</summary>
    private void Shrink()
    {
        if (Math.Max(_flushes.Count, _deadlines.Count) <= (2 * WaitingMessages) + 64) return;
        _flushes.Clear();
        _deadlines.Clear();
        foreach (var message in _lanes.SelectMany(lane => lane.All))
        {
            _flushes.Enqueue(message, message.FlushAt.Nanoseconds);
            if (message.Row.Deadline < Instant.Never) _deadlines.Enqueue(message, message.Row.Deadline.Nanoseconds);
        }
    }

    private void RemoveFromLane(QueuedMessage message)
    {
        if (Forget(message) is { } node) _lanes[(int)message.Row.Priority].Remove(node);
        else _lanes[(int)message.Row.Priority].Remove(message);
    }

    /// <summary>A message leaves its lane; returns its place there if that is known.</summary>
    private LinkedListNode<QueuedMessage>? Forget(QueuedMessage message)
    {
        WaitingOctets -= message.Octets;
        if (!message.Row.NewestOnly || !_newest.TryGetValue(message.Row.Message.Topic, out var node) || node.Value != message)
            return null;
        _newest.Remove(message.Row.Message.Topic);
        return node;
    }

    /// <summary>The first entry that still waits; entries of messages that are gone fall off here.</summary>
    private static QueuedMessage? Peek(PriorityQueue<QueuedMessage, long> queue)
    {
        while (queue.TryPeek(out var first, out _))
        {
            if (first.State == QueueState.Waiting) return first;
            queue.Dequeue();
        }

        return null;
    }
}
