namespace Farlink.Runtime.Watching;

/// <summary>How many messages took which step, and how many frames were sent. Thread-safe.</summary>
public sealed class LinkTraffic
{
    private readonly WatchSignal _signal;
    private readonly TimeProvider _time;
    private readonly Dictionary<(string Role, bool IsOutgoing, MessageStage Stage), Tally> _messages = [];
    private readonly Dictionary<string, Tally> _frames = new(StringComparer.Ordinal);

    internal LinkTraffic(WatchSignal signal, TimeProvider time)
    {
        _signal = signal;
        _time = time;
    }

    /// <summary>Messages of one way that took a step.</summary>
    /// <param name="role">Which end knows of them: site or base.</param>
    /// <param name="isOutgoing">Whether they leave that end by the link; else they came by it.</param>
    /// <param name="stage">The step.</param>
    public TrafficCount Messages(string role, bool isOutgoing, MessageStage stage)
    {
        lock (_signal.Lock) return _messages.TryGetValue((role, isOutgoing, stage), out var tally) ? tally.Count : default;
    }

    /// <summary>Frames that an end sent.</summary>
    public TrafficCount FramesSent(string role)
    {
        lock (_signal.Lock) return _frames.TryGetValue(role, out var tally) ? tally.Count : default;
    }

    /// <summary>A message took a step; the lock is held.</summary>
    internal void Add(string role, bool isOutgoing, MessageStage stage, DateTimeOffset now)
    {
        if (!_messages.TryGetValue((role, isOutgoing, stage), out var tally))
            _messages[(role, isOutgoing, stage)] = tally = new Tally(_time);
        tally.Add(now);
    }

    /// <summary>A frame was sent; the lock is held.</summary>
    internal void AddFrame(string role, DateTimeOffset now)
    {
        if (!_frames.TryGetValue(role, out var tally)) _frames[role] = tally = new Tally(_time);
        tally.Add(now);
    }
}
