using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Watching;

/// <summary>A message as it goes on; the hub's lock guards it.</summary>
internal sealed class MessageLife
{
    // Not the message itself: its payload would live as long as this.
    private readonly int _octets;
    private readonly MqttQos _qos;
    private readonly bool _retain;
    private readonly bool _isOutgoing;
    private readonly List<MessageStep> _steps = [];
    private readonly List<CarryingFrame> _frames = [];

    public MessageLife(long id, string role, byte link, bool isOutgoing, MqttMessage message, DateTimeOffset at)
    {
        Id = id;
        Role = role;
        Link = link;
        Topic = KeptTopic.Of(message.Topic);
        _octets = message.Payload.Length;
        _qos = message.Qos;
        _retain = message.Retain;
        _isOutgoing = isOutgoing;
        At = at;
        State = isOutgoing ? MessageState.Waiting : MessageState.Received;
    }

    public long Id { get; }

    public string Role { get; }

    public byte Link { get; }

    /// <summary>See <see cref="KeptTopic"/>.</summary>
    public string Topic { get; }

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; }

    public int Octets => _octets;

    /// <summary>Its row in the outbox; 0 if it has none.</summary>
    public long Row { get; init; }

    /// <summary>The payload, where it is kept.</summary>
    public ReadOnlyMemory<byte>? Payload { get; init; }

    public string? Trace { get; set; }

    public long? StreamId { get; set; }

    public MessageState State { get; private set; }

    public int? CodedOctets { get; set; }

    /// <summary>Its place among all, the one that changed last at the end.</summary>
    public LinkedListNode<MessageLife>? Place { get; set; }

    /// <summary>The number of its last change.</summary>
    public long Change { get; set; }

    private string? Reason { get; set; }

    private Duration Airtime { get; set; }

    private int Frames { get; set; }

    private DateTimeOffset? ChangedAt { get; set; }

    private DateTimeOffset? ArrivedAt { get; set; }

    /// <summary>It is one step further.</summary>
    public void Step(DateTimeOffset now, string where, string what, MessageState? state = null, string? reason = null)
    {
        // Steps are few; only a message that is sent again and again could have many.
        if (_steps.Count < 40) _steps.Add(new MessageStep(now, where, what));
        ChangedAt = now;
        if (state is not { } next) return;
        State = next;
        Reason = reason;
        ArrivedAt = now;
    }

    /// <summary>A frame carried a part of it.</summary>
    public void Carry(CarryingFrame frame, Duration share, int codedOctets, int mostFrames)
    {
        Frames++;
        Airtime += share;
        ChangedAt = frame.At;
        if (codedOctets > 0) CodedOctets = (CodedOctets ?? 0) + codedOctets;
        if (_frames.Count < mostFrames) _frames.Add(frame);
    }

    public SeenMessage See() => new()
    {
        Id = Id,
        Trace = Trace,
        Role = Role,
        Link = Link,
        IsOutgoing = _isOutgoing,
        Topic = Topic,
        Octets = _octets,
        Qos = _qos,
        Retain = _retain,
        At = At,
        ChangedAt = ChangedAt ?? At,
        Change = Change,
        State = State,
        Reason = Reason,
        StreamId = StreamId,
        CodedOctets = CodedOctets,
        Airtime = Airtime,
        Frames = Frames,
        Latency = ArrivedAt is { } arrived ? Duration.FromTimeSpan(arrived - At) : null,
        Payload = Payload,
        Steps = [.. _steps],
        CarriedBy = [.. _frames],
    };
}
