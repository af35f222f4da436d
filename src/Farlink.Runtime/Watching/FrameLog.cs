using Farlink.Protocol.Link;

namespace Farlink.Runtime.Watching;

/// <summary>
/// The newest frames. A frame that was heard is held for a moment until the station has said what it is. Thread-safe.
/// </summary>
public sealed class FrameLog
{
    /// <summary>The station says it at once, under one lock of its pump.</summary>
    private static readonly TimeSpan MostHeld = TimeSpan.FromMilliseconds(50);

    private readonly Ring<SeenFrame> _ring;
    private readonly WatchSignal _signal;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, SeenFrame> _held = new(StringComparer.Ordinal);

    /// <summary>Of each end the frame of which it said last what it is.</summary>
    private readonly Dictionary<string, (long Id, DateTimeOffset At)> _told = new(StringComparer.Ordinal);

    internal FrameLog(int most, WatchSignal signal, TimeProvider time)
    {
        _ring = new Ring<SeenFrame>(most);
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

    /// <summary>The oldest of those after an id, oldest first.</summary>
    public IReadOnlyList<SeenFrame> After(long id, int most)
    {
        lock (_signal.Lock)
        {
            Release();
            return _ring.After(id, most);
        }
    }

    /// <summary>The newest of those before an id, newest first.</summary>
    public IReadOnlyList<SeenFrame> Before(long id, int most)
    {
        lock (_signal.Lock)
        {
            Release();
            return [.. _ring.Before(id).Take(most)];
        }
    }

    /// <summary>One of them, if it is still kept.</summary>
    public SeenFrame? Find(long id)
    {
        lock (_signal.Lock) return _ring.TryFind(id, out var frame) ? frame : null;
    }

    /// <summary>Adds a frame, and gives it its id; the lock is held.</summary>
    internal SeenFrame Add(SeenFrame frame)
    {
        Release(frame.Role);
        return Put(frame);
    }

    /// <summary>Holds a frame until it is known what it is; the lock is held.</summary>
    internal void Hold(SeenFrame frame)
    {
        Release(frame.Role);
        _told.Remove(frame.Role);
        _held[frame.Role] = frame;
        _signal.Raise();
    }

    /// <summary>What the frame held is; the lock is held.</summary>
    internal void Tell(string role, FrameContent content)
    {
        if (!_held.Remove(role, out var frame)) return;
        var seen = Put(frame with { Use = content.Use, Link = content.Link, Fields = content.Fields() });
        _told[role] = (seen.Id, _time.GetUtcNow());
    }

    /// <summary>
    /// The frame held is refused; or the one that was told just now, since some are opened before it shows that they are no good.
    /// The lock is held.
    /// </summary>
    internal void Refuse(string role, string why)
    {
        if (_held.Remove(role, out var frame)) Put(frame with { Refusal = why });
        else if (_told.Remove(role, out var told) && _time.GetUtcNow() - told.At < MostHeld) Refuse(told.Id, why);
    }

    private void Refuse(long id, string why)
    {
        if (!_ring.TryFind(id, out var frame)) return;
        _ring.Replace(id, frame with { Refusal = why });
        _signal.Raise();
    }

    private SeenFrame Put(SeenFrame frame)
    {
        var numbered = frame with { Id = _ring.LastId + 1 };
        _ring.Add(numbered);
        _signal.Raise();
        return numbered;
    }

    private void Release(string role)
    {
        if (_held.Remove(role, out var frame)) Put(frame);
    }

    /// <summary>Frames of which nobody said anything: of others, for example.</summary>
    private void Release()
    {
        if (_held.Count == 0) return;
        var now = _time.GetUtcNow();
        foreach (var frame in _held.Values.Where(frame => now - frame.At >= MostHeld).ToArray()) Release(frame.Role);

        // Whoever looked too early looks again.
        if (_held.Count > 0) _signal.Raise();
    }
}
