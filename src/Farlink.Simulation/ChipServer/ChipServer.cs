using System.Net;
using System.Net.Sockets;
using Farlink.Radios;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Simulation.Chips;
using Farlink.Simulation.Ether;

namespace Farlink.Simulation.ChipServer;

/// <summary>
/// Serves simulated chips over TCP, in the octets of <see cref="RemoteChipBus"/>: every connection is a host with a chip of its
/// own,
/// all on one ether in real time. So drivers that were not written for it, RadioHead's among them, run on it.
/// </summary>
public sealed class ChipServer : IAsyncDisposable
{
    /// <summary>Hosts at a time; one more is turned away.</summary>
    public const int MostHosts = 64;

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);
    private readonly SimulatedEther _ether;
    private readonly Board _board;
    private readonly ChipModelOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string> _tell;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly HashSet<Task> _serving = [];
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private int _lastHost;

    private ChipServer(
        SimulatedEther ether, IPEndPoint listen, Board board, ChipModelOptions options, TimeProvider time, Action<string> tell)
    {
        _ether = ether;
        _board = board;
        _options = options;
        _time = time;
        _tell = tell;
        _listener = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    }

    /// <summary>Where it listens, with the port that was free if 0 was asked for.</summary>
    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Starts to listen.</summary>
    /// <param name="ether">The ether of all chips.</param>
    /// <param name="listen">Address and port.</param>
    /// <param name="board">Which pin is which, and which chip.</param>
    /// <param name="options">How each chip is; its name is a beginning.</param>
    /// <param name="time">The ether's clock.</param>
    /// <param name="tell">Told of hosts that come and go, from any thread; must not throw or block.</param>
    /// <exception cref="RadioException">The address is taken or not ours.</exception>
    public static ChipServer Start(
        SimulatedEther ether, IPEndPoint listen, Board board, ChipModelOptions options, TimeProvider time, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(listen);
        var server = new ChipServer(ether, listen, board, options, time, tell);
        try
        {
            server._listener.Bind(listen);
            server._listener.Listen();
        }
        catch (SocketException failure)
        {
            server._listener.Dispose();
            throw new RadioException(
                $"Cannot listen on {listen}: {failure.Message}. Choose another --listen address or port.", failure);
        }

        server._running = server.AcceptAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _running;
        Task[] serving;
        lock (_lock) serving = [.. _serving];
        await Task.WhenAll(serving);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_closing.Token);
                Admit(socket);
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
        socket.NoDelay = true;
        lock (_lock)
        {
            if (_serving.Count >= MostHosts)
            {
                _tell($"A host was turned away: {MostHosts} are connected.");
                socket.Dispose();
                return;
            }

            var serving = Task.CompletedTask;
            serving = Task.Run(async () =>
            {
                try
                {
                    await ServeAsync(socket, Interlocked.Increment(ref _lastHost));
                }
                finally
                {
                    lock (_lock) _serving.Remove(serving);
                }
            });
            if (!serving.IsCompleted) _serving.Add(serving);
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var options = _options with { Name = $"{_options.Name} {number}" };
        using ChipModel chip = _board.Chip == RadioChip.Sx1276
            ? new Sx1276Model(_ether, options, _time) : new Sx1262Model(_ether, options, _time);
        _tell($"Host {number} has a chip.");
        try
        {
            await new HostLines(stream, chip, _board).ServeAsync(_closing.Token);
            _tell($"Host {number} is gone.");
        }
        catch (InvalidDataException failure)
        {
            _tell($"Host {number} was cut off: {failure.Message}");
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException)
        {
            _tell($"Host {number} is gone.");
        }
    }
}
