namespace Farlink.Runtime.Watching;

/// <summary>The newest events. Thread-safe.</summary>
public sealed class EventLog
{
    private readonly Ring<SeenEvent> _ring;
    private readonly WatchSignal _signal;
    private readonly TimeProvider _time;

    internal EventLog(int most, WatchSignal signal, TimeProvider time)
    {
        _ring = new Ring<SeenEvent>(most);
        _signal = signal;
        _time = time;
    }

    /// <summary>The id of the newest; 0 if there was none.</summary>
    public long LastId
    {
        get
        {
            lock (_signal.Lock) return _ring.LastId;
        }
    }

    /// <summary>Adds one.</summary>
    /// <param name="role">Which end.</param>
    /// <param name="kind">Of what.</param>
    /// <param name="level">How bad it is.</param>
    /// <param name="link">The link; null if it is of none.</param>
    /// <param name="text">In one sentence, without control characters.</param>
    public void Add(string role, EventKind kind, EventLevel level, byte? link, string text)
    {
        lock (_signal.Lock)
        {
            _ring.Add(new SeenEvent(_ring.LastId + 1, _time.GetUtcNow(), role, kind, level, link, text));
            _signal.Raise();
        }
    }

    /// <summary>The oldest of those after an id, oldest first.</summary>
    public IReadOnlyList<SeenEvent> After(long id, int most)
    {
        lock (_signal.Lock) return _ring.After(id, most);
    }

    /// <summary>The newest of those before an id, newest first.</summary>
    public IReadOnlyList<SeenEvent> Before(long id, int most)
    {
        lock (_signal.Lock) return [.. _ring.Before(id).Take(most)];
    }
}
