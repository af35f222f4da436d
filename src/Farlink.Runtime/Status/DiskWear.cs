using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Status;

/// <summary>
/// How much is written to the storage: since the start, in the last full day, and what a day comes to. Told in the log once a
/// day. Thread-safe.
/// </summary>
public sealed class DiskWear : IAsyncDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Sooner, what is written at the start would be taken for the pace.</summary>
    private static readonly TimeSpan ShortestPace = TimeSpan.FromMinutes(10);

    private readonly Func<long?> _written;
    private readonly Func<long?> _payload;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly long _atStart;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _atDawn;
    private long? _lastDay;

    /// <summary>Starts to count.</summary>
    /// <param name="written">Octets written by this process so far, or null: <see cref="ProcessIo.WrittenOctets"/>.</param>
    /// <param name="payload">Octets of messages put into the store so far, or null.</param>
    /// <param name="logger">Where it is told.</param>
    /// <param name="time">Clock.</param>
    public DiskWear(Func<long?> written, Func<long?> payload, ILogger logger, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(time);
        _written = written;
        _payload = payload;
        _logger = logger;
        _time = time;
        _start = time.GetTimestamp();
        _atStart = written() ?? 0;
        _atDawn = _atStart;
        _timer = time.CreateTimer(_ => EndDay(), null, Day, Day);
    }

    /// <summary>The figures now.</summary>
    public DiskFigures Read()
    {
        var written = _written() - _atStart;
        var elapsed = _time.GetElapsedTime(_start);
        long? lastDay;
        lock (_lock) lastDay = _lastDay;
        return new DiskFigures(
            written, _payload(), lastDay,
            elapsed < ShortestPace ? null : (long?)(written * (Day / elapsed)));
    }

    /// <summary>Stops.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void EndDay()
    {
        if (_written() is not { } now) return;
        long day;
        lock (_lock)
        {
            day = now - _atDawn;
            _atDawn = now;
            _lastDay = day;
        }

        RuntimeLog.DiskWear(_logger, day, now - _atStart, _payload() ?? 0);
    }
}
