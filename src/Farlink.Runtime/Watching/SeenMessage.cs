using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Watching;

/// <summary>A message's life, as one end knows it.</summary>
public sealed record SeenMessage
{
    /// <summary>Rises from message to message, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>Its trace id, 32 hexadecimal digits, the same at both ends; null before it has a place in the stream.</summary>
    public string? Trace { get; init; }

    /// <summary>Which end knows it: site or base.</summary>
    public required string Role { get; init; }

    /// <summary>The link; 0 in RadioHead mode.</summary>
    public required byte Link { get; init; }

    /// <summary>Whether it leaves this end by the link; else it came by it.</summary>
    public required bool IsOutgoing { get; init; }

    /// <summary>The topic, as on the link.</summary>
    public required string Topic { get; init; }

    /// <summary>Octets of the payload.</summary>
    public required int Octets { get; init; }

    /// <summary>Its quality of service.</summary>
    public required MqttQos Qos { get; init; }

    /// <summary>Whether it is to be retained.</summary>
    public required bool Retain { get; init; }

    /// <summary>When this end got it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it last went on.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Rises with every change of any message.</summary>
    public required long Change { get; init; }

    /// <summary>How far it is.</summary>
    public required MessageState State { get; init; }

    /// <summary>Why it ended; null if it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>Its place in the stream; null before it has one.</summary>
    public long? StreamId { get; init; }

    /// <summary>Octets it took of chunks, repeats not counted; null where that is not known.</summary>
    public int? CodedOctets { get; init; }

    /// <summary>Its share of the airtime of the frames that carried it, repeats included.</summary>
    public Duration Airtime { get; init; }

    /// <summary>
    /// Frames that carried a part of it; known at its sender, in RadioHead mode also at its receiver. <see cref="CarriedBy"/> has
    /// the first of them.
    /// </summary>
    public int Frames { get; init; }

    /// <summary>From when this end got it until it was where its state says.</summary>
    public Duration? Latency { get; init; }

    /// <summary>The payload, where it is kept; cut off at a limit.</summary>
    public ReadOnlyMemory<byte>? Payload { get; init; }

    /// <summary>Its way so far.</summary>
    public IReadOnlyList<MessageStep> Steps { get; init; } = [];

    /// <summary>Frames that carried it, the first of them.</summary>
    public IReadOnlyList<CarryingFrame> CarriedBy { get; init; } = [];
}
