namespace Farlink.Simulation.Time;

/// <summary>A clock that runs faster or slower than the one it is made from, with timers that do the same. Thread-safe.</summary>
public sealed class ScaledTimeProvider : TimeProvider
{
    private readonly TimeProvider _inner;
    private readonly long _origin;
    private readonly DateTimeOffset _originUtc;

    /// <summary>Makes a clock that shows the same time as <paramref name="inner"/> now.</summary>
    /// <param name="inner">The clock it is made from.</param>
    /// <param name="speed">Seconds that pass here in one second there; more than 0.</param>
    public ScaledTimeProvider(TimeProvider inner, double speed)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        _inner = inner;
        Speed = speed;
        _origin = inner.GetTimestamp();
        _originUtc = inner.GetUtcNow();
    }

    /// <summary>Seconds that pass here in one second there.</summary>
    public double Speed { get; }

    /// <inheritdoc/>
    public override long TimestampFrequency => _inner.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _inner.LocalTimeZone;

    /// <inheritdoc/>
    public override long GetTimestamp() => _origin + (long)((_inner.GetTimestamp() - _origin) * Speed);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _originUtc + (_inner.GetElapsedTime(_origin) * Speed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(_inner.CreateTimer(callback, state, Unscale(dueTime), Unscale(period)), this);

    private TimeSpan Unscale(TimeSpan span)
    {
        if (span == Timeout.InfiniteTimeSpan || span == TimeSpan.Zero) return span;

        // Rounded up to a millisecond, the step of the system's timers: a wait is never short.
        return TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(span.TotalMilliseconds / Speed)));
    }

    private sealed class ScaledTimer(ITimer inner, ScaledTimeProvider clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(clock.Unscale(dueTime), clock.Unscale(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
