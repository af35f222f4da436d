using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using Farlink.Protocol.Text;
using Farlink.Radios;
using Farlink.Radios.Ether;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using Farlink.Simulation.Hosting;

namespace Farlink.Simulation.EtherServer;

/// <summary>
/// Serves a <see cref="SimulatedEther"/> to other processes, in real time: each connection is a radio on it
/// (<see cref="EtherRadio"/>). The protocol is in docs/simulation.md.
/// </summary>
public sealed class PhysicalEtherServer : IAsyncDisposable
{
    private const int MostRadios = 256;
    private const int LongestName = 64;
    private static readonly TimeSpan JoinTime = TimeSpan.FromSeconds(10);

    /// <summary>Frames that may wait for a radio that does not read; then the oldest gives way.</summary>
    private const int MostLinesWaiting = 256;

    private readonly SimulatedEther _ether;
    private readonly Action<string> _tell;
    private readonly TcpHost _host;

    private PhysicalEtherServer(SimulatedEther ether, IPEndPoint listen, Action<string> tell)
    {
        _ether = ether;
        _tell = tell;
        _host = new TcpHost(listen, MostRadios, ServeAsync, Refuse, TimeProvider.System);
    }

    /// <summary>Where it listens, with the port that was free if 0 was asked for.</summary>
    public IPEndPoint Endpoint => _host.Endpoint;

    /// <summary>Starts to listen.</summary>
    /// <param name="ether">What it serves.</param>
    /// <param name="listen">Address and port.</param>
    /// <param name="tell">Called with a line for each radio that comes, goes or is cut off; must not throw or block.</param>
    /// <exception cref="RadioException">The address is taken or not ours.</exception>
    public static PhysicalEtherServer Start(SimulatedEther ether, IPEndPoint listen, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(listen);
        return new PhysicalEtherServer(ether, listen, tell);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private void Refuse(Socket socket) =>
        _tell($"{TcpHost.PeerOf(socket)} was refused: {MostRadios} radios are connected already");

    private async Task ServeAsync(Socket socket, CancellationToken closing)
    {
        using var connection = new LineConnection(socket);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(closing);
        try
        {
            await using var radio = await JoinAsync(connection, ending.Token);
            if (radio is null) return;
            var toWrite = Channel.CreateBounded<byte[]>(
                new BoundedChannelOptions(MostLinesWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
            var others = Task.WhenAll(ForwardAsync(radio, toWrite, ending.Token), WriteAsync(connection, toWrite, ending.Token));
            try
            {
                await AnswerAsync(radio, connection, toWrite, ending.Token);
            }
            finally
            {
                await ending.CancelAsync();
                await others;
            }

            _tell($"{connection.Peer} left");
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or OperationCanceledException)
        {
            if (!closing.IsCancellationRequested) _tell($"{connection.Peer} is gone");
        }
        catch (Exception ended) when (ended is InvalidDataException or RadioException)
        {
            _tell($"{connection.Peer} was cut off: {Printable.Escape(ended.Message)}");
            await TryTellAsync(connection, ended.Message);
        }
    }

    private async Task<IRadio?> JoinAsync(LineConnection connection, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(JoinTime);
        if (await connection.ReadAsync(patience.Token) is not { } octets) return null;
        var line = EtherLine.Parse(octets, out var word);
        if (word != "join") throw new InvalidDataException("the first line must say join");
        var version = EtherLine.Number(line, "protocol");
        if (version != EtherLine.Version)
            throw new InvalidDataException($"protocol {version}: this ether speaks {EtherLine.Version}");
        var name = EtherLine.Text(line, "name");
        if (name.Length is 0 or > LongestName) throw new InvalidDataException($"a name has 1 to {LongestName} characters");
        var position = new Position(EtherLine.Number(line, "x"), EtherLine.Number(line, "y"));
        await connection.WriteAsync(EtherLine.Make("joined"), stop);
        _tell($"{connection.Peer} is {Printable.Escape(name)} at ({position.X:0.#}, {position.Y:0.#}) m");
        return _ether.CreateRadio(name, position);
    }

    private static async Task AnswerAsync(
        IRadio radio, LineConnection connection, Channel<byte[]> toWrite, CancellationToken stop)
    {
        while (await connection.ReadAsync(stop) is { } octets)
        {
            var line = EtherLine.Parse(octets, out var word);
            toWrite.Writer.TryWrite(await AnswerAsync(radio, word, line, stop));
        }
    }

    private static async Task<byte[]> AnswerAsync(IRadio radio, string word, JsonElement line, CancellationToken stop)
    {
        try
        {
            switch (word)
            {
                case "configure":
                    await radio.ConfigureAsync(EtherLine.ReadSettings(line), stop);
                    return EtherLine.Make("configured");
                case "send":
                    var sent = await radio.SendAsync(EtherLine.Octets(line, "frame"), stop);
                    return EtherLine.Make("sent", writer => writer.WriteNumber("airtime_ns", sent.Airtime.Nanoseconds));
                case "detect":
                    var isBusy = await radio.DetectActivityAsync(stop);
                    return EtherLine.Make("detected", writer => writer.WriteBoolean("busy", isBusy));
                default:
                    throw new InvalidDataException($"nobody knows what {Printable.Escape(word)} means");
            }
        }
        catch (RadioException refused)
        {
            return EtherLine.Make("error", writer => writer.WriteString("why", refused.Message));
        }
    }

    private static async Task ForwardAsync(IRadio radio, Channel<byte[]> toWrite, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var frame = await radio.ReceiveAsync(stop);
                toWrite.Writer.TryWrite(EtherLine.Make("frame", writer =>
                {
                    writer.WriteString("frame", Convert.ToHexStringLower(frame.Octets.Span));
                    writer.WriteNumber("rssi_dbm", Math.Round(frame.Rssi!.Value.Value, 1));
                    writer.WriteNumber("snr_db", Math.Round(frame.Snr!.Value.Value, 2));
                }));
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ended.
        }
    }

    private static async Task WriteAsync(LineConnection connection, Channel<byte[]> toWrite, CancellationToken stop)
    {
        try
        {
            await foreach (var line in toWrite.Reader.ReadAllAsync(stop)) await connection.WriteAsync(line, stop);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The connection ended; the reader notices it too.
        }
    }

    private async Task TryTellAsync(LineConnection connection, string why)
    {
        try
        {
            await connection.WriteAsync(EtherLine.Make("error", writer => writer.WriteString("why", why)), _host.Closing);
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // It does not listen any more.
        }
    }
}
