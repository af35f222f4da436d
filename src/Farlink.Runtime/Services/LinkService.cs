using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Elements;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Radios;
using Farlink.Runtime.HomeAssistant;
using Farlink.Runtime.Link;
using Farlink.Runtime.Notices;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Storage;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// One end of the native link as a service: takes from its broker what a route lets out, into the store before it acknowledges,
/// and publishes at its broker what its own filter lets in. The same at a site and at a base.
/// </summary>
public sealed class LinkService : IRunningEnd
{
    private readonly LinkServiceOptions _options;
    private readonly RuntimeContext _context;
    private readonly ILogger _logger;
    private readonly string _role;
    private readonly Dictionary<byte, InboundFilter> _filters;
    private readonly Reporter _reporter;
    private readonly DiscoveryNames _names;
    private readonly PresenceConnections _presence = new();
    private readonly NoticeBoard _notices;
    private readonly RevocationNotices _revocations;
    private readonly TimeNotices _time;
    private readonly RekeyNotices _rekeys;
    private readonly ClockFeed? _clock;
    private readonly TaskCompletionSource<LinkPump> _pump = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Intake? _intake;
    private Delivery? _delivery;
    private Discovery? _discovery;
    private LinkTraces? _traces;
    private TraceSpans? _spans;
    private BrokerAttachment? _broker;
    private PairingWatch? _pairings;
    private SqliteStore? _store;
    private int _isDisposed;

    private LinkService(LinkServiceOptions options, RuntimeContext context)
    {
        var isSite = options.Station.Role == LinkRole.Site;
        _role = isSite ? "site" : "base";
        _context = context;
        _logger = context.Logging.CreateLogger($"farlink.{_role}");
        _notices = new NoticeBoard(_pump.Task, _logger);
        _revocations = new RevocationNotices(_notices, options.Station, options.Revocations, options.Time, _logger)
        {
            OnTaken = count => context.Observe(new ChainEvent.RevocationsTaken(_role, count)),
        };
        _time = new TimeNotices(_notices, options.Time, context.Clock, isSite, _logger);
        if (isSite && options.ClockSocket is { } socket) _clock = ClockFeed.Start(socket, options.Time, context.Clock, _logger);
        _rekeys = new RekeyNotices(_notices, options, _pump.Task, context.Clock, _logger)
        {
            OnRekey = (link, identity) => _pairings?.HandleRekey(link, identity),
        };
        var inward = isSite ? RouteDirection.Down : RouteDirection.Up;
        _names = new DiscoveryNames(options);
        _filters = options.Station.Links.ToDictionary(
            link => link.Id,
            link => new InboundFilter(options.Routes, inward, options.PrefixOf(link.Id), _notices.IsWanted)
            {
                IsOwn = _names.IsOwn,
            });
        _options = options with
        {
            Station = options.Station with
            {
                Links = [.. options.Station.Links.Select(link => link with { RefuseInbound = _filters[link.Id].Refuse })],
            },
        };
        _reporter = new Reporter(_options, context, _pump.Task);
    }

    /// <summary>Messages taken from the broker, and from the air, so far.</summary>
    public (long Accepted, long Received) Counters => (_intake?.Accepted ?? 0, _delivery?.Received ?? 0);

    /// <inheritdoc/>
    public EmbeddedBroker? Broker => _broker?.Embedded;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => _broker?.Certificate;

    /// <inheritdoc/>
    public long Beats => _pump.Task.Result.Beats;

    /// <summary>Completes, faulted, when the radio or the store is gone for good.</summary>
    public Task Completion => _pump.Task.Result.Completion;

    /// <summary>What a link is doing.</summary>
    public LinkStatus Status(byte link) => _pump.Task.Result.Status(link);

    /// <inheritdoc/>
    public ServiceStatus Status()
    {
        var pump = _pump.Task.Result;
        var snapshot = pump.Snapshot;
        var limit = _options.Station.DutyCycle;
        return new ServiceStatus
        {
            Role = _role,
            Name = _options.Name,
            Mode = "farlink",
            Age = pump.Now - snapshot.At,
            Radio = snapshot.Radio,
            Links = snapshot.Links,
            Queue = QueueFigures.Sum([.. snapshot.Links.Select(link => link.Queue)]),
            Inbox = InboxFigures.Sum([.. snapshot.Links.Select(link => link.Inbox).OfType<InboxFigures>()]),
            Taken = Counters.Accepted,
            Received = Counters.Received,
            Refused = snapshot.Refused,
            Airtime =
            [
                new AirtimeFigures(
                    _options.Radio.Frequency.ToString(), snapshot.AirtimeUsed, limit.IsLimited ? limit.Budget : null,
                    snapshot.NextSlotIn),
            ],
            Broker = _broker!.Figures(),
            PayloadOctets = _store?.PayloadOctets,
            StoreTrouble = snapshot.StoreTrouble,
            Warnings = [.. StatusWarnings.OfLinks(snapshot.Links, snapshot.NextSlotIn)],
        };
    }

