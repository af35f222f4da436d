using System.Threading.Channels;

namespace Farlink.Runtime.Services;

/// <summary>
/// How often a device publishes, changed while it runs; and a way to hold it between two messages. For one device. Thread-safe.
/// </summary>
public sealed class DevicePace
{
    private readonly Lock _lock = new();
    private readonly Channel<bool> _turn = Channel.CreateBounded<bool>(1);
    private TimeSpan _interval;
    private PeriodicTimer? _timer;

    /// <summary>Makes one.</summary>
    /// <param name="interval">Time between messages, at least 1 ms.</param>
    public DevicePace(TimeSpan interval)
    {
        _interval = interval;
        Release();
    }

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
    /// Waits until no message of the device is under way to its broker; none begins until <see cref="Release"/>. Who asks first
    /// is first.
    /// </summary>
    public async Task HoldAsync(CancellationToken cancellationToken) => await _turn.Reader.ReadAsync(cancellationToken);

    /// <summary>Lets the device go on.</summary>
    public void Release() => _turn.Writer.TryWrite(true);

    /// <summary>Drives a timer; null: none any more.</summary>
    internal void Drive(PeriodicTimer? timer)
    {
        lock (_lock)
        {
            _timer = timer;
            if (timer is not null) timer.Period = _interval;
        }
    }
}
