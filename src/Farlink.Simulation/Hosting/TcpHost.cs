using System.Net;
using System.Net.Sockets;
using Farlink.Radios;

namespace Farlink.Simulation.Hosting;

/// <summary>Accepts TCP connections and serves each by itself, up to a number, until it is disposed. Thread-safe.</summary>
internal sealed class TcpHost : IAsyncDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);
    private readonly Socket _listener;
    private readonly int _most;
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly Action<Socket> _onRefused;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly HashSet<Task> _serving = [];
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private int _isDisposed;

    /// <summary>Starts to listen.</summary>
    /// <param name="listen">Address and port; port 0 is a free one.</param>
    /// <param name="most">Connections at a time.</param>
    /// <param name="serve">Serves one to its end and closes it; must not throw.</param>
    /// <param name="onRefused">Told of one too many, which is closed afterwards.</param>
    /// <param name="time">Clock for pauses.</param>
    /// <exception cref="RadioException">The address is taken or not ours.</exception>
    public TcpHost(
        IPEndPoint listen, int most, Func<Socket, CancellationToken, Task> serve, Action<Socket> onRefused, TimeProvider time)
    {
        (_most, _serve, _onRefused, _time) = (most, serve, onRefused, time);
        Closing = _closing.Token;
        _listener = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(listen);
            _listener.Listen();
        }
        catch (SocketException failure)
        {
            _listener.Dispose();
            throw new RadioException(
                $"Cannot listen on {listen}: {failure.Message}. Choose another --listen address or port.", failure);
        }

        Endpoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the port that was free if 0 was asked for.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Cancelled when it is being disposed.</summary>
    public CancellationToken Closing { get; }

    /// <summary>Who is at the other end, as far as it can still be told.</summary>
    public static string PeerOf(Socket socket)
    {
        try
        {
            return $"{socket.RemoteEndPoint}";
        }
        catch (SocketException)
        {
            return "a peer that is gone";
        }
    }

    /// <summary>Ends every connection, and waits until all are served.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] serving;
        lock (_lock) serving = [.. _serving];
        await Task.WhenAll(serving);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!Closing.IsCancellationRequested)
        {
            try
            {
                Admit(await _listener.AcceptAsync(Closing));
            }
            catch (Exception closed) when (closed is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer was gone before it was accepted, or descriptors ran out: after a moment the next one may do better.
                await Task.Delay(AcceptPause, _time, CancellationToken.None);
            }
        }
    }

    private void Admit(Socket socket)
    {
        lock (_lock)
        {
            if (_serving.Count >= _most)
            {
                using (socket) _onRefused(socket);
                return;
            }

            var serving = Task.Run(() => ServeAsync(socket), CancellationToken.None);
            _serving.Add(serving);
            _ = serving.ContinueWith(
                done =>
                {
                    lock (_lock) _serving.Remove(done);
                },
                TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using (socket)
            {
                socket.NoDelay = true;
                await _serve(socket, Closing);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The peer reset the connection before it was looked at.
        }
    }
}
