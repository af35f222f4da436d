using System.Net;
using System.Net.Sockets;
using Farlink.Radios.RadioHeadEther;

namespace Farlink.Radios.Tests;

/// <summary>The client, octet for octet, against a listener that only reads and writes octets.</summary>
public sealed class RadioHeadEtherRadioTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Open_Connection_TellsBroadcastThenItsAddress()
    {
        using var listener = Listen();
        await using var radio = await OpenAsync(listener);
        using var peer = await listener.AcceptSocketAsync();
        Assert.Equal("0000000201ff" + "00000002010a", await ReadAsync(peer, 12));
    }

    [Fact]
    public async Task Send_Frame_IsOneMessage()
    {
        using var listener = Listen();
        await using var radio = await OpenAsync(listener);
        using var peer = await listener.AcceptSocketAsync();
        await ReadAsync(peer, 12);
        await radio.SendAsync(new byte[] { 0x02, 0x0a, 0x01, 0x80, 0x21 }, default);
        Assert.Equal("0000000602020a018021", await ReadAsync(peer, 10));
    }

    [Fact]
    public async Task Receive_MessageInPieces_IsOneFrame()
    {
        using var listener = Listen();
        await using var radio = await OpenAsync(listener);
        using var peer = await listener.AcceptSocketAsync();
        foreach (var octet in Convert.FromHexString("0000000100" + "0000000602020a018021"))
        {
            await peer.SendAsync(new[] { octet });
            await Task.Yield();
        }

        var frame = await radio.ReceiveAsync(default).AsTask().WaitAsync(Patience);
        Assert.Equal("020a018021", Convert.ToHexStringLower(frame.Octets.Span));
        Assert.Null(frame.Rssi);
    }

    [Theory]
    [InlineData("ffffffff02")]
    [InlineData("00000000")]
    public async Task Receive_ImpossibleLength_ConnectsAnew(string hex)
    {
        using var listener = Listen();
        await using var radio = await OpenAsync(listener);
        using var peer = await listener.AcceptSocketAsync();
        await peer.SendAsync(Convert.FromHexString(hex));
        using var again = await listener.AcceptSocketAsync().WaitAsync(Patience);
        await again.SendAsync(Convert.FromHexString("0000000602020a018021"));
        await radio.ReceiveAsync(default).AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task Send_EtherGone_FailsThenWorksAgain()
    {
        using var listener = Listen();
        await using var radio = await OpenAsync(listener);
        using (var peer = await listener.AcceptSocketAsync()) await ReadAsync(peer, 12);
        using var again = await listener.AcceptSocketAsync().WaitAsync(Patience);
        Assert.Equal("0000000201ff" + "00000002010a", await ReadAsync(again, 12));
        await radio.SendAsync(new byte[] { 1, 10, 0, 0, 65 }, default);
        Assert.Equal("0000000602010a000041", await ReadAsync(again, 10));
    }

    [Fact]
    public async Task Open_NobodyThere_SaysHowToStartOne()
    {
        using var listener = Listen();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var options = new RadioHeadEtherOptions { Host = "127.0.0.1", Port = port, Address = 1 };
        var failure = await Assert.ThrowsAsync<RadioException>(
            () => RadioHeadEtherRadio.OpenAsync(options, TimeProvider.System, default));
        Assert.Contains("farlink sim ether", failure.Message, StringComparison.Ordinal);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static Task<RadioHeadEtherRadio> OpenAsync(TcpListener listener) => RadioHeadEtherRadio.OpenAsync(
        new RadioHeadEtherOptions { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Address = 10 },
        TimeProvider.System, default);

    private static async Task<string> ReadAsync(Socket socket, int octets)
    {
        var buffer = new byte[octets];
        await using var stream = new NetworkStream(socket);
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(Patience);
        return Convert.ToHexStringLower(buffer);
    }
}
