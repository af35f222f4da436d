using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Services;
using Farlink.Runtime.Watching;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using Farlink.Simulation.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Runtime.Tests;

/// <summary>Sites and a base as services in one process: stores on disk, brokers on loopback, a simulated ether.</summary>
public abstract class LinkServiceBench : IAsyncLifetime
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private protected static readonly RadioSettings Channel = new() { Frequency = Hertz.FromMegahertz(869.525) };
    private protected TestLog Log { get; } = new();

    /// <summary>Sees what both ends do, where a test wants that.</summary>
    private protected WatchHub? Watch { get; set; }

    private protected readonly string _folder = Directory.CreateTempSubdirectory("farlink-link-").FullName;
    private protected readonly TimeProvider _air = new ScaledTimeProvider(TimeProvider.System, 4);
    private protected readonly ConcurrentQueue<MqttMessage> _upstream = new();
    private protected readonly ConcurrentQueue<MqttMessage> _local = new();
    private protected readonly List<IAsyncDisposable> _owned = [];
    private protected readonly SemaphoreSlim _happened = new(0);
    private protected readonly SimulatedEther _ether;
    private protected EmbeddedBroker _broker = null!;

    private protected LinkServiceBench() => _ether = new SimulatedEther(new ChannelOptions(), _air, new Random(1));

    public async ValueTask InitializeAsync()
    {
        _broker = await EmbeddedBroker.StartAsync(Broker(), NullLogger.Instance, TimeProvider.System, default);
        _owned.Add(_broker);
        await SubscribeAsync(_broker.Endpoints[0].Port, "upstream-watcher", _upstream);
    }

    public async ValueTask DisposeAsync()
    {
        _owned.Reverse();
        foreach (var one in _owned) await one.DisposeAsync();
        GC.SuppressFinalize(this);
        _happened.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private protected void Prepare(string name, params StoreOperation[] operations)
    {
        using var store = Storage.SqliteStore.Open(Path.Combine(_folder, $"{name}.db"));
        store.Commit([new CommitRequest(1, new Instant(10), operations)]);
    }

    private protected static bool IsMessage(MqttMessage message) =>
        !message.Topic.StartsWith("farlink/", StringComparison.Ordinal);

    private protected static bool Is(MqttMessage message, string part) =>
        Encoding.UTF8.GetString(message.Payload.Span).Contains(part, StringComparison.Ordinal);

    private protected Task WaitAsync(ConcurrentQueue<MqttMessage> messages, Func<MqttMessage, bool> wanted)
    {
        string There() => string.Join(", ", messages.Select(one => $"{one.Topic}={Encoding.UTF8.GetString(one.Payload.Span)}"));
        return WaitAsync(() => messages.Any(wanted), () => $"it did not come; there are {There()}");
    }

    /// <summary>Looks again whenever a service or a broker did something.</summary>
    private protected async Task WaitAsync(Func<bool> isSo, Func<string> what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < Patience, what());
            await _happened.WaitAsync(TimeSpan.FromSeconds(1));
        }
    }

    private protected static MqttMessage Text(string topic, string payload) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(payload) };

    private protected static BrokerOptions Broker(int port = 0) => new()
    {
        Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, port), ListenerAuth.Plain)],
        KeepsOwnTopics = false,
    };

    private protected static LinkOptions Link(byte id, string name)
    {
        var key = new byte[PreSharedKey.Size];
        new Random(id).NextBytes(key);
        key[0] = 0x80;
        var soon = Duration.FromSeconds(5);
        return new LinkOptions { Id = id, Name = name, Identity = new PreSharedKey(key), ConfirmWithin = soon };
    }

    private protected static BrokerClientOptions Client(int port, string id) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        ClientId = id,
        UseMqtt5 = true,
        FirstDelay = TimeSpan.FromMilliseconds(100),
    };

    private protected static async Task<BrokerClient> ClientAsync(int port, string id)
    {
        var client = BrokerClient.Start(Client(port, id), null, NullLogger.Instance, TimeProvider.System);
        await client.WaitConnectedAsync(default).WaitAsync(Patience);
        return client;
    }

    private protected RuntimeContext Context() => new()
    {
        RadioClock = _air,
        Logging = Log,
        Observe = happened =>
        {
            Watch?.Observe(happened);
            _happened.Release();
        },
    };

    private protected BrokerClientOptions Options(string id) =>
        Client(_broker.Endpoints[0].Port, id) with { PersistentSession = true };

    private protected async Task SubscribeAsync(int port, string id, ConcurrentQueue<MqttMessage> to)
    {
        var client = BrokerClient.Start(
            Client(port, id) with { Subscriptions = ["#"] },
            (message, _) =>
            {
                to.Enqueue(message);
                _happened.Release();
                return ValueTask.CompletedTask;
            },
            NullLogger.Instance, TimeProvider.System);
        _owned.Add(client);
        await client.WaitConnectedAsync(default).WaitAsync(Patience);
    }

    private protected Task<LinkService> BaseAsync(IReadOnlyList<Route> routes, LinkOptions link, string prefix = "") =>
        StartAsync(
        LinkRole.BaseStation, "house", [link], routes, BrokerSetup.Other(Options("house")),
        new Dictionary<byte, string> { [link.Id] = prefix });

    private protected Task<LinkService> SiteAsync(byte id, string name, IReadOnlyList<Route> routes) =>
        StartAsync(LinkRole.Site, name, [Link(id, name)], routes, BrokerSetup.Own(Broker()), []);

    private protected async Task<LinkService> StartAsync(
        LinkRole role, string name, IReadOnlyList<LinkOptions> links, IReadOnlyList<Route> routes, BrokerSetup broker,
        Dictionary<byte, string> prefixes, Func<LinkServiceOptions, LinkServiceOptions>? with = null,
        Func<IRadio, IRadio>? around = null)
    {
        var radio = _ether.CreateRadio(name);
        if (around is not null) radio = around(radio);
        _owned.Add(radio);
        var usual = new StationOptions { Role = role, Links = links };
        var options = new LinkServiceOptions
        {
            Name = name,
            Broker = broker,
            Radio = Channel,
            Routes = routes,
            Prefixes = prefixes,
            StorePath = Path.Combine(_folder, $"{name}.db"),
            Station = usual with { FirstTurnRound = usual.FirstTurnRound * 4, CodeAhead = usual.CodeAhead * 4 },
        };
        var service = await LinkService.StartAsync(with?.Invoke(options) ?? options, radio, Context(), default);
        _owned.Add(service);
        return service;
    }
}
