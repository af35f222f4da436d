using System.Net;
using System.Text;
using Farlink.Commands;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime;
using Farlink.Runtime.Services;
using Farlink.Runtime.Watching;
using Farlink.Simulation.Ether;
using Farlink.Simulation.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Demo;

/// <summary>
/// The seed system in one process: device, TLS broker, site, simulated air, base, upstream broker, subscriber. Certificates
/// and passwords are made for this run in a folder that is removed at its end; ports are free ones of loopback.
/// </summary>
internal sealed class DemoChain
{
    internal const string Topic = "/esp8266";

    /// <summary>Time for the last messages to arrive, before speed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>The same after a visitor's weather: an end may have to start again, and find the other one.</summary>
    private static readonly TimeSpan GraceAfterVisit = TimeSpan.FromSeconds(30);

    private readonly DemoOptions _options;
    private readonly IDemoView _view;
    private readonly DemoTally _tally = new();
    private readonly DevicePace _pace;
    private readonly RuntimeContext _context;
    private readonly DemoPki _pki;
    private readonly WatchHub? _watch;

    private DemoChain(DemoOptions options, IDemoView view, DemoPki pki)
    {
        _options = options;
        _view = view;
        _pki = pki;
        _pace = new DevicePace(options.RealInterval);
        if (options.HasPage) _watch = Watch();
        _context = new RuntimeContext
        {
            Logging = NullLoggerFactory.Instance,
            RadioClock = new ScaledTimeProvider(TimeProvider.System, options.Speed),
            Observe = Observe,
        };
    }

    /// <summary>
    /// The native link's usual channel; for the seed's format its own, moved off the band edge. SF7, 125 kHz, 4/5.
    /// </summary>
    internal RadioSettings Channel => new() { Frequency = Hertz.FromMegahertz(_options.IsNative ? 869.525 : 868.1) };

    internal DutyCycle Limit => Regions.All[0].Check(Channel.Frequency, Channel.Modulation.Bandwidth).Binding!.DutyCycle;

    internal DemoOptions Options => _options;

    internal RuntimeContext Context => _context;

    internal DemoPki Pki => _pki;

    /// <summary>What is seen; null where there is no page.</summary>
    internal WatchHub? Seen => _watch;

