namespace Farlink.Runtime.Services;

/// <summary>
/// How often a device publishes, changed while it runs; and a way to hold it between two messages. For one device. Thread-safe.
/// </summary>
/// <param name="interval">Time between messages, at least 1 ms.</param>
public sealed class DevicePace(TimeSpan interval)
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1);
    private TimeSpan _interval = interval;
    private PeriodicTimer? _timer;

    /// <summary>Time between messages, at least 1 ms; another one counts at once.</summary>
    public TimeSpan Interval
    {
        get
        {
            lock (_lock) return _interval;
        }

        set
        {
            lock (_lock)
            {
                _interval = value;
                if (_timer is not null) _timer.Period = value;
            }
        }
    }

    /// <summary>
    /// Waits until no message of the device is under way to its broker; none begins until <see cref="Release"/>.
    /// </summary>
    public Task HoldAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    /// <summary>Lets the device go on.</summary>
    public void Release() => _turn.Release();

    /// <summary>The device begins.</summary>
    internal PeriodicTimer Start(TimeProvider time)
    {
        lock (_lock) return _timer = new PeriodicTimer(_interval, time);
    }

    /// <summary>The device has ended.</summary>
    internal void Stop()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }
}
