using System.Net;
using System.Net.Sockets;

namespace Farlink.EndToEnd.Tests;

/// <summary>Stands between an MQTT client and a broker and shows each packet before it passes.</summary>
internal sealed class PacketProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _brokerPort;
    private readonly Func<int, bool, byte[], Task> _onPacket;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;

    /// <param name="brokerPort">The broker.</param>
    /// <param name="onPacket">Called with a packet's first octet and whether the client sent it; it passes when the call is
    /// done.</param>
    public PacketProxy(int brokerPort, Func<int, bool, byte[], Task> onPacket)
    {
        _brokerPort = brokerPort;
        _onPacket = onPacket;
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _running;
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        using var broker = new TcpClient();
        try
        {
            await broker.ConnectAsync(IPAddress.Loopback, _brokerPort, _closing.Token);
            await await Task.WhenAny(
                PumpAsync(client.GetStream(), broker.GetStream(), true),
                PumpAsync(broker.GetStream(), client.GetStream(), false));
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
        {
            // Either end is gone: so is the connection.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isClient)
    {
        while (true)
        {
            List<byte> packet = [await ByteAsync(from)];
            int length = 0, shift = 0;
            do
            {
                packet.Add(await ByteAsync(from));
                length |= (packet[^1] & 0x7F) << shift;
                shift += 7;
            }
            while ((packet[^1] & 0x80) != 0);
            var body = new byte[length];
            await from.ReadExactlyAsync(body, _closing.Token);
            await _onPacket(packet[0], isClient, body);
            await to.WriteAsync(packet.Concat(body).ToArray(), _closing.Token);
        }
    }

    private async Task<byte> ByteAsync(NetworkStream from)
    {
        var one = new byte[1];
        await from.ReadExactlyAsync(one, _closing.Token);
        return one[0];
    }
}
