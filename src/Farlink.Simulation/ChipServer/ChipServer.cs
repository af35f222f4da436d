using System.Net;
using System.Net.Sockets;
using Farlink.Radios;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Simulation.Chips;
using Farlink.Simulation.Ether;
using Farlink.Simulation.Hosting;

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

    private readonly SimulatedEther _ether;
    private readonly Board _board;
    private readonly ChipModelOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string> _tell;
    private readonly TcpHost _host;
    private int _lastHost;

    private ChipServer(
        SimulatedEther ether, IPEndPoint listen, Board board, ChipModelOptions options, TimeProvider time, Action<string> tell)
    {
        _ether = ether;
        _board = board;
        _options = options;
        _time = time;
        _tell = tell;
        _host = new TcpHost(
            listen, MostHosts, ServeAsync, _ => tell($"A host was turned away: {MostHosts} are connected."), time);
    }

    /// <summary>Where it listens, with the port that was free if 0 was asked for.</summary>
    public IPEndPoint Endpoint => _host.Endpoint;

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
        return new ChipServer(ether, listen, board, options, time, tell);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task ServeAsync(Socket socket, CancellationToken closing)
    {
        var number = Interlocked.Increment(ref _lastHost);
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var options = _options with { Name = $"{_options.Name} {number}" };
        using ChipModel chip = _board.Chip == RadioChip.Sx1276
            ? new Sx1276Model(_ether, options, _time) : new Sx1262Model(_ether, options, _time);
        _tell($"Host {number} has a chip.");
        try
        {
            await new HostLines(stream, chip, _board).ServeAsync(closing);
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
