using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Farlink.Mqtt;
using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.Wrappers;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using Farlink.Simulation.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Runtime.Tests;

/// <summary>Device, site, air, base and upstream as services in one process, with brokers on loopback.</summary>
public sealed class ChainTests : IDisposable
{
    private const string Topic = "/esp8266";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly RadioSettings Channel = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private readonly TimeProvider _air = new ScaledTimeProvider(TimeProvider.System, 20);
    private readonly ConcurrentQueue<string> _arrived = new();
    private readonly SemaphoreSlim _arrival = new(0);

    public void Dispose() => _arrival.Dispose();

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0.3)]
    public async Task Chain_Messages_ArriveOnceAndInOrder(bool reliable, double loss)
    {
        var ether = new SimulatedEther(new ChannelOptions { Loss = loss }, _air, new Random(3));
        await using var siteRadio = ether.CreateRadio("site");
        await using var baseRadio = ether.CreateRadio("base");
        await using var upstream = await BrokerAsync(0);
        await using var subscriber = Subscribe(upstream.Endpoints[0].Port);
        await subscriber.WaitConnectedAsync(default).WaitAsync(Patience);
        await using var station = await BaseAsync(upstream.Endpoints[0].Port, baseRadio);
        var heard = new ConcurrentQueue<byte>();
        var context = Context(happened =>
        {
            if (happened is ChainEvent.FrameHeard { Role: "site" } one) heard.Enqueue(one.Frame.Octets.Span[3]);
        });
        await using var site = await SiteAsync(siteRadio, Node(10) with { Reliable = reliable, Retries = 20 }, context);
        var summary = await DeviceAsync(site, 12);
        await WaitForAsync(12);
        Assert.Equal(12, summary.Acknowledged);
        Assert.Equal(Enumerable.Range(1, 12).Select(Seed), _arrived);
        while (station.Counters.Published < 12) await Task.Yield();

        // The last acknowledgement may be under way still.
        while (reliable && heard.Count < 11) await Task.Yield();
        Assert.All(heard, flags => Assert.Equal(RadioHeadHeader.AcknowledgementFlag, flags));
        Assert.True(reliable || heard.IsEmpty);
    }

    [Fact]
    public async Task Base_UpstreamAway_HandsOverWhenItIsBack()
    {
        var ether = new SimulatedEther(new ChannelOptions(), _air, new Random(1));
        await using var siteRadio = ether.CreateRadio("site");
        await using var baseRadio = ether.CreateRadio("base");
        var upstream = await BrokerAsync(0);
        var port = upstream.Endpoints[0].Port;
        await using var station = await BaseAsync(port, baseRadio);
        await using var site = await SiteAsync(siteRadio, Node(10));
        await upstream.DisposeAsync();
        await DeviceAsync(site, 5);

        // The one that the client holds until its broker is back is counted too.
        while (station.Status().Inbox?.Messages < 5) await Task.Yield();
        var told = station.Status();
        Assert.Equal(Enumerable.Range(1, 5).Sum(number => Seed(number).Length), told.Inbox!.Octets);
        Assert.Equal(told.Inbox, told.Links[0].Inbox);
        Assert.Equal(0, told.Queue.Messages);
        await using var again = await BrokerAsync(port);
        while (station.Counters.Published < 5) await Task.Yield();
        Assert.Equal(0, station.Counters.Dropped);
        Assert.Equal(new InboxFigures(0, 0), station.Status().Inbox);
    }

    [Fact]
    public async Task Base_QueueFull_DropsAndCounts()
    {
        var ether = new SimulatedEther(new ChannelOptions(), _air, new Random(1));
        await using var siteRadio = ether.CreateRadio("site");
        await using var baseRadio = ether.CreateRadio("base");
        var upstream = await BrokerAsync(0);
        var port = upstream.Endpoints[0].Port;
        await upstream.DisposeAsync();
        var options = BaseOptions(port) with { MostWaiting = 2, DrainTime = TimeSpan.FromMilliseconds(1) };
        var dropped = new ConcurrentQueue<string>();
        var context = Context(happened =>
        {
            if (happened is ChainEvent.UpstreamDropped drop) dropped.Enqueue(drop.Reason);
        });
        await using var station = await BaseStationService.StartAsync(options, baseRadio, context, default);
        await using var site = await SiteAsync(siteRadio, Node(10));
        await DeviceAsync(site, 6);
        while (station.Counters.Dropped < 3) await Task.Yield();

        // One is in the hands of the client that waits for its broker, two wait, the rest is told to be lost.
        Assert.InRange(station.Counters.Dropped, 3, 4);
        while (dropped.Count < 3) await Task.Yield();
        Assert.All(dropped, reason => Assert.Equal("2 messages wait for the broker already", reason));
    }

    [Fact]
    public async Task Site_QueueFull_DropsAndCountsAndTheDeviceGoesOn()
    {
        var ether = new SimulatedEther(new ChannelOptions(), TimeProvider.System, new Random(1));
        await using var radio = ether.CreateRadio("site");
        var dropped = new ConcurrentQueue<string>();
        var context = Context(happened =>
        {
            if (happened is ChainEvent.Dropped drop) dropped.Enqueue(drop.Reason);
        });
        await using var site = await SiteAsync(radio, Node(10) with { MostQueued = 2 }, context);
        var summary = await DeviceAsync(site, 20);
        Assert.Equal(20, summary.Acknowledged);
        Assert.Equal(20, site.Counters.Accepted + site.Counters.Dropped);
        Assert.True(site.Counters.Dropped > 0);
        Assert.All(dropped, reason => Assert.Contains("2 messages wait for the radio", reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Site_MessageTooLong_IsRefusedAndBlocksNothing()
    {
        var ether = new SimulatedEther(new ChannelOptions(), _air, new Random(1));
        await using var siteRadio = ether.CreateRadio("site");
        await using var baseRadio = ether.CreateRadio("base");
        await using var upstream = await BrokerAsync(0);
        await using var subscriber = Subscribe(upstream.Endpoints[0].Port);
        await subscriber.WaitConnectedAsync(default).WaitAsync(Patience);
        await using var station = await BaseAsync(upstream.Endpoints[0].Port, baseRadio);
        await using var site = await SiteAsync(siteRadio, Node(10));
        await using var client = Client(site.Broker!.Endpoints[0].Port, "dev", null);
        await client.PublishAsync(new MqttMessage { Topic = Topic, Payload = new byte[240] }, default).WaitAsync(Patience);
        await client.PublishAsync(new MqttMessage { Topic = Topic, Payload = "short"u8.ToArray() }, default).WaitAsync(Patience);
        await client.PublishAsync(new MqttMessage { Topic = "/no/route", Payload = "x"u8.ToArray() }, default)
            .WaitAsync(Patience);
        await WaitForAsync(1);
        Assert.Equal(["short"], _arrived);
        Assert.Equal((1, 1), (site.Counters.Accepted, site.Counters.Dropped));
    }

    [Fact]
    public async Task Site_RadioFailing_KeepsTheMessageUntilItIsBack()
    {
        var ether = new SimulatedEther(new ChannelOptions(), _air, new Random(1));
        var random = new Random(5);
        await using var siteRadio = new FaultyRadio(ether.CreateRadio("site"), new FaultOptions { SendFailure = 0.6 }, random);
        await using var baseRadio = ether.CreateRadio("base");
        await using var upstream = await BrokerAsync(0);
        await using var subscriber = Subscribe(upstream.Endpoints[0].Port);
        await subscriber.WaitConnectedAsync(default).WaitAsync(Patience);
        await using var station = await BaseAsync(upstream.Endpoints[0].Port, baseRadio);
        await using var site = await SiteAsync(siteRadio, Node(10));
        await DeviceAsync(site, 6);
        await WaitForAsync(6);
        Assert.Equal(Enumerable.Range(1, 6).Select(Seed), _arrived);
    }

    [Fact]
    public async Task Base_HostileFrames_AreCountedAndChangeNothing()
    {
        var ether = new SimulatedEther(new ChannelOptions(), _air, new Random(1));
        await using var hostile = ether.CreateRadio("hostile");
        await using var baseRadio = ether.CreateRadio("base");
        await hostile.ConfigureAsync(Channel, default);
        await using var upstream = await BrokerAsync(0);
        var refused = new ConcurrentQueue<(FrameRefusal Why, string Frame)>();
        var context = Context(happened =>
        {
            if (happened is not ChainEvent.FrameRefused one) return;
            refused.Enqueue((one.Refusal, Convert.ToHexString(one.Frame.Octets.Span)));
        });
        await using var station = await BaseAsync(upstream.Endpoints[0].Port, baseRadio, context);
        foreach (var frame in (byte[][])[[1], [1, 10, 1, 0, 1, 2, 3], [2, 10, 1, 0], [1, 10, 1, 0x80, 33]])
            await hostile.SendAsync(frame, default);
        while (refused.Count < 4) await Task.Yield();
        Assert.Equal(
            [
                (FrameRefusal.TruncatedHeader, "01"), (FrameRefusal.PartialBlock, "010A0100010203"),
                (FrameRefusal.OtherAddress, "020A0100"), (FrameRefusal.UnexpectedAcknowledgement, "010A018021"),
            ],
            refused);
        Assert.Equal(0, station.Counters.Received);
        Assert.Equal(1, station.Refusals[FrameRefusal.TruncatedHeader]);
        Assert.Equal(1, station.Refusals[FrameRefusal.PartialBlock]);
        Assert.Equal(1, station.Refusals[FrameRefusal.OtherAddress]);
        Assert.Equal(1, station.Refusals[FrameRefusal.UnexpectedAcknowledgement]);

        // It looks once a second.
        while (station.Status().Refused["unexpected_acknowledgement"] < 1) await Task.Yield();
        Assert.Equal(4, station.Status().Links[0].Refused);
        Assert.Equal(Enum.GetValues<FrameRefusal>().Length - 1, station.Status().Refused.Count);
    }

    [Fact]
    public async Task Site_RadioGone_TellsByItsCompletion()
    {
        var ether = new SimulatedEther(new ChannelOptions(), _air, new Random(1));
        var radio = ether.CreateRadio("site");
        await using var site = await SiteAsync(radio, Node(10));
        await radio.DisposeAsync();
        await Assert.ThrowsAsync<RadioException>(() => site.Completion.WaitAsync(Patience));
    }

    private static string Seed(int number) => $"Good job! You are connected {number} times";

    private static RadioHeadOptions Node(byte address) => new()
    {
        Address = address,
        Codec = new RhEncryptedCodec(Encoding.ASCII.GetBytes("0123456789abcdef")),
        Timeout = RadioHeadOptions.TimeoutFor(new LoRaModulation(), new NoCodec()),
    };

    private static Task<EmbeddedBroker> BrokerAsync(int port) => EmbeddedBroker.StartAsync(
        new BrokerOptions { Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, port), ListenerAuth.Plain)] },
        NullLogger.Instance, TimeProvider.System, default);

    private static BrokerClientOptions ClientOptions(int port, string id) =>
        new() { Host = "127.0.0.1", Port = port, ClientId = id, FirstDelay = TimeSpan.FromMilliseconds(50) };

    private static BrokerClient Client(
        int port, string id, Func<MqttMessage, CancellationToken, ValueTask>? onMessage, string? filter = null) =>
        BrokerClient.Start(
            ClientOptions(port, id) with { Subscriptions = filter is null ? [] : [filter] }, onMessage, NullLogger.Instance,
            TimeProvider.System);

    private static BaseStationOptions BaseOptions(int port) => new()
    {
        Name = "base",
        Upstream = BrokerSetup.Other(ClientOptions(port, "base")),
        Radio = Channel,
        Node = Node(1),
        Topic = Topic,
    };

    private static Task<DeviceSummary> DeviceAsync(SiteService site, int count) => DeviceService.RunAsync(
        new DeviceOptions
        {
            Broker = ClientOptions(site.Broker!.Endpoints[0].Port, "esp8266"),
            Interval = TimeSpan.FromMilliseconds(15),
            Count = count,
        },
        new RuntimeContext { Logging = NullLoggerFactory.Instance }, default).WaitAsync(Patience);

    private RuntimeContext Context(Action<ChainEvent>? observe = null) =>
        new() { Logging = NullLoggerFactory.Instance, RadioClock = _air, Observe = observe ?? (_ => { }) };

    private Task<BaseStationService> BaseAsync(int port, IRadio radio, RuntimeContext? context = null) =>
        BaseStationService.StartAsync(BaseOptions(port), radio, context ?? Context(), default);

    private Task<SiteService> SiteAsync(
        IRadio radio, RadioHeadOptions node, RuntimeContext? context = null) => SiteService.StartAsync(
        new SiteOptions
        {
            Name = "site",
            Broker = BrokerSetup.Own(new BrokerOptions
            {
                Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0), ListenerAuth.Plain)],
            }),
            Radio = Channel,
            Node = node,
            To = 1,
            Routes = [new Route(Topic)],
            DrainTime = TimeSpan.FromMilliseconds(1),
        },
        radio, context ?? Context(), default);

    private BrokerClient Subscribe(int port) => Client(
        port, "subscriber", (message, _) =>
        {
            _arrived.Enqueue(Encoding.UTF8.GetString(message.Payload.Span));
            _arrival.Release();
            return ValueTask.CompletedTask;
        },
        Topic);

    private async Task WaitForAsync(int count)
    {
        for (var i = 0; i < count; i++)
            Assert.True(
                await _arrival.WaitAsync(Patience), $"only {_arrived.Count} of {count} arrived: {string.Join(", ", _arrived)}");
    }
}
