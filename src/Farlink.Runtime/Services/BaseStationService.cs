using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Farlink.Mqtt;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.RadioHead;
using Farlink.Runtime.Status;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// A base in RadioHead mode, the seed's LoRa server: what comes out of the air is decrypted and published upstream at QoS 1.
/// While the upstream broker is away messages wait in memory, at most <see cref="BaseStationOptions.MostWaiting"/>.
/// </summary>
public sealed class BaseStationService : IRunningEnd
{
    private readonly BaseStationOptions _options;
    private readonly RuntimeContext _context;
    private readonly ILogger _logger;
    private readonly Channel<MqttMessage> _waiting;
    private readonly CancellationTokenSource _closing = new();
    private BrokerAttachment? _upstream;
    private RadioHeadPump? _pump;
    private Task _publishing = Task.CompletedTask;
    private long _received;
    private long _published;
    private long _dropped;
    private long _frames;
    private long _waitingMessages;
    private long _waitingOctets;
    private volatile HeardFrame? _heard;

    private BaseStationService(BaseStationOptions options, RuntimeContext context)
    {
        _options = options;
        _context = context;
        _logger = context.Logging.CreateLogger("farlink.base");
        _waiting = Channel.CreateBounded<MqttMessage>(options.MostWaiting);
    }

    /// <summary>Messages from the air, published, and dropped so far.</summary>
    public (long Received, long Published, long Dropped) Counters =>
        (Interlocked.Read(ref _received), Interlocked.Read(ref _published), Interlocked.Read(ref _dropped));

    /// <inheritdoc/>
    public EmbeddedBroker? Broker => _upstream?.Embedded;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => _upstream?.Certificate;

    /// <inheritdoc/>
    public long Beats => _pump!.Beats;

    /// <summary>Frames refused so far, by reason.</summary>
    public IReadOnlyDictionary<FrameRefusal, long> Refusals => _pump!.Refusals;

    /// <summary>Completes, faulted, when the radio is gone for good.</summary>
    public Task Completion => _pump!.Completion;

    /// <inheritdoc/>
    public ServiceStatus Status()
    {
        var snapshot = _pump!.Snapshot;
        var inbox = new InboxFigures((int)Interlocked.Read(ref _waitingMessages), Interlocked.Read(ref _waitingOctets));

        // It sends nothing but acknowledgements.
        var queue = new QueueFigures(0, 0, null, 0, Counters.Dropped);
        var link = RadioHeadFigures.Link(0, Interlocked.Read(ref _frames), Counters.Received, Heard(), snapshot, queue);
        return new ServiceStatus
        {
            Role = "base",
            Name = _options.Name,
            Mode = RadioHeadFigures.Mode,
            Age = _context.RadioClock.Now() - snapshot.At,
            Radio = snapshot.Radio,
            Links = [link with { Inbox = inbox }],
            Queue = queue,
            Inbox = inbox,
            Taken = 0,
            Received = Counters.Received,
            Refused = snapshot.Refused,
            Airtime = RadioHeadFigures.Airtime(_options.Radio, snapshot),
            Broker = _upstream!.Figures(),
            Warnings = [RadioHeadFigures.Warning],
        };
    }

    /// <inheritdoc/>
    public bool TryPause(int link, bool isPaused) => false;

    /// <inheritdoc/>
    public bool TryFlush(int link) => false;

    /// <inheritdoc/>
    public bool TryUse(IReadOnlyList<Route> routes) => false;

