using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.SemtechUdp;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using Farlink.Simulation.SemtechUdp;
using Farlink.Simulation.Time;

namespace Farlink.Radios.Tests;

/// <summary>
/// The server of packet forwarders: a gateway that is modelled, datagrams as the protocol's text has them, and strangers.
/// </summary>
public sealed class GatewayTests : IAsyncLifetime
{
    private const ulong Eui = 0xAA55_5A00_0000_0101;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private static readonly byte[] Frame = [.. Enumerable.Range(1, 40).Select(one => (byte)one)];
    private readonly TimeProvider _time = new ScaledTimeProvider(TimeProvider.System, 5);
    private readonly SimulatedEther _ether;
    private GatewayRadio _radio = null!;

    public GatewayTests() => _ether = new SimulatedEther(new ChannelOptions(), _time, new Random(1));

    public async ValueTask InitializeAsync()
    {
        _radio = GatewayRadio.Open(Options(), _time);
        await _radio.ConfigureAsync(Settings, default);
    }

    public ValueTask DisposeAsync() => _radio.DisposeAsync();

    [Fact]
    public async Task Send_Immediate_IsOrderedAsTheProtocolHasIt()
    {
        await using var gateway = await GatewayAsync();
        await _radio.ConfigureAsync(
            Settings with
            {
                TransmitPower = new Dbm(13.7),
                Modulation = new LoRaModulation
                {
                    SpreadingFactor = new SpreadingFactor(9),
                    CodingRate = CodingRate.FromParityBits(2)
                },
            },
            default);
        await _radio.SendAsync(new byte[] { 0x00, 0x10, 0x83, 0xFF }, default);
        Assert.Equal(
            """{"txpk":{"imme":true,"freq":868.1,"rfch":0,"powe":13,"modu":"LORA","datr":"SF9BW125","codr":"4/6","ipol":false,"""
            + "\"prea\":8,\"size\":4,\"ncrc\":false,\"data\":\"ABCD/w==\"}}",
            Assert.Single(gateway.Orders));
    }

    [Fact]
    public async Task Send_ByCounter_IsHeardAtTheTimeItSays()
    {
        await using var radio = GatewayRadio.Open(Options() with { UsesCounter = true }, _time);
        await radio.ConfigureAsync(Settings, default);
        await using var gateway = await GatewayAsync(radio);
        await using var other = await OtherAsync();
        // A late datagram makes the clock late: the fastest of a few counts.
        for (var frame = 0; frame < 8; frame++)
        {
            await other.SendAsync(Frame, default);
            await ReceiveAsync(radio);
        }

        var sent = await radio.SendAsync(Frame, default);
        var heard = await ReceiveAsync(other);
        Assert.False((bool)JsonNode.Parse(gateway.Orders[^1])!["txpk"]!["imme"]!);
        Assert.InRange((heard.At - sent.End).Milliseconds, -60, 60);
    }

    [Fact]
    public async Task Receive_AllChannelsAndSpreadingFactors_AreHeard()
    {
        // The eight of the usual configuration, each with each spreading factor.
        double[] channels = [867.1, 867.3, 867.5, 867.7, 867.9, 868.1, 868.3, 868.5];
        await using var gateway = PacketForwarderModel.Start(
            _ether,
            new PacketForwarderOptions { Server = _radio.Endpoint, Channels = [.. channels.Select(Hertz.FromMegahertz)] }, _time);
        await gateway.Acknowledged.WaitAsync(Patience);
        await using var other = _ether.CreateRadio("other");
        foreach (var megahertz in channels)
        {
            for (var factor = 7; factor <= 12; factor++)
            {
                var spreading = new SpreadingFactor(factor);
                var modulation = new LoRaModulation
                {
                    SpreadingFactor = spreading,
                    LowDataRateOptimize = LoRaModulation.RecommendedLowDataRate(spreading, new Hertz(125_000)),
                };
                await other.ConfigureAsync(
                    new RadioSettings { Frequency = Hertz.FromMegahertz(megahertz), Modulation = modulation }, default);
                byte[] frame = [(byte)factor, 1, 2];
                await other.SendAsync(frame, default);
                Assert.Equal(frame, (await ReceiveAsync(_radio)).Octets.ToArray());
            }
        }
    }

