namespace Farlink.Protocol.Link;

/// <summary>
/// The waiting messages of one lane. Each publisher's go in order; publishers share the lane by octets, so that one that floods
/// it waits behind itself only (start-time fair queueing).
/// </summary>
internal sealed class FairLane
{
    /// <summary>What any message costs beside its octets: short ones are not for nothing.</summary>
    private const int Overhead = 4;

    private readonly Dictionary<string, Publisher> _publishers = new(StringComparer.Ordinal);
    private Publisher? _next;
    private long _served;

    /// <summary>Messages that wait.</summary>
    public int Count { get; private set; }

    /// <summary>All of them, by publisher.</summary>
    public IEnumerable<QueuedMessage> All => _publishers.Values.SelectMany(publisher => publisher.Waiting);

    /// <summary>The one to go next, or null.</summary>
    public QueuedMessage? First
    {
        get
        {
            if (_next is not null) return _next.Waiting.First!.Value;
            foreach (var publisher in _publishers.Values)
                if (_next is null || publisher.ComesBefore(_next)) _next = publisher;
            return _next?.Waiting.First!.Value;
        }
    }

    /// <summary>Puts a message behind its publisher's others, or before them.</summary>
    public LinkedListNode<QueuedMessage> Add(QueuedMessage message, bool atFront)
    {
        if (!_publishers.TryGetValue(message.Row.Client, out var publisher))
            _publishers[message.Row.Client] = publisher = new Publisher { Served = _served };
        Count++;
        _next = null;
        return atFront ? publisher.Waiting.AddFirst(message) : publisher.Waiting.AddLast(message);
    }

    /// <summary>Puts a message before another one; behind its own publisher's others if that is another publisher's.</summary>
    public LinkedListNode<QueuedMessage> AddBefore(LinkedListNode<QueuedMessage> other, QueuedMessage message)
    {
        if (other.List is null || other.Value.Row.Client != message.Row.Client
            || other.List != _publishers.GetValueOrDefault(message.Row.Client)?.Waiting) return Add(message, atFront: false);
        Count++;
        _next = null;
        return other.List.AddBefore(other, message);
    }

    /// <summary>Takes the first to be sent: it counts for its publisher.</summary>
    public void Take(QueuedMessage message)
    {
        var publisher = _publishers[message.Row.Client];
        _served = publisher.Served;
        publisher.Served += message.Octets + Overhead;
        Remove(message);
    }

    /// <summary>Takes out a message that will not be sent.</summary>
    public void Remove(QueuedMessage message)
    {
        var publisher = _publishers[message.Row.Client];
        if (publisher.Waiting.First?.Value == message) publisher.Waiting.RemoveFirst();
        else publisher.Waiting.Remove(message);
        Removed(message, publisher);
    }

    /// <inheritdoc cref="Remove(QueuedMessage)"/>
    public void Remove(LinkedListNode<QueuedMessage> node)
    {
        var publisher = _publishers[node.Value.Row.Client];
        publisher.Waiting.Remove(node);
        Removed(node.Value, publisher);
    }

    private void Removed(QueuedMessage message, Publisher publisher)
    {
        Count--;
        _next = null;
        if (publisher.Waiting.Count == 0) _publishers.Remove(message.Row.Client);
    }

    private sealed class Publisher
    {
        public LinkedList<QueuedMessage> Waiting { get; } = new();

        /// <summary>Octets sent for it, from where the others were when it came.</summary>
        public long Served { get; set; }

        public bool ComesBefore(Publisher other) => Served != other.Served
            ? Served < other.Served
            : Waiting.First!.Value.Row.Row < other.Waiting.First!.Value.Row.Row;
    }
}
