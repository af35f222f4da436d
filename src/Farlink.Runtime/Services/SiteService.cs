using System.Security.Cryptography.X509Certificates;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Text;
using Farlink.Radios;
using Farlink.Runtime.RadioHead;
using Farlink.Runtime.Status;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// A site in RadioHead mode, the seed's LoRa client: what devices publish under a route goes out as RadioHead frames to the
/// base. The queue is in memory and bounded by <see cref="Protocol.RadioHead.RadioHeadOptions.MostQueued"/>; what does not fit
/// is dropped, counted and logged.
/// </summary>
public sealed class SiteService : IRunningEnd
{
    private readonly SiteOptions _options;
    private readonly RadioHeadOptions _node;
    private readonly RuntimeContext _context;
    private readonly ILogger _logger;
    private readonly LimitWatch _limit;
    private readonly TaskCompletionSource<RadioHeadPump> _pump = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BrokerAttachment? _broker;
    private long _accepted;
    private long _dropped;
    private long _sent;
    private long _frames;

    private SiteService(SiteOptions options, IRadio radio, RuntimeContext context)
    {
        _options = options;

        // Nothing comes down in this mode: a site must not acknowledge what it would throw away.
        _node = options.Node with { Acknowledge = AcknowledgePolicy.Never };
        _context = context;
        _logger = context.Logging.CreateLogger("farlink.site");
        _limit = new LimitWatch(radio, context.RadioClock, _logger);
    }

    /// <summary>Messages taken, dropped, and put on the air (acknowledged, if reliable) so far.</summary>
    public (long Accepted, long Dropped, long Sent) Counters =>
        (Interlocked.Read(ref _accepted), Interlocked.Read(ref _dropped), Interlocked.Read(ref _sent));

    /// <inheritdoc/>
    public EmbeddedBroker? Broker => _broker?.Embedded;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => _broker?.Certificate;

    /// <inheritdoc/>
    public long Beats => _pump.Task.Result.Beats;

    /// <summary>Completes, faulted, when the radio is gone for good.</summary>
    public Task Completion => _pump.Task.Result.Completion;

    /// <inheritdoc/>
    public ServiceStatus Status()
    {
        var snapshot = _pump.Task.Result.Snapshot;
        var queue = new QueueFigures(snapshot.Queued, null, null, 0, Counters.Dropped);
        return new ServiceStatus
        {
            Role = "site",
            Name = _options.Name,
            Mode = RadioHeadFigures.Mode,
            Age = _context.RadioClock.Now() - snapshot.At,
            Radio = snapshot.Radio,
            Links = [RadioHeadFigures.Link(_options.To, Interlocked.Read(ref _frames), 0, null, snapshot, queue)],
            Queue = queue,
            Taken = Counters.Accepted,
            Received = 0,
            Refused = snapshot.Refused,
            Airtime = RadioHeadFigures.Airtime(_options.Radio, snapshot),
            Broker = _broker!.Figures(),
            Warnings = [RadioHeadFigures.Warning],
        };
    }

    /// <inheritdoc/>
    public bool TryPause(int link, bool isPaused) => false;

    /// <inheritdoc/>
    public bool TryFlush(int link) => false;

    /// <inheritdoc/>
    public bool TryUse(IReadOnlyList<Route> routes) => false;

    /// <summary>Starts a site.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="radio">A radio; not disposed of with the site.</param>
    /// <param name="context">Clocks, randomness, logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RadioException">The radio cannot do what the settings ask.</exception>
    /// <exception cref="BrokerException">The broker cannot listen.</exception>
    public static async Task<SiteService> StartAsync(
        SiteOptions options, IRadio radio, RuntimeContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(context);
        var site = new SiteService(options, radio, context);
        RuntimeLog.RadioHeadMode(site._logger);
        await radio.ConfigureAsync(options.Radio, cancellationToken);

        // The broker first: the pump must not run if it cannot start. A message that comes before the pump waits for it.
        var subscriptions = options.Routes.Where(route => route.Direction != Protocol.Bridging.RouteDirection.Down)
            .Select(route => route.Topic);
        var broker = options.Broker.External is { } other
            ? BrokerSetup.Other(other with { Subscriptions = [.. subscriptions] }) : options.Broker;
        site._broker = await BrokerAttachment.OpenAsync(broker, site.AcceptAsync, "site", context, cancellationToken);
        site._pump.SetResult(RadioHeadPump.Start(
            radio, site._node, context, site._logger, (_, frame) => site.Hear(frame), site.Observer()));
        RuntimeLog.SiteRunning(
            site._logger, options.Name, radio.Capabilities.Description, $"{options.Radio.Frequency} {options.Radio.Modulation}");
        return site;
    }

    /// <summary>Stops: no new messages, then what is queued for a while, then the radio.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
        if (!_pump.Task.IsCompletedSuccessfully) return;
        var pump = await _pump.Task;
        var deadline = _context.Clock.GetTimestamp();
        while (pump.Queued > 0 && !pump.Completion.IsCompleted && _context.Clock.GetElapsedTime(deadline) < _options.DrainTime)
            await Task.Delay(TimeSpan.FromMilliseconds(20), _context.Clock);
        var left = pump.Queued;
        await pump.DisposeAsync();
        RuntimeLog.Stopping(
            _logger,
            $"Site {_options.Name}",
            $"{_accepted} messages taken, {_sent} sent, {_dropped} dropped, {left} left in the queue");
    }

    private PumpObserver Observer() => new()
    {
        OnSent = (frame, transmission) =>
        {
            Interlocked.Increment(ref _frames);
            _context.Observe(new ChainEvent.FrameSent("site", frame.Octets, transmission));
            _limit.Check();
        },
        OnRefused = (refusal, frame) => _context.Observe(new ChainEvent.FrameRefused("site", refusal, frame)),
        OnAcknowledgement = Hear,
    };

    private void Hear(ReceivedFrame frame) => _context.Observe(new ChainEvent.FrameHeard("site", frame));

    private async ValueTask<string?> AcceptAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        if (!_options.Routes.Any(route => route.LetsUp(message.Topic))) return null;
        var pump = await _pump.Task.WaitAsync(cancellationToken);
        var most = _options.Node.Codec.MostMessageOctets;
        if (message.Payload.Length > most)
            return Drop(message, $"{message.Payload.Length} octets; {_options.Node.Codec.Name} carries at most {most}");
        if (pump.TrySend(_options.To, message.Payload.Span) is not { } sending)
            return Drop(message, $"{_options.Node.MostQueued} messages wait for the radio already");
        Interlocked.Increment(ref _accepted);
        _context.Observe(new ChainEvent.SiteAccepted(message));
        RuntimeLog.SiteAccepted(_logger, message.Payload.Length, Printable.Escape(message.Topic));
        _ = CountAsync(sending);
        return null;
    }

    private async Task CountAsync(Task<bool> sending)
    {
        if (await sending) Interlocked.Increment(ref _sent);
    }

    private string Drop(MqttMessage message, string reason)
    {
        var total = Interlocked.Increment(ref _dropped);
        _context.Observe(new ChainEvent.Dropped("site", message, reason, null));
        RuntimeLog.SiteDropped(_logger, Printable.Escape(message.Topic), reason, total);
        return reason;
    }
}
