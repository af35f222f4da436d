using System.Net;
using System.Net.Sockets;
using Farlink.Radios;
using Farlink.Simulation.RadioHeadEther;

namespace Farlink.Simulation.Tests;

/// <summary>The server, octet for octet, with plain sockets.</summary>
public sealed class RadioHeadEtherServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Packet_FromOneNode_ReachesTheOtherUnchanged()
    {
        await using var server = Start();
        using var left = await ConnectAsync(server, 1);
        using var right = await ConnectAsync(server, 2);
        await left.SendAsync(Convert.FromHexString("0000000602" + "020a018021"));
        Assert.Equal("0000000602020a018021", await ReadAsync(right, 10));
    }

    [Fact]
    public async Task Node_SendingNonsense_IsCutOffAndOthersGoOn()
    {
        await using var server = Start();
        using var hostile = await ConnectAsync(server, 9);
        using var left = await ConnectAsync(server, 1);
        using var right = await ConnectAsync(server, 2);
        await hostile.SendAsync(Convert.FromHexString("ffffffff"));
        Assert.Equal(0, await hostile.ReceiveAsync(new byte[1]).WaitAsync(Patience));
        await left.SendAsync(Convert.FromHexString("0000000602" + "020a018021"));
        Assert.Equal("0000000602020a018021", await ReadAsync(right, 10));
    }

    [Fact]
    public async Task Nodes_OverTheLimit_AreTurnedAway()
    {
        await using var server = Start(mostNodes: 1);
        using var first = await ConnectAsync(server, 1);
        using var second = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await second.ConnectAsync(server.Endpoint);
        Assert.Equal(0, await second.ReceiveAsync(new byte[1]).WaitAsync(Patience));
    }

    [Fact]
    public async Task Start_PortTaken_SaysSo()
    {
        await using var server = Start();
        var options = new RadioHeadEtherServerOptions { Listen = server.Endpoint };
        var failure = Assert.Throws<RadioException>(
            () => RadioHeadEtherServer.Start(options, TimeProvider.System, new Random(1), _ => { }));
        Assert.Contains(server.Endpoint.ToString(), failure.Message, StringComparison.Ordinal);
    }

    private static RadioHeadEtherServer Start(int mostNodes = 8) => RadioHeadEtherServer.Start(
        new RadioHeadEtherServerOptions
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            BitsPerSecond = 100_000,
            MostNodes = mostNodes,
        },
        TimeProvider.System, new Random(1), happened => Addressed.TryAdd(happened, 0));

    private static System.Collections.Concurrent.ConcurrentDictionary<EtherEvent, byte> Addressed { get; } = new();

    private static async Task<Socket> ConnectAsync(RadioHeadEtherServer server, byte address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Endpoint);
        await socket.SendAsync(new byte[] { 0, 0, 0, 2, 1, address });

        // Joined once the server has told so: only then do frames reach it.
        var peer = socket.LocalEndPoint!.ToString()!;
        while (!Addressed.Keys.Any(happened => happened is EtherEvent.Addressed && happened.Peer == peer)) await Task.Yield();
        return socket;
    }

    private static async Task<string> ReadAsync(Socket socket, int octets)
    {
        var buffer = new byte[octets];
        await using var stream = new NetworkStream(socket);
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(Patience);
        return Convert.ToHexStringLower(buffer);
    }
}
