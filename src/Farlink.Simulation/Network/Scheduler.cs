using Farlink.Protocol.Units;

namespace Farlink.Simulation.Network;

/// <summary>Virtual time: what is due happens in order of time, then of being asked for.</summary>
public sealed class Scheduler
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _due = new();
    private long _order;

    /// <summary>The time now.</summary>
    public Instant Now { get; private set; }

    /// <summary>Actions carried out so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Does something at an instant, or now if that has passed.</summary>
    public void At(Instant instant, Action action) =>
        _due.Enqueue(action, (Math.Max(instant.Nanoseconds, Now.Nanoseconds), _order++));

    /// <summary>Does something later.</summary>
    public void After(Duration duration, Action action) => At(Now + duration, action);

    /// <summary>Runs until an instant, or until nothing is due.</summary>
    /// <param name="until">Not beyond.</param>
    /// <param name="isDone">Asked after each step; true ends the run.</param>
    public void Run(Instant until, Func<bool>? isDone = null)
    {
        while (_due.TryPeek(out var action, out var key) && key.Time <= until.Nanoseconds)
        {
            _due.Dequeue();
            Now = new Instant(key.Time);
            Steps++;
            action();
            if (isDone is not null && isDone()) return;
        }

        if (until < Instant.Never && Now < until) Now = until;
    }
}
