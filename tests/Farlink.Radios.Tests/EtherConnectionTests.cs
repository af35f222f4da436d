using System.Net;
using System.Net.Sockets;
using CsCheck;
using Farlink.Radios.RadioHeadEther;

namespace Farlink.Radios.Tests;

public sealed class EtherConnectionTests
{
    private static readonly Gen<List<(byte Type, byte[] Body)>> Messages =
        Gen.Select(Gen.Byte[0, 3], Gen.Byte.Array[0, 255]).List[1, 20];

    [Fact]
    public async Task Read_AnyMessages_ComeBackAsWritten() => await Messages.SampleAsync(
        async messages =>
        {
            var (left, right) = await PairAsync();
            using (left)
            using (right)
            {
                foreach (var (type, body) in messages)
                    await left.WriteAsync(new EtherMessage((EtherMessageType)type, body), default);
                foreach (var (type, body) in messages)
                {
                    var message = (await right.ReadAsync(default))!.Value;
                    Assert.Equal((EtherMessageType)type, message.Type);
                    Assert.Equal(body, message.Body.ToArray());
                }
            }
        },
        iter: 20, threads: 1);

    [Fact]
    public async Task Read_AnyOctets_IsAMessageTheEndOrARefusal() => await Gen.Byte.Array[0, 60].SampleAsync(
        async octets =>
        {
            if (octets.Length > 2) octets[0] = octets[1] = 0;
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await sender.ConnectAsync(listener.LocalEndpoint);
            using var receiver = new EtherConnection(await listener.AcceptSocketAsync());
            await sender.SendAsync(octets);
            sender.Shutdown(SocketShutdown.Send);
            try
            {
                while (await receiver.ReadAsync(default) is { } message)
                    Assert.True(message.Body.Length <= EtherMessage.MostBodyOctets);
            }
            catch (InvalidDataException)
            {
                // A length that cannot be: the connection is at its end.
            }
        },
        iter: 50, threads: 1);

    private static async Task<(EtherConnection Left, EtherConnection Right)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint);
        return (new EtherConnection(socket), new EtherConnection(await listener.AcceptSocketAsync()));
    }
}
