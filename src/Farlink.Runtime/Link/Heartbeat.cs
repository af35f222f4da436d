namespace Farlink.Runtime.Link;

/// <summary>Asks whoever runs, once a second, to show that he does. Thread-safe.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    /// <summary>Between two beats.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly ITimer _timer;
    private int _isDue;
    private long _count;

    /// <summary>Starts.</summary>
    /// <param name="time">Clock for the beats.</param>
    /// <param name="ask">Called when a beat is due and the one before was shown; must not block.</param>
    public Heartbeat(TimeProvider time, Action ask) => _timer = time.CreateTimer(_ => Ask(ask), null, Every, Every);

    /// <summary>Beats that were shown.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Shows the beat that is due; false if none is.</summary>
    public bool TryBeat()
    {
        if (Interlocked.Exchange(ref _isDue, 0) == 0) return false;
        Interlocked.Increment(ref _count);
        return true;
    }

    /// <summary>Stops; nobody is asked any more.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Ask(Action ask)
    {
        // One who hangs is not asked again and again: nothing may pile up.
        if (Interlocked.Exchange(ref _isDue, 1) == 0) ask();
    }
}
