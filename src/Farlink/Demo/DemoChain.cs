using System.Net;
using System.Text;
using Farlink.Commands;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.Wrappers;
using Farlink.Runtime;
using Farlink.Runtime.Services;
using Farlink.Simulation.Air;
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

    private readonly DemoOptions _options;
    private readonly IDemoView _view;
    private readonly DemoTally _tally = new();
    private readonly RuntimeContext _context;
    private readonly DemoPki _pki;

    private DemoChain(DemoOptions options, IDemoView view, DemoPki pki)
    {
        _options = options;
        _view = view;
        _pki = pki;
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

    /// <summary>Runs it until the messages are through, or until stopped.</summary>
    public static async Task<DemoSummary> RunAsync(DemoOptions options, IDemoView view, CancellationToken stop)
    {
        using var pki = DemoPki.Create();
        var chain = new DemoChain(options, view, pki);
        try
        {
            return await chain.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while the chain was still being built: nothing was sent.
            return chain._tally.Summarise(options, chain.Limit);
        }
    }

    private async Task<DemoSummary> RunAsync(CancellationToken stop)
    {
        var limit = Limit;
        var ether = new SimulatedEther(new ChannelOptions(), _context.RadioClock, new Random(1));
        await using var siteRadio = Guarded(ether, "site", limit);
        await using var baseRadio = Guarded(ether, "base", limit);

        await using var upstream = await EmbeddedBroker.StartAsync(Broker(), NullLogger.Instance, _context.Clock, stop);
        await using var ends = _options.IsNative
            ? await DemoEnds.NativeAsync(this, siteRadio, baseRadio, upstream.Endpoints[0], stop)
            : await DemoEnds.RadioHeadAsync(this, siteRadio, baseRadio, upstream.Endpoints[0], stop);
        await using var subscriber = await SubscribeAsync(upstream.Endpoints[0], stop);
        _view.Start(
            $"127.0.0.1:{ends.Broker.Endpoints[0].Port} (TLS, as mqtt.com)", $"127.0.0.1:{upstream.Endpoints[0].Port} (TLS)",
            $"{Channel.Frequency}, {Channel.Modulation}, limit {limit}");

        await DeviceService.RunAsync(Device(ends.Broker.Endpoints[0]), _context, stop);
        await _tally.WaitAllDeliveredAsync(TimeSpan.FromSeconds(2) + (Grace / Math.Min(1, _options.Speed)));
        return _tally.Summarise(_options, limit);
    }

    private LedgerGuard Guarded(SimulatedEther ether, string name, DutyCycle limit) =>
        new(ether.CreateRadio(name), new AirtimeLedger(limit), LedgerMode.Count, _context.RadioClock);

    internal BrokerOptions Broker() => new()
    {
        Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0))],
        Certificate = _pki.Server,
        RefuseClientCertificate = certificate => Composition.Refusal(_pki.Check.CheckClient(certificate)),
        Passwords = _pki.Passwords,
        Access = AccessList.Parse($"user {DemoPki.User}\ntopic readwrite {Topic}\n", "demo"),
    };

    private DeviceOptions Device(IPEndPoint broker) => new()
    {
        Broker = Client(broker, "esp8266"),
        Topic = Topic,
        Interval = _options.RealInterval,
        Count = _options.Messages,
    };

    internal BrokerClientOptions Client(IPEndPoint broker, string clientId) => new()
    {
        Host = broker.Address.ToString(),
        Port = broker.Port,
        ClientId = clientId,
        User = DemoPki.User,
        Password = _pki.Password,
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
                _tally.Deliver(Encoding.UTF8.GetString(message.Payload.Span));
                _view.ShowDelivery(message.Topic, message.Payload);
                return ValueTask.CompletedTask;
            },
            NullLogger.Instance, _context.Clock);
        await subscriber.WaitConnectedAsync(stop);
        return subscriber;
    }

    private void Observe(ChainEvent happened)
    {
        if (happened is ChainEvent.DevicePublished published)
            _tally.Publish(Encoding.UTF8.GetString(published.Message.Payload.Span));
        if (happened is ChainEvent.FrameSent sent) _tally.AddFrame(sent.Role, sent.Transmission.Airtime);
        if (happened is ChainEvent.LinkFrameSent frame) _tally.AddFrame(frame.Role, frame.Transmission.Airtime);
        _view.Show(happened);
    }
}