    /// <inheritdoc/>
    public bool TryPause(int link, bool isPaused)
    {
        if (!Has(link)) return false;
        _pump.Task.Result.Pause((byte)link, isPaused);
        return true;
    }

    /// <inheritdoc/>
    public bool TryFlush(int link)
    {
        if (!Has(link)) return false;
        _pump.Task.Result.Flush((byte)link);
        return true;
    }

    /// <inheritdoc/>
    public bool TryUse(IReadOnlyList<Route> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        if (!_intake!.TryUse(routes)) return false;
        foreach (var filter in _filters.Values) filter.Use(routes);
        return true;
    }

    /// <summary>Starts.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="radio">A radio; not disposed of with the service.</param>
    /// <param name="context">Clocks, logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RadioException">The radio cannot do what the settings ask.</exception>
    /// <exception cref="BrokerException">The broker cannot listen.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static async Task<LinkService> StartAsync(
        LinkServiceOptions options, IRadio radio, RuntimeContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(context);
        var service = new LinkService(options, context);
        try
        {
            await service.StartAsync(radio, cancellationToken);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops: no new messages, a goodbye on the air, then the broker. What waits stays in the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        int? left = null;
        try
        {
            if (_clock is not null) await _clock.DisposeAsync();
            if (_pairings is not null) await _pairings.DisposeAsync();
            await _revocations.DisposeAsync();
            await _rekeys.DisposeAsync();
            await _reporter.DisposeAsync();
            if (_discovery is not null) await _discovery.DisposeAsync();
            await _presence.DisposeAsync();

            // The pump first: it must not hand a message to a broker that is gone. What is offered meanwhile is not acknowledged.
            if (_pump.Task.IsCompletedSuccessfully)
            {
                left = _options.Station.Links.Select(link => _pump.Task.Result.Status(link.Id))
                    .Sum(link => link.QueuedMessages + link.InboxMessages);
                await _pump.Task.Result.DisposeAsync();
            }

            if (_broker is not null) await _broker.DisposeAsync();
            _rekeys.DisposeElement();
        }
        finally
        {
            _store?.Dispose();
        }

        // One that did not get so far has taken nothing, and nobody has looked what waits.
        if (left is null) return;
        var name = _role == "site" ? $"Site {_options.Name}" : $"Base {_options.Name}";
        RuntimeLog.Stopping(
            _logger, name, $"{Counters.Accepted} messages taken, {Counters.Received} received, {left} wait in the store");
    }