    [Theory]
    [InlineData("TOO_LATE", false, "TOO_LATE")]
    [InlineData("TOO_EARLY", false, "TOO_EARLY")]
    [InlineData("COLLISION_PACKET", false, "COLLISION_PACKET")]
    [InlineData("COLLISION_BEACON", false, "COLLISION_BEACON")]
    [InlineData("GPS_UNLOCKED", false, "GPS_UNLOCKED")]
    [InlineData("TX_FREQ", true, "tx_freq_min")]
    [InlineData("TX_POWER", true, "tx_lut")]
    public async Task Send_Refused_SaysWhyAndTheNextOneWorks(string error, bool isFinal, string expected)
    {
        await using var gateway = await GatewayAsync();
        gateway.Refuses = error;
        var failure = await Assert.ThrowsAsync<RadioException>(() =>
            _radio.SendAsync(Frame, default).AsTask().WaitAsync(Patience));
        Assert.Equal(isFinal, failure.IsFinal);
        Assert.True(failure.IsUnsent);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        gateway.Refuses = null;
        await _radio.SendAsync(Frame, default);
    }

    /// <summary>What nobody knows the meaning of may be said of a frame that was sent.</summary>
    [Fact]
    public async Task Send_RefusedInUnknownWords_MayHaveLeft()
    {
        await using var gateway = await GatewayAsync();
        gateway.Refuses = "SOMETHING_NEW";
        var failure = await Assert.ThrowsAsync<RadioException>(() =>
            _radio.SendAsync(Frame, default).AsTask().WaitAsync(Patience));
        Assert.False(failure.IsUnsent);
    }

    [Fact]
    public async Task Send_AnswerIsLost_FailsAndTheNextOneWorks()
    {
        await using var gateway = await GatewayAsync();
        gateway.IsMute = true;
        var failure = await Assert.ThrowsAsync<RadioException>(() =>
            _radio.SendAsync(Frame, default).AsTask().WaitAsync(Patience));
        Assert.Contains("does not say whether", failure.Message, StringComparison.Ordinal);
        gateway.IsMute = false;
        await _radio.SendAsync(Frame, default);
    }

