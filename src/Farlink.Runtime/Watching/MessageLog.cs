using Farlink.Protocol.Messages;

namespace Farlink.Runtime.Watching;

/// <summary>The newest messages, each with its way so far. Thread-safe.</summary>
public sealed class MessageLog
{
    private readonly MessageRing _ring;
    private readonly RefusedMessages _refused;
    private readonly WatchOptions _options;
    private readonly WatchSignal _signal;
    private readonly LinkedList<MessageLife> _byChange = new();
    private readonly Dictionary<(string Role, byte Link, long Row), MessageLife> _byRow = [];
    private readonly Dictionary<(string Role, byte Link, long StreamId), MessageLife> _byStream = [];
    private readonly Dictionary<string, List<MessageLife>> _byTrace = new(StringComparer.Ordinal);
    private long _change;

    internal MessageLog(WatchOptions options, WatchSignal signal)
    {
        _ring = new MessageRing(options.MostMessages);
        _refused = new RefusedMessages(options.MostRefusedMessages);
        _options = options;
        _signal = signal;
    }

    /// <summary>The number of the last change of any message.</summary>
    public long LastChange
    {
        get
        {
            lock (_signal.Lock) return _change;
        }
    }

    /// <summary>Those that changed after a change, the first to change first; of more than asked for the last.</summary>
    public IReadOnlyList<SeenMessage> ChangedAfter(long change, int most)
    {
        List<SeenMessage> found = [];
        lock (_signal.Lock)
        {
            var node = _byChange.Last;
            for (; node is not null && node.Value.Change > change && found.Count < most; node = node.Previous)
                found.Add(node.Value.See());
        }

        found.Reverse();
        return found;
    }

    /// <summary>The newest that are wanted, newest first.</summary>
    /// <param name="isTopic">Whether a topic is wanted; null: any.</param>
    /// <param name="from">Not older than this; null: any.</param>
    /// <param name="to">Not newer than this; null: any.</param>
    /// <param name="before">Only ids below this; null: any.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<SeenMessage> Search(
        Func<string, bool>? isTopic, DateTimeOffset? from, DateTimeOffset? to, long? before, int most)
    {
        // The link waits for this lock: what is looked at here never changes, and only what was found is copied under it.
        List<MessageLife> all;
        lock (_signal.Lock) all = [.. _ring.Before(before ?? long.MaxValue)];
        var found = all
            .Where(life => !(life.At < from) && !(life.At > to) && (isTopic?.Invoke(life.Topic) ?? true)).Take(most).ToList();
        lock (_signal.Lock) return [.. found.Select(life => life.See())];
    }

    /// <summary>One of them, if it is still kept.</summary>
    public SeenMessage? Find(long id)
    {
        lock (_signal.Lock) return _ring.TryFind(id, out var life) ? life.See() : null;
    }

    /// <summary>The same message at the other end, where both ends are watched.</summary>
    public SeenMessage? FindTwin(SeenMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Trace is not { } trace) return null;
        lock (_signal.Lock)
        {
            return _byTrace.TryGetValue(trace, out var same)
                ? same.Find(life => life.Role != message.Role)?.See() : null;
        }
    }

    /// <summary>A message is new here; the lock is held.</summary>
    internal MessageLife Add(string role, byte link, bool isOutgoing, MqttMessage message, DateTimeOffset now, long row = 0)
    {
        var life = new MessageLife(_ring.LastId + 1, role, link, isOutgoing, message, now)
        {
            Row = row,
            Payload = _options.KeepsPayloads
                ? message.Payload[..Math.Min(message.Payload.Length, _options.MostPayloadOctets)].ToArray()
                : (ReadOnlyMemory<byte>?)null,
        };
        if (_ring.Add(life) is { } old) Forget(old);
        if (row > 0) _byRow[(role, link, row)] = life;
        life.Place = _byChange.AddLast(life);
        return life;
    }

    /// <summary>A message was not taken; the lock is held.</summary>
    /// <param name="role">By which end.</param>
    /// <param name="link">For which link; 0 if for none, or for several.</param>
    /// <param name="message">The message.</param>
    /// <param name="kind">Of which kind the reason is: of one kind the newest few are kept.</param>
    /// <param name="now">When.</param>
    internal MessageLife AddRefused(string role, byte link, MqttMessage message, string kind, DateTimeOffset now)
    {
        var life = Add(role, link, isOutgoing: true, message, now);
        if (_refused.Note(role, link, kind, life.Id) is { } old && _ring.Remove(old) is { } gone) Forget(gone);
        return life;
    }

    /// <summary>A message has a place in the stream; the lock is held.</summary>
    internal void Name(MessageLife life, long streamId, string trace)
    {
        Unname(life);
        life.StreamId = streamId;
        life.Trace = trace;
        _byStream[(life.Role, life.Link, streamId)] = life;
        if (!_byTrace.TryGetValue(trace, out var same)) _byTrace[trace] = same = [];
        same.Add(life);
    }

    /// <summary>A message went on; the lock is held.</summary>
    internal void Changed(MessageLife life)
    {
        life.Change = ++_change;
        if (life.Place is { List: not null } place)
        {
            _byChange.Remove(place);
            _byChange.AddLast(place);
        }

        _signal.Raise();
    }

    internal MessageLife? OfRow(string role, byte link, long row) => _byRow.GetValueOrDefault((role, link, row));

    internal MessageLife? OfStream(string role, byte link, long streamId) =>
        _byStream.GetValueOrDefault((role, link, streamId));

    /// <summary>The newest of those that are like this; looks at so many at most.</summary>
    internal MessageLife? Newest(Func<MessageLife, bool> isWanted, int within = 500) =>
        _ring.Before(long.MaxValue).Take(within).FirstOrDefault(isWanted);

    /// <summary>The oldest of those that are like this.</summary>
    internal MessageLife? Oldest(Func<MessageLife, bool> isWanted) => _ring.All.FirstOrDefault(isWanted);

    private void Forget(MessageLife life)
    {
        if (life.Row > 0) _byRow.Remove((life.Role, life.Link, life.Row));
        Unname(life);
        if (life.Place is { } place) _byChange.Remove(place);
    }

    private void Unname(MessageLife life)
    {
        // A message that is sent again has another place then; the place before may be another's by now.
        if (life.StreamId is { } id && _byStream.GetValueOrDefault((life.Role, life.Link, id)) == life)
            _byStream.Remove((life.Role, life.Link, id));
        if (life.Trace is not { } trace || !_byTrace.TryGetValue(trace, out var same)) return;
        same.Remove(life);
        if (same.Count == 0) _byTrace.Remove(trace);
    }
}