    /// <summary>Runs it until the messages are through, or until stopped; with a page until stopped.</summary>
    /// <param name="options">How.</param>
    /// <param name="view">Shows it.</param>
    /// <param name="serve">Serves its page until that is disposed of; only where <see cref="DemoOptions.HasPage"/>.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<DemoSummary> RunAsync(
        DemoOptions options, IDemoView view, Func<DemoPage, CancellationToken, Task<IAsyncDisposable>> serve,
        CancellationToken stop)
    {
        using var pki = DemoPki.Create();
        var chain = new DemoChain(options, view, pki);
        try
        {
            return await chain.RunAsync(serve, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while the chain was still being built: nothing was sent.
            return chain._tally.Summarise(options, chain.Limit);
        }
    }

    private async Task<DemoSummary> RunAsync(
        Func<DemoPage, CancellationToken, Task<IAsyncDisposable>> serve, CancellationToken stop)
    {
        var limit = Limit;
        var air = new DemoAir(_options.HasPage ? 1 : 0, limit, _context.RadioClock);
        await using var upstream = await EmbeddedBroker.StartAsync(Upstream(), NullLogger.Instance, _context.Clock, stop);
        await using var ends = await DemoEnds.StartAsync(this, air, upstream.Endpoints[0], stop);
        await using var hostile = await HostileAsync(air);
        await using var subscriber = await SubscribeAsync(upstream.Endpoints[0], stop);
        _view.Start(
            $"127.0.0.1:{ends.Broker.Port} (TLS, as mqtt.com)", $"127.0.0.1:{upstream.Endpoints[0].Port} (TLS)",
            $"{Channel.Frequency}, {Channel.Modulation}, limit {limit}");

        var controls = new DemoControls(_options, air, ends, _pace, hostile, _tally);
        if (_watch is null)
        {
            await DeviceService.RunAsync(Device(ends.Broker), _context, stop);
        }
        else
        {
            var page = new DemoPage(_watch, ends, controls, Channel, _context.Clock);
            await using var served = await serve(page, stop);
            await DeviceService.RunAsync(Device(ends.Broker), _context, stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        controls.Calm();
        var grace = _options.HasPage ? GraceAfterVisit : Grace;
        await _tally.WaitAllDeliveredAsync(TimeSpan.FromSeconds(2) + (grace / Math.Min(1, _options.Speed)));
        return _tally.Summarise(_options with { Interval = controls.Interval }, limit);
    }

    private WatchHub Watch()
    {
        var modulation = Channel.Modulation;
        return new WatchHub(
            new WatchOptions
            {
                IsNative = _options.IsNative,
                Topic = Topic,
                AirtimeOf = octets => LoRaAirtime.Of(modulation, octets),
                KeepsPayloads = true,
                MostMessages = 10_000,
                Speed = _options.Speed,
            },
            TimeProvider.System);
    }

    private async Task<HostileRadio?> HostileAsync(DemoAir air) => _options is { HasPage: true, IsNative: true }
        ? await HostileRadio.StartAsync(air.HostileRadio(), Channel, DemoEnds.LinkId, _context.RadioClock, new Random(2))
        : null;

    private BrokerOptions Upstream()
    {
        if (!_options.HasPage) return Broker(0);
        var book = new DemoBook();
        return Broker(0) with { Received = book, OnPublish = book.TakeAsync };
    }

    /// <summary>A broker.</summary>
    /// <param name="port">Where on loopback; 0: a free port.</param>
    internal BrokerOptions Broker(int port) => new()
    {
        Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, port))],
        Certificate = _pki.Server,
        RefuseClientCertificate = certificate => Composition.Refusal(_pki.Check.CheckClient(certificate)),
        Passwords = _pki.Passwords,
        Access = AccessList.Parse($"user {DemoPki.User}\ntopic readwrite {Topic}\n", "demo"),
    };

    private DeviceOptions Device(IPEndPoint broker) => new()
    {
        Broker = Client(broker, "esp8266"),
        Topic = Topic,
        Pace = _pace,
        Qos = _options is { HasPage: true, IsNative: true } ? MqttQos.ExactlyOnce : MqttQos.AtLeastOnce,
        Count = _options.Messages,
        MostWaiting = 10_000,
    };

    internal BrokerClientOptions Client(IPEndPoint broker, string clientId) => new()
    {
        Host = broker.Address.ToString(),
        Port = broker.Port,
        ClientId = clientId,
        User = DemoPki.User,
        Password = _pki.Password,
        PersistentSession = _options.HasPage,

        // Its brokers are in this process: away they are for the seconds of a crash.
        LongestDelay = TimeSpan.FromSeconds(2),
        Tls = new BrokerClientTls
        {
            Name = DemoPki.ServerName,
            RefuseServerCertificate = certificate => Composition.Refusal(_pki.Check.CheckServer(certificate, DemoPki.ServerName)),
            Certificate = _pki.Client,
        },
    };

    private async Task<BrokerClient> SubscribeAsync(IPEndPoint upstream, CancellationToken stop)
    {
        var options = Client(upstream, "subscriber") with { Subscriptions = [Topic] };
        var subscriber = BrokerClient.Start(
            options,
            (message, _) =>
            {
                Observe(new ChainEvent.Delivered(message));
                return ValueTask.CompletedTask;
            },
            NullLogger.Instance, _context.Clock);
        await subscriber.WaitConnectedAsync(stop);
        return subscriber;
    }

    private void Observe(ChainEvent happened)
    {
        _watch?.Observe(happened);
        switch (happened)
        {
            case ChainEvent.DevicePublished published:
                _tally.Publish(TextOf(published.Message));
                break;
            case ChainEvent.Delivered delivered:
                _tally.Deliver(TextOf(delivered.Message));
                _view.ShowDelivery(delivered.Message.Topic, delivered.Message.Payload);
                break;
            case ChainEvent.LinkHappened { Event: LinkEvent.Dead { Message.Topic: Topic } dead }:
                _tally.GiveUp(TextOf(dead.Message));
                break;
            case ChainEvent.FrameSent sent:
                _tally.AddFrame(sent.Role, sent.Transmission.Airtime);
                break;
            case ChainEvent.LinkFrameSent frame:
                _tally.AddFrame(frame.Role, frame.Transmission.Airtime);
                break;
            default:
                break;
        }

        _view.Show(happened);
    }

    private static string TextOf(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
