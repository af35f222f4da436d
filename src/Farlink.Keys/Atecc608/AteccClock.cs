namespace Farlink.Keys.Atecc608;

/// <summary>Time for the driver: stamps, and how to wait.</summary>
/// <param name="Time">Stamps are taken from it.</param>
/// <param name="Wait">Blocks for a time.</param>
public sealed record AteccClock(TimeProvider Time, Action<TimeSpan> Wait)
{
    /// <summary>Real time; the calling thread sleeps.</summary>
    public static AteccClock Real { get; } = new(TimeProvider.System, Thread.Sleep);
}