    /// <summary>Starts a base.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="radio">A radio; not disposed of with the base.</param>
    /// <param name="context">Clocks, randomness, logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RadioException">The radio cannot do what the settings ask.</exception>
    /// <exception cref="BrokerException">The broker cannot listen.</exception>
    public static async Task<BaseStationService> StartAsync(
        BaseStationOptions options, IRadio radio, RuntimeContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(context);
        var station = new BaseStationService(options, context);
        RuntimeLog.RadioHeadMode(station._logger);
        await radio.ConfigureAsync(options.Radio, cancellationToken);
        station._upstream = await BrokerAttachment.OpenAsync(options.Upstream, null, "base", context, cancellationToken);

        var limit = new LimitWatch(radio, context.RadioClock, station._logger);
        var observer = new PumpObserver
        {
            OnSent = (frame, transmission) =>
            {
                Interlocked.Increment(ref station._frames);
                context.Observe(new ChainEvent.FrameSent("base", frame.Octets, transmission));
                limit.Check();
            },
            OnRefused = (refusal, frame) => context.Observe(new ChainEvent.FrameRefused("base", refusal, frame)),
            OnAcknowledgement = frame => context.Observe(new ChainEvent.FrameHeard("base", frame)),
        };
        station._pump = RadioHeadPump.Start(radio, options.Node, context, station._logger, station.Take, observer);
        station._publishing = station.PublishAsync();
        RuntimeLog.BaseRunning(
            station._logger, options.Name, radio.Capabilities.Description,
            $"{options.Radio.Frequency} {options.Radio.Modulation}");
        return station;
    }

    /// <summary>Stops: nothing more from the air, then what waits for a while, then the upstream broker.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_pump is not null) await _pump.DisposeAsync();
        _waiting.Writer.TryComplete();
        _closing.CancelAfter(_options.DrainTime);
        await _publishing;
        if (_upstream is not null) await _upstream.DisposeAsync();
        _closing.Dispose();
        RuntimeLog.Stopping(
            _logger,
            $"Base {_options.Name}",
            $"{_received} messages received, {_published} published, {_dropped} dropped, {_waitingMessages} left waiting");
    }

    private HeardFrame? Heard() => _heard is { } heard ? heard with { Ago = _context.RadioClock.Now() - heard.At } : null;

    private void Take(RadioHeadEvent.Received received, ReceivedFrame frame)
    {
        Interlocked.Increment(ref _received);
        _heard = new HeardFrame(received.Header.From, frame.Rssi, frame.Snr, _context.RadioClock.Now(), Duration.Zero);
        _context.Observe(new ChainEvent.MessageReceived(received, frame));
        var signal = frame.Rssi is { } rssi ? $"{rssi}, SNR {frame.Snr}" : "no signal report";
        RuntimeLog.MessageReceived(_logger, received.Message.Length, received.Header.From, signal);
        var message = new MqttMessage { Topic = _options.Topic, Payload = received.Message };
        CountWaiting(message, 1);
        if (_waiting.Writer.TryWrite(message)) return;
        CountWaiting(message, -1);
        RuntimeLog.UpstreamDropped(_logger, _options.MostWaiting, Interlocked.Increment(ref _dropped));
        _context.Observe(new ChainEvent.UpstreamDropped(message, $"{_options.MostWaiting} messages wait for the broker already"));
    }

    /// <summary>One more or less waits for the broker; the one that is being published waits too.</summary>
    private void CountWaiting(MqttMessage message, int by)
    {
        Interlocked.Add(ref _waitingOctets, by * (long)message.Payload.Length);
        Interlocked.Add(ref _waitingMessages, by);
    }

    private async Task PublishAsync()
    {
        try
        {
            await foreach (var message in _waiting.Reader.ReadAllAsync(_closing.Token))
            {
                var outcome = await _upstream!.Port.PublishAsync(message, _closing.Token);
                CountWaiting(message, -1);
                if (outcome.IsAccepted)
                {
                    Interlocked.Increment(ref _published);
                    _context.Observe(new ChainEvent.UpstreamPublished("base", message, null));
                }
                else
                {
                    Interlocked.Increment(ref _dropped);
                    RuntimeLog.UpstreamRefused(_logger, Printable.Escape(message.Topic), outcome.Refusal!);
                    _context.Observe(new ChainEvent.UpstreamDropped(message, $"the broker refused it: {outcome.Refusal}"));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped before everything could be handed over; what is left is told.
        }
    }
}
