using System.Threading.Channels;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Link;
using Farlink.Storage;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// One end of the native link as a service: takes from its broker what a route lets out, into the store before it acknowledges,
/// and publishes at its broker what its own filter lets in. The same at a site and at a base.
/// </summary>
public sealed class LinkService : IAsyncDisposable
{
    private static readonly TimeSpan HoldBack = TimeSpan.FromMilliseconds(250);
    private const int SecretPad = 64;

    private readonly LinkServiceOptions _options;
    private readonly RuntimeContext _context;
    private readonly ILogger _logger;
    private readonly string _role;
    private readonly RouteDirection _out;
    private readonly List<RouteGate> _gates;
    private readonly Dictionary<byte, InboundFilter> _filters;
    private readonly ReceiptBook _receipts = new();
    private readonly EchoFilter _echoes;
    private readonly Channel<MqttMessage> _reports = Channel.CreateBounded<MqttMessage>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly TaskCompletionSource<LinkPump> _pump = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private BrokerAttachment? _broker;
    private SqliteStore? _store;
    private Task _reporting = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;
    private long _accepted;
    private long _received;

    private LinkService(LinkServiceOptions options, RuntimeContext context)
    {
        var isSite = options.Station.Role == LinkRole.Site;
        _role = isSite ? "site" : "base";
        _out = isSite ? RouteDirection.Up : RouteDirection.Down;
        var inward = isSite ? RouteDirection.Down : RouteDirection.Up;
        _context = context;
        _logger = context.Logging.CreateLogger($"farlink.{_role}");
        _gates = [.. options.Routes.Where(route => route.Lets(_out)).Select(route => new RouteGate(route, context.Clock))];
        _echoes = new EchoFilter(context.Clock);
        _filters = options.Station.Links.ToDictionary(
            link => link.Id,
            link => new InboundFilter(options.Routes, inward, options.Prefixes.GetValueOrDefault(link.Id) ?? ""));
        _options = options with
        {
            Station = options.Station with
            {
                Links = [.. options.Station.Links.Select(link => link with { RefuseInbound = _filters[link.Id].Refuse })],
            },
        };
    }

    /// <summary>Messages taken from the broker, and from the air, so far.</summary>
    public (long Accepted, long Received) Counters => (Interlocked.Read(ref _accepted), Interlocked.Read(ref _received));

    /// <summary>This end's broker, if it is our own.</summary>
    public EmbeddedBroker? Broker => _broker?.Embedded;

    /// <summary>Completes, faulted, when the radio or the store is gone for good.</summary>
    public Task Completion => _pump.Task.Result.Completion;

    /// <summary>What a link is doing.</summary>
    public LinkStatus Status(byte link) => _pump.Task.Result.Status(link);

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
        if (_role == "base") Report(_options.Station.Links.Select(link => LinkReports.State(link.Name, false)));
        _reports.Writer.TryComplete();
        _closing.CancelAfter(TimeSpan.FromSeconds(3));
        await _reporting;
        await _closing.CancelAsync();
        await _watching;
        if (_broker is not null) await _broker.DisposeAsync();
        var left = 0;
        if (_pump.Task.IsCompletedSuccessfully)
        {
            left = _options.Station.Links.Sum(link => _pump.Task.Result.Status(link.Id).QueuedMessages);
            await _pump.Task.Result.DisposeAsync();
        }

