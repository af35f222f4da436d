using System.Net;
using System.Net.Sockets;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Chips;
using Farlink.Simulation.ChipServer;
using Farlink.Simulation.Ether;

namespace Farlink.Radios.Tests;

/// <summary>
/// A host that does to a served chip, register by register, what RadioHead 1.67 was seen to do (a trace; no line of its code is
/// here). Its habits, such as never clearing TxDone, are part of it.
/// </summary>
public sealed class RadioHeadTraceTests : IAsyncLifetime
{
    private const byte Select = 25, Reset = 17, Interrupt = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly SimulatedEther _ether = new(new ChannelOptions(), TimeProvider.System, new Random(1));
    private IRadio _other = null!;

    public async ValueTask InitializeAsync()
    {
        _other = _ether.CreateRadio("other");
        await _other.ConfigureAsync(new RadioSettings { Frequency = Hertz.FromMegahertz(868) }, default);
    }

    public ValueTask DisposeAsync() => _other.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_TwoFrames_StrictChipCutsTheSecondAndALenientOneDoesNot(bool isLenient)
    {
        await using var server = Start(isLenient);
        using var host = await Host.ConnectAsync(server.Endpoint);
        await host.InitializeAsync();
        await host.SendAsync([1, 10, 0, 0, .. "Hi Raspi!"u8]);
        Assert.Equal([1, 10, 0, 0, .. "Hi Raspi!"u8], (await ReceiveAsync()).Octets.ToArray());
        byte[] second = [1, 10, 0, 0, .. "again"u8], after = [2, 10, 0, 0, .. "after"u8];
        await host.SendAsync(second);
        await using var third = _ether.CreateRadio("third");
        await third.ConfigureAsync(new RadioSettings { Frequency = Hertz.FromMegahertz(868) }, default);
        await third.SendAsync(after, default);

        // On a real chip TxDone is still set: the driver takes that for the end, and ends the frame by going to standby.
        Assert.Equal(isLenient ? second : after, (await ReceiveAsync()).Octets.ToArray());
    }

    [Fact]
    public async Task Receive_Frame_IsReadWithTheRssiThatWasAskedFor()
    {
        await using var server = Start(isLenient: false, rssi: 112);
        using var host = await Host.ConnectAsync(server.Endpoint);
        await host.InitializeAsync();
        await host.ListenAsync();
        await _other.SendAsync(new byte[] { 10, 1, 0, 0, 0x48, 0x69 }, default);
        var (octets, rssi) = await host.ReceiveAsync().WaitAsync(Patience);
        Assert.Equal([10, 1, 0, 0, 0x48, 0x69], octets);
        Assert.Equal(112, rssi);
    }

    /// <summary>
    /// The later driver: listens for activity, waits for edges and looks at the header's CRC bit; there and back.
    /// </summary>
    [Fact]
    public async Task SendAndAnswer_ByEdgesWithActivityDetection_ArriveBothWays()
    {
        await using var server = Start(isLenient: false);
        using var first = await Host.ConnectAsync(server.Endpoint);
        using var second = await Host.ConnectAsync(server.Endpoint);
        await first.InitializeAsync();
        await second.InitializeAsync();
        byte[] question = [1, 10, 7, 0, .. "Good job!"u8], answer = [10, 1, 7, 0x80];
        await second.ListenAsync();
        Assert.False(await first.DetectAsync());
        await first.SendByEdgeAsync(question);
        var heard = await second.ReceiveByEdgeAsync();
        Assert.Equal(question, heard);
        await first.ListenAsync();
        Assert.False(await second.DetectAsync());
        await second.SendByEdgeAsync(answer);
        Assert.Equal(answer, await first.ReceiveByEdgeAsync());
    }

    [Fact]
    public async Task Serve_SomethingElse_IsCutOffAndTheOthersGoOn()
    {
        await using var server = Start(isLenient: false);
        using var good = await Host.ConnectAsync(server.Endpoint);
        using var bad = new TcpClient();
        await bad.ConnectAsync(server.Endpoint);
        await bad.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        var left = new byte[1];
        try
        {
            Assert.Equal(0, await bad.GetStream().ReadAsync(left).AsTask().WaitAsync(Patience));
        }
        catch (IOException)
        {
            // Cut off with what it sent unread.
        }

        Assert.Equal(0x12, await good.ReadAsync(0x42));
    }

    private ChipServer Start(bool isLenient, byte? rssi = null) => ChipServer.Start(
        _ether, new IPEndPoint(IPAddress.Loopback, 0), ChipBench.Sx1276,
        new ChipModelOptions { Name = "host", ClearsIrqOnModeChange = isLenient, RssiRegister = rssi }, TimeProvider.System, _ =>
            { });

    private Task<ReceivedFrame> ReceiveAsync() => _other.ReceiveAsync(default).AsTask().WaitAsync(Patience);

    /// <summary>The requests of the protocol, and the register sequences.</summary>
    private sealed class Host : IDisposable
    {
        private readonly TcpClient _tcp;

        private Host(TcpClient tcp) => _tcp = tcp;

        public static async Task<Host> ConnectAsync(IPEndPoint endpoint)
        {
            var tcp = new TcpClient { NoDelay = true };
            await tcp.ConnectAsync(endpoint);
            return new Host(tcp);
        }

