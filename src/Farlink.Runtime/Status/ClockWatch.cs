using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Status;

/// <summary>
/// Notices that the host's clock jumped: somebody set it, or a time server was reached at last. Nothing but the validity of
/// certificates goes by it. Thread-safe.
/// </summary>
public sealed class ClockWatch : IAsyncDisposable
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>A smaller difference is one that a time server takes away bit by bit.</summary>
    public static readonly TimeSpan Notable = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _host;
    private readonly TimeProvider _monotonic;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private DateTimeOffset _utc;
    private long _stamp;
    private int _jumps;

    /// <summary>Starts to watch.</summary>
    /// <param name="host">The host's clock.</param>
    /// <param name="monotonic">A clock that does not jump, and goes on in suspend: else that would look like a jump.</param>
    /// <param name="logger">Where it is told.</param>
    public ClockWatch(TimeProvider host, TimeProvider monotonic, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(monotonic);
        _host = host;
        _monotonic = monotonic;
        _logger = logger;
        _utc = host.GetUtcNow();
        _stamp = monotonic.GetTimestamp();
        _timer = host.CreateTimer(_ => Look(), null, Every, Every);
    }

    /// <summary>Jumps since the start.</summary>
    public int Jumps
    {
        get
        {
            lock (_lock) return _jumps;
        }
    }

    /// <summary>Stops.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        TimeSpan jump;
        lock (_lock)
        {
            var utc = _host.GetUtcNow();
            var stamp = _monotonic.GetTimestamp();
            jump = utc - _utc - _monotonic.GetElapsedTime(_stamp, stamp);
            (_utc, _stamp) = (utc, stamp);
            if (jump.Duration() < Notable) return;
            _jumps++;
        }

        RuntimeLog.ClockJumped(_logger, jump.TotalSeconds);
    }
}
