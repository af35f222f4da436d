using Farlink.Mqtt;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Text;
using Farlink.Runtime.Link;
using Farlink.Runtime.Notices;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>Hands what came by the links to this end's broker, one message after the other.</summary>
internal sealed class Delivery
{
    private readonly RuntimeContext _context;
    private readonly ILogger _logger;
    private readonly IReadOnlyDictionary<byte, InboundFilter> _filters;
    private readonly Dictionary<long, QosTwoPhase> _phases;
    private readonly Task<LinkPump> _pump;
    private readonly string _role;
    private long _received;

    public Delivery(
        string role, RuntimeContext context, ILogger logger, IReadOnlyDictionary<byte, InboundFilter> filters, StoreImage image,
        Task<LinkPump> pump)
    {
        _role = role;
        _context = context;
        _logger = logger;
        _filters = filters;
        _pump = pump;
        _phases = image.QosTwoSending.ToDictionary(one => one.Row, one => new QosTwoPhase(one.PacketId, one.IsReceived));
    }

    /// <summary>Where it goes; set before the first message.</summary>
    public IMqttPort? Port { get; set; }

    /// <summary>Takes what the other end says about itself, which goes to no broker.</summary>
    public required NoticeBoard Notices { get; init; }

    /// <summary>Told what is published at a broker that shows it to us again.</summary>
    public EchoFilter? Echoes { get; init; }

    /// <summary>Told how each publication ended.</summary>
    public required TraceSpans Spans { get; init; }

    /// <summary>Whether a message without <c>traceparent</c> gets one; only where the broker speaks MQTT 5.</summary>
    public bool AddsTrace { get; init; }

    /// <summary>Messages received so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Whether the publication of a QoS 2 message has begun before this start of the program.</summary>
    public bool HasBegun(InboxRow row) => _phases.ContainsKey(row.Row);

    /// <summary>Completes when the broker has it for good, with null, or will never take it, with the reason.</summary>
    public async Task<string?> PublishAsync(InboxRow row, CancellationToken cancellationToken)
    {
        if (Notices.IsWanted(row.Message.Topic)) return await Notices.TakeAsync(row, cancellationToken);
        Interlocked.Increment(ref _received);
        var began = _context.Clock.GetUtcNow();
        var message = _filters[row.Link].ToBroker(row.Message);
        if (AddsTrace && !TraceParent.IsIn(message)) message = TraceParent.Of(row).AddTo(message);
        _context.Observe(new ChainEvent.LinkMessageReceived(_role, message));
        Echoes?.Note(message);
        _phases.Remove(row.Row, out var known);
        var phase = message.Qos == MqttQos.ExactlyOnce
            ? new StoredPhase(row.Row, known, await _pump.WaitAsync(cancellationToken)) : null;
        var outcome = await Port!.PublishAsync(message, phase, cancellationToken);
        Spans.HandlePublished(row, message.Topic, began, outcome.Refusal);
        if (outcome.IsAccepted)
        {
            _context.Observe(new ChainEvent.UpstreamPublished(_role, message, row));
            return null;
        }

        RuntimeLog.UpstreamRefused(_logger, Printable.Escape(message.Topic), outcome.Refusal!);
        return outcome.Refusal;
    }
}