    [Fact]
    public async Task Send_NobodyAsks_SaysWhatToLookAt()
    {
        var failure = await Assert.ThrowsAsync<RadioException>(() => _radio.SendAsync(Frame, default).AsTask());
        Assert.Contains("serv_port_down", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_OfEitherSide_GoesOn()
    {
        var port = _radio.Endpoint;
        var gateway = await GatewayAsync();
        await using var other = await OtherAsync();
        await _radio.SendAsync(Frame, default);
        await ReceiveAsync(other);

        // The server is gone for a while, and comes back at the same port.
        await _radio.DisposeAsync();
        _radio = GatewayRadio.Open(Options() with { Listen = port }, _time);
        await _radio.ConfigureAsync(Settings, default);
        await gateway.Acknowledged.WaitAsync(Patience);
        await _radio.SendAsync(Frame, default);
        await ReceiveAsync(other);

        // The forwarder starts anew from other ports: they are taken after the silence of the old ones.
        await gateway.DisposeAsync();
        gateway = PacketForwarderModel.Start(_ether, new PacketForwarderOptions { Server = port }, _time);
        await using var owned = gateway;
        await gateway.Acknowledged.WaitAsync(Patience);
        await _radio.SendAsync(Frame, default);
        await ReceiveAsync(other);
        await other.SendAsync(Frame, default);
        Assert.Equal(Frame, (await ReceiveAsync(_radio)).Octets.ToArray());
    }

    /// <summary>Negative test 44: a stranger who asks in the name of a known gateway gets nothing.</summary>
    [Fact]
    public async Task PullData_KnownGatewayFromAnotherAddress_DownlinksStay()
    {
        await using var gateway = await GatewayAsync();
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        stranger.Connect(_radio.Endpoint);
        var ignored = _radio.Ignored;
        await stranger.SendAsync(Datagram(0x02, ""));
        using var neighbour = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        neighbour.Connect(_radio.Endpoint);
        await neighbour.SendAsync(Datagram(0x02, ""));
        await PassAsync(_radio, 0x0909);
        Assert.Equal(ignored + 2, _radio.Ignored);
        await _radio.SendAsync(Frame, default);
        Assert.Single(gateway.Orders);
        Assert.Equal(0, stranger.Available + neighbour.Available);
    }

    [Fact]
    public async Task Flood_OfFrames_KeepsTheNewestAndNoMore()
    {
        using var client = new UdpClient();
        client.Connect(_radio.Endpoint);
        const int datagrams = 20, frames = 100;
        for (var i = 0; i < datagrams; i++)
        {
            var entries = Enumerable.Range(0, frames).Select(number =>
                $"{{\"stat\":1,\"modu\":\"LORA\",\"data\":\"{Convert.ToBase64String([(byte)i, (byte)number])}\",\"size\":2}}");
            await client.SendAsync(Datagram(0x00, $"{{\"rxpk\":[{string.Join(',', entries)}]}}"));
            await client.ReceiveAsync().WaitAsync(Patience);
        }

        await PassAsync(_radio, 0x0909);
        for (var left = ReceiveQueue.MostFrames; left > 0; left--)
        {
            var number = (datagrams * frames) - left;
            Assert.Equal([(byte)(number / frames), (byte)(number % frames)], (await ReceiveAsync(_radio)).Octets.ToArray());
        }

        Assert.Equal((datagrams * frames) - ReceiveQueue.MostFrames, _radio.Dropped);
    }

    /// <summary>Negative test 44: a gateway may come from where it is allowed to, and from nowhere else.</summary>
    [Theory]
    [InlineData("127.0.0.0/8", 0)]
    [InlineData("127.0.0.2/32", 1)]
    [InlineData("192.168.1.0/24", 1)]
    public async Task Gateway_FromAnotherNetwork_IsIgnored(string network, long expected)
    {
        await using var radio = GatewayRadio.Open(Options() with { From = [IPNetwork.Parse(network)] }, _time);
        using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        client.Connect(radio.Endpoint);
        await client.SendAsync(Datagram(0x02, ""));
        using var allowed = new UdpClient(new IPEndPoint(IPAddress.Parse(expected == 0 ? "127.0.0.1" : "127.0.0.2"), 0));
        allowed.Connect(radio.Endpoint);
        await allowed.SendAsync(Datagram(0x00, "{}", 0x0909));
        if (network.StartsWith("127", StringComparison.Ordinal)) await allowed.ReceiveAsync().WaitAsync(Patience);
        else while (radio.Ignored < 2) await Task.Yield();
        Assert.Equal(network.StartsWith("127", StringComparison.Ordinal) ? expected : 2, radio.Ignored);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("0200000000000000000000")]
    [InlineData("010000020000000000000001")]
    [InlineData("020000090000000000000001")]
    [InlineData("030000000000000000000001")]
    public async Task Datagram_Garbage_IsIgnored(string hex)
    {
        using var client = new UdpClient();
        client.Connect(_radio.Endpoint);
        await client.SendAsync(Convert.FromHexString(hex));
        await PassAsync(_radio, 0x0909);
        Assert.Equal(1, _radio.Ignored);
        Assert.Equal(0, client.Available);
    }

    [Theory]
    [InlineData("""{"rxpk":{}}""")]
    [InlineData("""{"rxpk":[1,null,"x",[],{}]}""")]
    [InlineData("""{"rxpk":[{"stat":-1,"modu":"LORA","data":"AQ==","size":1}]}""")]
    [InlineData("""{"rxpk":[{"stat":0,"modu":"LORA","data":"AQ==","size":1}]}""")]
    [InlineData("""{"rxpk":[{"stat":1,"modu":"FSK","data":"AQ==","size":1}]}""")]
    [InlineData("""{"rxpk":[{"stat":1,"modu":"LORA","data":"AQ==","size":2}]}""")]
    [InlineData("""{"rxpk":[{"stat":1,"modu":"LORA","data":"?","size":1}]}""")]
    [InlineData("""{"rxpk":[{"stat":1,"modu":"LORA","data":7,"size":1}]}""")]
    [InlineData("[[[[[[[[[[[[[[[[")]
    [InlineData("{\"rxpk\":[{\"stat\":1,\"modu\":\"LORA\",\"data\":\"\\ud800\"}]}")]
    [InlineData("not json")]
    public void Packets_Unusable_AreLeftOut(string json) => Assert.Empty(GatewayPacket.Read(Encoding.UTF8.GetBytes(json)));

    /// <summary>
    /// The three frames that PROTOCOL.TXT shows: one is FSK; data is not padded, and in one it is of the URL alphabet.
    /// </summary>
    [Fact]
    public async Task PushData_OfTheProtocolsText_IsReceivedAndAcknowledged()
    {
        using var client = new UdpClient();
        client.Connect(_radio.Endpoint);
        await client.SendAsync(Datagram(0x00, """
            {"rxpk":[
             {"time":"2013-03-31T16:21:17.528002Z","tmst":3512348611,"chan":2,"rfch":0,"freq":866.349812,"stat":1,"modu":"LORA",
              "datr":"SF7BW125","codr":"4/6","rssi":-35,"lsnr":5.1,"size":32,
              "data":"-DS4CGaDCdG+48eJNM3Vai-zDpsR71Pn9CPA9uCON84"},
             {"time":"2013-03-31T16:21:17.530974Z","tmst":3512348514,"chan":9,"rfch":1,"freq":869.1,"stat":1,"modu":"FSK",
              "datr":50000,"rssi":-75,"size":16,"data":"VEVTVF9QQUNLRVRfMTIzNA=="},
             {"time":"2013-03-31T16:21:17.532038Z","tmst":3316387610,"chan":0,"rfch":0,"freq":863.00981,"stat":1,"modu":"LORA",
              "datr":"SF10BW125","codr":"4/7","rssi":-38,"lsnr":5.5,"size":32,
              "data":"ysgRl452xNLep9S1NTIg2lomKDxUgn3DJ7DE+b00Ass"}
            ],"stat":{"time":"2014-01-12 08:59:28 GMT","lati":46.24,"long":3.2523,"alti":145,"rxnb":2,"rxok":2,"rxfw":2,
             "ackr":100.0,"dwnb":2,"txnb":2}}
            """));
        Assert.Equal("02123401", Convert.ToHexString((await client.ReceiveAsync().WaitAsync(Patience)).Buffer));
        var first = await ReceiveAsync(_radio);
        var second = await ReceiveAsync(_radio);
        Assert.Equal("F834B808668309D1", Convert.ToHexString(first.Octets.Span[..8]));
        Assert.Equal((32, -35.0, 5.1), (first.Octets.Length, first.Rssi!.Value.Value, first.Snr!.Value.Value));
        Assert.Equal("CAC811978E76C4D2", Convert.ToHexString(second.Octets.Span[..8]));
        Assert.Equal((32, -38.0, 5.5), (second.Octets.Length, second.Rssi!.Value.Value, second.Snr!.Value.Value));
        await client.SendAsync(Datagram(0x02, ""));
        Assert.Equal("02123404", Convert.ToHexString((await client.ReceiveAsync().WaitAsync(Patience)).Buffer));
    }

    [Fact]
    public async Task Gateway_NotAllowed_IsIgnored()
    {
        await using var radio = GatewayRadio.Open(Options() with { Gateways = [0x0102] }, _time);
        using var client = new UdpClient();
        client.Connect(radio.Endpoint);
        await client.SendAsync(Datagram(0x02, ""));
        await PassAsync(radio, 0x0102);
        Assert.Equal(1, radio.Ignored);
    }

    private static GatewayOptions Options() => new() { Listen = new IPEndPoint(IPAddress.Loopback, 0) };

    private static byte[] Datagram(byte type, string json, ulong eui = Eui)
    {
        byte[] header = [2, 0x12, 0x34, type, 0, 0, 0, 0, 0, 0, 0, 0];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(4), eui);
        return [.. header, .. Encoding.UTF8.GetBytes(json)];
    }

    private static Task<ReceivedFrame> ReceiveAsync(IRadio radio) => radio.ReceiveAsync(default).AsTask().WaitAsync(Patience);

    private async Task<IRadio> OtherAsync()
    {
        var other = _ether.CreateRadio("other");
        await other.ConfigureAsync(Settings, default);
        return other;
    }

    private async Task<PacketForwarderModel> GatewayAsync(GatewayRadio? radio = null)
    {
        var options = new PacketForwarderOptions { Server = (radio ?? _radio).Endpoint };
        var gateway = PacketForwarderModel.Start(_ether, options, _time);
        await gateway.Acknowledged.WaitAsync(Patience);
        return gateway;
    }

    /// <summary>Waits until everything that was sent before has been looked at: datagrams keep their order here.</summary>
    private static async Task PassAsync(GatewayRadio radio, ulong eui)
    {
        using var last = new UdpClient();
        last.Connect(radio.Endpoint);
        await last.SendAsync(Datagram(0x00, "{}", eui));
        await last.ReceiveAsync().WaitAsync(Patience);
    }
}