    /// <summary>
    /// Ends as by a loss of power, for demonstrations and tests: no goodbye on the air or at the broker, nothing more is
    /// committed. A service that is started with the same store goes on from what was safe.
    /// </summary>
    public async ValueTask AbandonAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        try
        {
            if (_clock is not null) await _clock.DisposeAsync();
            if (_pairings is not null) await _pairings.DisposeAsync();
            await _revocations.DisposeAsync();
            await _rekeys.DisposeAsync();
            await _reporter.AbandonAsync();
            await _presence.AbandonAsync();
            if (_pump.Task.IsCompletedSuccessfully) await _pump.Task.Result.AbandonAsync();
            if (_broker is not null) await _broker.AbandonAsync();
            _rekeys.DisposeElement();
        }
        finally
        {
            _store?.Abandon();
        }
    }

    private bool Has(int link) => _options.Station.Links.Any(one => one.Id == link);

    private async Task StartAsync(IRadio radio, CancellationToken cancellationToken)
    {
        var models = Task.Run(() => ModelPreparation.Run(_options.Station.Links), cancellationToken);
        await radio.ConfigureAsync(_options.Radio, cancellationToken);
        _store = SqliteStore.Open(_options.StorePath);
        foreach (var damaged in SqliteStore.SetAside(_options.StorePath)) RuntimeLog.DamagedStore(_logger, damaged);
        var image = _store.Load();
        var book = new QosTwoBook(image, _pump.Task);
        _time.Recall(image);
        _revocations.Recall(image);

        // Our own broker tells our publications from others' by itself, and MQTT 5 has No Local for it.
        var echoes = _options.Broker.External is { UseMqtt5: false } ? new EchoFilter(_context.Clock) : null;
        _intake = new Intake(_options, _context, _logger, book, _reporter, image.Carried, _pump.Task) { Echoes = echoes };
        Watch(image);
        _delivery = new Delivery(_role, _context, _logger, _filters, image, _pump.Task)
        {
            Echoes = echoes,
            Notices = _notices,
            Spans = _spans!,
            AddsTrace = _options.AddsTrace && _options.Broker.External is not { UseMqtt5: false },
        };

        // The broker first: the link must not run if it cannot start. A message that comes before the link waits for it.
        _broker = await BrokerAttachment.OpenAsync(Setup(book), TakeAsync, _role, _context, cancellationToken);
        _delivery.Port = _broker.Port;
        if (_broker.Client is { } client) _reporter.InDoubt = () => client.InDoubt;
        await models;
        foreach (var link in _options.Station.Links.Where(link => link.Identity is PreSharedKey))
            RuntimeLog.SharedKey(_logger, $"Link {link.Id} ({link.Name})");
        _pump.SetResult(LinkPump.Start(
            radio, _options.Station, _store, image, Elements(), _context, _logger, Observer(radio)));
        if (_options.Pairings is { } pairings)
        {
            var pump = _pump.Task.Result;
            void End(LinkOptions link)
            {
                pump.End(link.Id);
                _discovery!.Remove(link.Name);
            }

            _pairings = new PairingWatch(pairings, _options.Station.Links, End, _context.Clock, _logger);
        }

        _revocations.Start();
        _rekeys.Start();
        ConnectPresence();
        _reporter.Start(_broker.Port, image.DeadLetters);
        _discovery!.Start();
        var settings = $"{_options.Radio.Frequency} {_options.Radio.Modulation}";
        if (_role == "site") RuntimeLog.SiteRunning(_logger, _options.Name, radio.Capabilities.Description, settings);
        else RuntimeLog.BaseRunning(_logger, _options.Name, radio.Capabilities.Description, settings);
    }

    /// <summary>Traces and discovery, by what the store held.</summary>
    private void Watch(StoreImage image)
    {
        _traces = new LinkTraces(image);
        _spans = new TraceSpans(_role, _traces, _context.Clock);
        _reporter.TraceOf = _traces.Of;
        _discovery = new Discovery(_options, _names, image, _reporter, _pump.Task, _context.Clock, _logger);
    }

    /// <summary>Takes a message of this end's broker; what Farlink itself told there is no matter of the link.</summary>
    private ValueTask<string?> TakeAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        _discovery!.Handle(message);
        return ReservedTopics.IsFarlinks(message.Topic) || _discovery.IsOwn(message.Topic)
            ? ValueTask.FromResult<string?>(null) : _intake!.TakeAsync(message, cancellationToken);
    }

    private List<ISecureElement> Elements() => [.. new[] { _options.Element, _options.NextElement }.OfType<ISecureElement>()];

    private BrokerSetup Setup(QosTwoBook book)
    {
        if (_options.Broker.Embedded is { } own) return BrokerSetup.Own(own with { Received = book });
        var other = _options.Broker.External! with
        {
            Subscriptions = _intake!.Filters,
            SubscribeQos = _intake.MostQos,
            Received = book,
            Publisher = Intake.OtherBroker,
        };
        if (_role == "base") other = PresenceConnections.WithWill(other, _options.Station.Links[0], _reporter);
        return BrokerSetup.Other(_discovery!.Attach(other));
    }

    private void ConnectPresence()
    {
        if (_role != "base") return;
        if (_options.Broker.External is { } other)
        {
            var logger = _context.Logging.CreateLogger("farlink.broker");
            _presence.Start(other, _options.Station.Links.Skip(1), _reporter, logger, _context.Clock);
            _reporter.PresencePort = _presence.PortOf;
        }

        // The broker may have been reached before the link ran, or be our own.
        foreach (var link in _options.Station.Links) _reporter.Presence(link.Id);
    }

    private LinkObserver Observer(IRadio radio)
    {
        var limit = new LimitWatch(radio, _context.RadioClock, _logger);
        var refusals = new FrameRefusals(_logger, _options.Station.Links, _context.Clock);
        return new LinkObserver
        {
            OnSent = (frame, transmission) =>
            {
                _context.Observe(new ChainEvent.LinkFrameSent(_role, frame, transmission));
                limit.Check();
            },
            OnFrame = frame => _context.Observe(new ChainEvent.LinkFrameReceived(_role, frame)),
            OnEvent = happened =>
            {
                _context.Observe(new ChainEvent.LinkHappened(_role, happened));
                _traces!.Handle(happened);
                _spans!.Handle(happened);
                if (happened is LinkEvent.Refused refused) refusals.Tell(refused);
                else LinkEventLog.Tell(_logger, _options.Station.Links, _traces, happened);
                if (happened is LinkEvent.SessionUp up) _ = _time.GreetAsync(up.Link);
                if (happened is LinkEvent.Rekeyed rekeyed) _ = Task.Run(() => _rekeys.HandleRekeyed(rekeyed.Link));
                if (happened is LinkEvent.NewPeerStore peer) _revocations.HandleNewPeer(peer.Link);
                _reporter.Handle(happened);
            },
            IsNotice = message => _notices.IsWanted(message.Topic),
            HasBegun = _delivery!.HasBegun,
            PublishAsync = _delivery.PublishAsync,
        };
    }
}