        _store?.Dispose();
        _closing.Dispose();
        var name = _role == "site" ? $"Site {_options.Name}" : $"Base {_options.Name}";
        RuntimeLog.Stopping(
            _logger, name, $"{_accepted} messages taken, {_received} received, {left} wait in the store");
    }

    private async Task StartAsync(IRadio radio, CancellationToken cancellationToken)
    {
        await radio.ConfigureAsync(_options.Radio, cancellationToken);
        _store = SqliteStore.Open(_options.StorePath);

        // The broker first: the link must not run if it cannot start. A message that comes before the link waits for it.
        var filters = _gates.Select(gate => gate.Route.LocalFilter).Distinct();
        _broker = await BrokerAttachment.OpenAsync(_options.Broker, [.. filters], TakeAsync, _context, cancellationToken);
        var limit = new LimitWatch(radio, _context.RadioClock, _logger);
        var observer = new LinkObserver
        {
            OnSent = (frame, transmission) =>
            {
                _context.Observe(new ChainEvent.LinkFrameSent(_role, frame, transmission));
                limit.Check();
            },
            OnFrame = frame => _context.Observe(new ChainEvent.LinkFrameReceived(_role, frame)),
            OnEvent = Handle,
            PublishAsync = PublishAsync,
        };
        _pump.SetResult(LinkPump.Start(radio, _options.Station, _store, _context, _logger, observer));
        _reporting = ReportAsync();
        _watching = ReportQualityAsync();
        var settings = $"{_options.Radio.Frequency} {_options.Radio.Modulation}";
        if (_role == "site") RuntimeLog.SiteRunning(_logger, _options.Name, radio.Capabilities.Description, settings);
        else RuntimeLog.BaseRunning(_logger, _options.Name, radio.Capabilities.Description, settings);
    }

    /// <summary>
    /// Called before the broker acknowledges a publish: returns when it is safe in the store, or will never be carried.
    /// </summary>
    private async ValueTask TakeAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        if (_broker is { Embedded: null } && _echoes.IsEcho(message)) return;
        foreach (var gate in _gates)
        {
            if (gate.Route.ToLink(message.Topic, _out) is not { } topic) continue;

            // A retained command is an old one: it must not run again because somebody subscribes.
            if (_out == RouteDirection.Down && message.Retain) return;
            if (gate.Hold(message) is { } held)
            {
                if (held != RouteGate.Unchanged) Refuse(message, held);
                return;
            }

            foreach (var link in _options.Station.Links)
                await SubmitAsync(Submission(message, topic, gate.Route, link.Id), cancellationToken);
            return;
        }
    }

    private Submission Submission(MqttMessage message, string topic, Route route, byte link)
    {
        var expires = route.Expires ?? (_out == RouteDirection.Down ? Route.CommandsExpireIn : null);
        if (message.ExpirySeconds is { } seconds && (expires is null || Duration.FromSeconds(seconds) < expires))
            expires = Duration.FromSeconds(seconds);
        return new Submission
        {
            Link = link,
            Message = message with { Topic = topic, Qos = message.Qos < route.Qos ? message.Qos : route.Qos },
            Priority = route.Priority,
            MostLatency = route.MostLatency,
            ExpiresIn = expires,
            NewestOnly = route.NewestOnly,
            PadTo = route.IsSecret ? SecretPad : 0,
            Client = message.Publisher,
            ReceiptId = ReceiptBook.IdOf(message),
        };
    }

    private async Task SubmitAsync(Submission submission, CancellationToken cancellationToken)
    {
        var pump = await _pump.Task.WaitAsync(cancellationToken);
        while (true)
        {
            var verdict = await pump.SubmitAsync(submission, cancellationToken);
            switch (verdict)
            {
                case SubmitVerdict.Taken:
                    Interlocked.Increment(ref _accepted);
                    _context.Observe(new ChainEvent.SiteAccepted(submission.Message));
                    var topic = Printable.Escape(submission.Message.Topic);
                    RuntimeLog.SiteAccepted(_logger, submission.Message.Payload.Length, topic);
                    return;
                case SubmitVerdict.QueueFull or SubmitVerdict.ClientShareFull:
                    // Its publisher waits for the acknowledgement; others have connections of their own.
                    await Task.Delay(HoldBack, _context.Clock, cancellationToken);
                    break;
                default:
                    var most = _options.Station.Links[0].MostMessageOctets;
                    Refuse(submission.Message, verdict == SubmitVerdict.TooLong
                        ? $"{submission.Message.SizeOctets} octets; the link carries at most {most}"
                        : "its topic or its properties are too long for the link");
                    return;
            }
        }
    }

    private void Refuse(MqttMessage message, string why)
    {
        var client = message.Publisher.Length > 0 ? Printable.Escape(message.Publisher) : "unknown";
        RuntimeLog.Refused(_logger, client, Printable.Escape(message.Topic), why);
        _context.Observe(new ChainEvent.SiteDropped(message, why));
        Report(_options.Station.Links.Select(link => LinkReports.Dead(link.Name, message.Topic, why)));
    }

    private async Task PublishAsync(InboxRow row, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _received);
        var message = row.Message with { Topic = _filters[row.Link].ToBroker(row.Message.Topic) ?? row.Message.Topic };
        _context.Observe(new ChainEvent.LinkMessageReceived(_role, message));
        if (_broker is { Embedded: null }) _echoes.Note(message);
        var outcome = await _broker!.Port.PublishAsync(message, cancellationToken);
        if (outcome.IsAccepted)
        {
            _context.Observe(new ChainEvent.UpstreamPublished(message));
            return;
        }

        RuntimeLog.UpstreamRefused(_logger, Printable.Escape(message.Topic), outcome.Refusal!);
        Report([LinkReports.Dead(NameOf(row.Link), message.Topic, $"the broker refused it: {outcome.Refusal}")]);
    }

    /// <summary>Tells what the station tells; called with the pump's lock held.</summary>
    private void Handle(LinkEvent happened)
    {
        _context.Observe(new ChainEvent.LinkHappened(_role, happened));
        LinkEventLog.Tell(_logger, _options.Station.Links, happened);
        foreach (var (row, state) in _receipts.Handle(happened))
            Report([LinkReports.Receipt(NameOf(row.Link), row.Client, row.ReceiptId!, state)]);
        switch (happened)
        {
            case LinkEvent.Dead dead:
                Report([LinkReports.Dead(NameOf(dead.Link), dead.Message.Topic, DeadWords.Of(dead))]);
                break;
            case LinkEvent.Online online when _role == "base":
                Report([LinkReports.State(NameOf(online.Link), true)]);
                break;
            case LinkEvent.Offline offline when _role == "base":
                Report([LinkReports.State(NameOf(offline.Link), false)]);
                break;
        }
    }

    private string NameOf(byte link) => _options.Station.Links.First(one => one.Id == link).Name;

    private void Report(IEnumerable<MqttMessage> messages)
    {
        foreach (var message in messages) _reports.Writer.TryWrite(message);
    }

    private async Task ReportAsync()
    {
        try
        {
            await foreach (var message in _reports.Reader.ReadAllAsync(_closing.Token))
                await _broker!.Port.PublishAsync(message, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Reports that could not be handed over in time are not worth a longer stop.
        }
    }

    private async Task ReportQualityAsync()
    {
        using var timer = new PeriodicTimer(_options.ReportInterval, _context.Clock);
        while (true)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(_closing.Token)) return;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var pump = _pump.Task.Result;
            Report(_options.Station.Links.Select(link => LinkReports.Quality(pump.Status(link.Id), pump.Totals().Used)));
        }
    }
}
