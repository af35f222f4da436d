using System.Net.Sockets;
using Farlink.Protocol.Units;

namespace Farlink.Radios;

/// <summary>
/// A connection to a simulated or networked radio that is made anew, with growing pauses, when it breaks. Thread-safe.
/// </summary>
/// <typeparam name="T">The connection.</typeparam>
internal sealed class KeptConnection<T> : IAsyncDisposable
    where T : class, IDisposable
{
    /// <summary>Longest wait for a connection to be made.</summary>
    public static readonly Duration ConnectTimeout = Duration.FromSeconds(10);

    private static readonly Duration FirstDelay = Duration.FromMilliseconds(250);
    private static readonly Duration LongestDelay = Duration.FromSeconds(10);
    private readonly Func<CancellationToken, Task<T>> _connect;
    private readonly Func<T, CancellationToken, Task> _readUntilClosed;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private T? _current;
    private int _isDisposed;
    private Task _reading = Task.CompletedTask;

    /// <param name="connect">Makes a connection.</param>
    /// <param name="readUntilClosed">Reads one to its end.</param>
    /// <param name="time">Clock for pauses.</param>
    public KeptConnection(
        Func<CancellationToken, Task<T>> connect, Func<T, CancellationToken, Task> readUntilClosed, TimeProvider time)
    {
        _connect = connect;
        _readUntilClosed = readUntilClosed;
        _time = time;
    }

    /// <summary>The connection there is, or null.</summary>
    public T? Current
    {
        get
        {
            lock (_lock) return _current;
        }
    }

    /// <summary>Whether an exception says that a connection is broken.</summary>
    public static bool IsFailure(Exception failure) =>
        failure is IOException or SocketException or ObjectDisposedException or TimeoutException or InvalidDataException;

    /// <summary>Opens a TCP connection, or gives up after <see cref="ConnectTimeout"/>.</summary>
    public static async Task<Socket> DialAsync(string host, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).AsTask()
                .WaitAsync(ConnectTimeout.ToTimeSpan(), time, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Makes the first connection; its failure is the caller's.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var first = await _connect(cancellationToken);
        lock (_lock) _current = first;
        _reading = KeepReadingAsync(first);
    }

    /// <summary>Why there is none; empty while nothing was wrong.</summary>
    public string LastFailure { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _closing.CancelAsync();
        Current?.Dispose();
        await _reading;
        _closing.Dispose();
    }

    private async Task KeepReadingAsync(T connection)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await _readUntilClosed(connection, _closing.Token);
            }
            catch (Exception failure) when (IsFailure(failure) || failure is OperationCanceledException or RadioException)
            {
                // A broken connection is the same as a closed one: a new one is made below, or we are closing.
                LastFailure = failure.Message;
            }

            lock (_lock) _current = null;
            connection.Dispose();
            if (await ReconnectAsync() is not { } next) return;
            connection = next;
        }

        connection.Dispose();
    }

    /// <summary>Tries until it works; null when we are closing.</summary>
    private async Task<T?> ReconnectAsync()
    {
        var delay = FirstDelay;
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(delay.ToTimeSpan(), _time, _closing.Token);
                var next = await _connect(_closing.Token);
                lock (_lock) _current = next;
                return next;
            }
            catch (Exception failure) when (IsFailure(failure) || failure is OperationCanceledException or RadioException)
            {
                LastFailure = failure.Message;
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }

        return null;
    }
}