        public void Dispose() => _tcp.Dispose();

        public async Task InitializeAsync()
        {
            await PinAsync(Reset, 0);
            await PinAsync(Reset, 1);
            Assert.Equal(0x12, await ReadAsync(0x42));
            await WriteAsync(0x01, 0x80);
            Assert.Equal(0x80, await ReadAsync(0x01));
            foreach (var (register, value) in ((byte, byte)[])
                [(0x0E, 0), (0x0F, 0), (0x01, 0x01), (0x1D, 0x72), (0x1E, 0x74), (0x26, 0), (0x20, 0), (0x21, 8), (0x06, 0xD9),
                    (0x07, 0),
                 (0x08, 0), (0x4D, 0x04), (0x09, 0x89)])
                await WriteAsync(register, value);
        }

        public async Task SendAsync(byte[] frame)
        {
            await WriteAsync(0x01, 0x01);
            await WriteAsync(0x0D, 0);
            foreach (var octet in frame[..4]) await WriteAsync(0x00, octet);
            await TransferAsync([0x80, .. frame[4..]]);
            await WriteAsync(0x22, (byte)frame.Length);
            await WriteAsync(0x01, 0x03);
            await WriteAsync(0x40, 0x40);
            while ((await ReadAsync(0x12) & 0x08) == 0)
            {
                // It polls.
            }

            await WriteAsync(0x01, 0x01);
        }

        /// <summary>The mode first and the pin's meaning afterwards, as that driver does it.</summary>
        public async Task<bool> DetectAsync()
        {
            await WriteAsync(0x01, 0x07);
            await WriteAsync(0x40, 0x80);
            return (await TakeFlagsAsync() & 0x01) != 0;
        }

        public async Task SendByEdgeAsync(byte[] frame)
        {
            await WriteAsync(0x0D, 0);
            foreach (var octet in frame[..4]) await WriteAsync(0x00, octet);
            if (frame.Length > 4) await TransferAsync([0x80, .. frame[4..]]);
            await WriteAsync(0x22, (byte)frame.Length);
            await WriteAsync(0x01, 0x03);
            await WriteAsync(0x40, 0x40);
            Assert.Equal(0x08, await TakeFlagsAsync());
        }

        public async Task<byte[]> ReceiveByEdgeAsync()
        {
            await EdgeAsync();
            Assert.Equal(0x50, await ReadAsync(0x12));
            Assert.Equal(0x40, await ReadAsync(0x1C) & 0x40);
            var count = await ReadAsync(0x13);
            await WriteAsync(0x0D, await ReadAsync(0x10));
            var octets = (await TransferAsync([0x00, .. new byte[count]]))[1..];
            await WriteAsync(0x12, 0xFF);
            await WriteAsync(0x01, 0x01);
            return octets;
        }

        private async Task<byte> TakeFlagsAsync()
        {
            await EdgeAsync();
            var flags = await ReadAsync(0x12);
            await ReadAsync(0x1C);
            await WriteAsync(0x12, 0xFF);
            await WriteAsync(0x01, 0x01);
            return flags;
        }

        /// <summary>Waits until the interrupt line has risen, and forgets that it has.</summary>
        private async Task EdgeAsync()
        {
            var answer = new byte[1];
            do
            {
                await _tcp.GetStream().WriteAsync(new[] { (byte)'E', Interrupt });
                await _tcp.GetStream().ReadExactlyAsync(answer);
            }
            while (answer[0] == 0);
            await _tcp.GetStream().WriteAsync(new[] { (byte)'C', Interrupt });
        }

        public async Task ListenAsync()
        {
            await ReadAsync(0x12);
            await WriteAsync(0x12, 0xFF);
            await WriteAsync(0x01, 0x05);
            await WriteAsync(0x40, 0x00);
        }

        public async Task<(byte[] Octets, byte Rssi)> ReceiveAsync()
        {
            while ((await ReadAsync(0x12) & 0x40) == 0)
            {
                // It polls.
            }

            var count = await ReadAsync(0x13);
            await WriteAsync(0x0D, await ReadAsync(0x10));
            var octets = (await TransferAsync([0x00, .. new byte[count]]))[1..];
            var rssi = await ReadAsync(0x1A);
            await WriteAsync(0x12, 0xFF);
            await WriteAsync(0x01, 0x01);
            return (octets, rssi);
        }

        public async Task<byte> ReadAsync(byte register) => (await TransferAsync([register, 0]))[1];

        private Task<byte[]> WriteAsync(byte register, byte value) => TransferAsync([(byte)(register | 0x80), value]);

        private Task PinAsync(byte pin, byte level) => _tcp.GetStream().WriteAsync(new[] { (byte)'W', pin, level }).AsTask();

        /// <summary>Octet by octet under one chip select, as a host without bursts does it.</summary>
        private async Task<byte[]> TransferAsync(byte[] octets)
        {
            var stream = _tcp.GetStream();
            await PinAsync(Select, 0);
            var answer = new byte[octets.Length];
            for (var i = 0; i < octets.Length; i++)
            {
                await stream.WriteAsync(new[] { (byte)'S', (byte)1, octets[i] });
                await stream.ReadExactlyAsync(answer.AsMemory(i, 1));
            }

            await PinAsync(Select, 1);
            return answer;
        }
    }
}
