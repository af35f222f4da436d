using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Farlink.Runtime.Link;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Hosting;

/// <summary>
/// Tells systemd how the service is (sd_notify(3)): ready, reloading, stopping, one line of state, and that it lives. Without
/// NOTIFY_SOCKET it does nothing. Thread-safe; nothing it does waits, and nothing that fails there ends the service.
/// </summary>
public sealed class SystemdNotifier : IAsyncDisposable
{
    /// <summary>A service that runs moves in it more than once.</summary>
    private static readonly TimeSpan Turn = 2 * Heartbeat.Every;

    private readonly Socket? _socket;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly TimeSpan? _pingEvery;
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private long _lastBeats = -1;
    private ITimer? _secondLook;
    private long _askedAt;
    private bool _isLooking;
    private bool _isStill;

    private SystemdNotifier(Socket? socket, TimeSpan? pingEvery, ILogger logger, TimeProvider time)
    {
        _socket = socket;
        _pingEvery = pingEvery;
        _logger = logger;
        _time = time;
    }

    /// <summary>Whether anybody listens.</summary>
    public bool IsActive => _socket is not null;

    /// <summary>Looks who wants to be told.</summary>
    /// <param name="environment">
    /// The variables NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID by name; null: not set.
    /// </param>
    /// <param name="processId">Our process id.</param>
    /// <param name="logger">Where it is told that nobody can be told.</param>
    /// <param name="time">Clock for the watchdog, and the monotonic clock of the host.</param>
    public static SystemdNotifier Open(
        Func<string, string?> environment, int processId, ILogger logger, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var socket = Connect(environment("NOTIFY_SOCKET"), logger);
        return new SystemdNotifier(
            socket, WatchdogPing(environment("WATCHDOG_USEC"), environment("WATCHDOG_PID"), processId), logger, time);
    }

    /// <summary>The service does its work. From now on it is pinged for, if systemd watches.</summary>
    /// <param name="status">One line of state.</param>
    /// <param name="beats">Rises as long as the service lives; asked at each ping.</param>
    public void Ready(string status, Func<long> beats)
    {
        Send($"READY=1\nSTATUS={OneLine(status)}");
        lock (_lock)
        {
            if (!IsActive || _pingEvery is not { } every || _timer is not null) return;
            _timer = _time.CreateTimer(_ => Ping(beats), null, every, every);
        }
    }

    /// <summary>One line of state, for <c>systemctl status</c>.</summary>
    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <summary>
    /// The configuration is read again. MONOTONIC_USEC lets a unit of Type=notify-reload tell this from an earlier reload.
    /// </summary>
    public void Reloading()
    {
        var microseconds = (long)((Int128)_time.GetTimestamp() * 1_000_000 / _time.TimestampFrequency);
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}"));
    }

    /// <summary>That is over.</summary>
    public void Reloaded() => Send("READY=1");

    /// <summary>The service ends.</summary>
    public void Stopping() => Send("STOPPING=1\nSTATUS=stopping");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ITimer? timer, secondLook;
        lock (_lock)
        {
            (timer, secondLook) = (_timer, _secondLook);
            _timer = null;
        }

        if (timer is not null) await timer.DisposeAsync();
        if (secondLook is not null) await secondLook.DisposeAsync();
        _socket?.Dispose();
    }

    /// <summary>Half of the time systemd gives, as sd_watchdog_enabled(3) recommends; null if it does not watch us.</summary>
    private static TimeSpan? WatchdogPing(string? microseconds, string? processId, int ownId)
    {
        if (!long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given <= 0)
            return null;
        var isForUs = string.IsNullOrEmpty(processId) || processId == ownId.ToString(CultureInfo.InvariantCulture);
        return isForUs ? TimeSpan.FromMicroseconds(given / 2.0) : null;
    }

    private static Socket? Connect(string? address, ILogger logger)
    {
        if (string.IsNullOrEmpty(address)) return null;
        if (address[0] is not ('/' or '@'))
        {
            RuntimeLog.NobodyToNotify(logger, address, "it is neither a path nor the name of an abstract socket");
            return null;
        }

        // An abstract name (unix(7)) begins with NUL; in the variable an @ stands for it.
        var name = address[0] == '@' ? $"\0{address[1..]}" : address;
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(name));
            socket.Blocking = false;
            return socket;
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            socket.Dispose();
            RuntimeLog.NobodyToNotify(logger, address, failure.Message);
            return null;
        }
    }

    private static string OneLine(string status) => status.ReplaceLineEndings(" ");

    /// <summary>Only if the service has moved since the last ping: one that hangs must be started again, not kept.</summary>
    private void Ping(Func<long> beats)
    {
        if (HasMoved(beats())) Send("WATCHDOG=1");
        else LookAgain(beats);
    }

    private bool HasMoved(long now)
    {
        lock (_lock)
        {
            if (now == _lastBeats) return false;
            _lastBeats = now;
            _isStill = false;
            return true;
        }
    }

    /// <summary>
    /// A process that goes on after SIGSTOP, or with its host after a suspend, finds all timers due at once, and this one may
    /// come before the service has had a turn.
    /// </summary>
    private void LookAgain(Func<long> beats)
    {
        lock (_lock)
        {
            if (_isStill || _isLooking || _timer is null) return;
            _isLooking = true;
            _askedAt = _time.GetTimestamp();
            _secondLook ??= _time.CreateTimer(
                _ => LookAgainNow(beats), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _secondLook.Change(Turn, Timeout.InfiniteTimeSpan);
        }
    }

    private void LookAgainNow(Func<long> beats)
    {
        var hasMoved = HasMoved(beats());
        bool isStill;
        lock (_lock)
        {
            _isLooking = false;
            if (_timer is null) return;

            // Much too late: it was stopped meanwhile.
            isStill = !hasMoved && _time.GetElapsedTime(_askedAt) < Turn * 2;
            _isStill = isStill;
        }

        if (hasMoved) Send("WATCHDOG=1");
        else if (isStill) RuntimeLog.StandsStill(_logger);
        else LookAgain(beats);
    }

    private void Send(string state)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Its queue is full, or it is gone: the next word says as much as this one.
        }
    }
}
