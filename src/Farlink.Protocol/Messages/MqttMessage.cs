using System.Text;

namespace Farlink.Protocol.Messages;

/// <summary>One MQTT PUBLISH.</summary>
public sealed record MqttMessage
{
    /// <summary>Topic name.</summary>
    public required string Topic { get; init; }

    /// <summary>Payload, any octets.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Delivery guarantee; default at least once.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;

    /// <summary>Whether the broker keeps it for later subscribers.</summary>
    public bool Retain { get; init; }

    /// <summary>What MQTT 5 says beside it; null where it says nothing.</summary>
    public MessageProperties? Properties { get; init; }

    /// <summary>
    /// MQTT 5 message expiry interval in seconds; null if it never expires. Never on the air: there it is a deadline.
    /// </summary>
    public uint? ExpirySeconds { get; init; }

    /// <summary>The client id of whoever published it at this end's broker; empty if unknown. Never on the air.</summary>
    public string Publisher { get; init; } = "";

    /// <summary>Packet id at the hop it came by; 0: none. Never on the air.</summary>
    public ushort PacketId { get; init; }

    /// <summary>Whether that hop's sender says that it is a repeat (DUP). Never on the air.</summary>
    public bool IsRepeat { get; init; }

    /// <summary><see cref="PacketId"/> of a QoS 2 message, its name until its publisher says PUBREL; else 0.</summary>
    public ushort QosTwoId => Qos == MqttQos.ExactlyOnce ? PacketId : (ushort)0;

    /// <summary>What it takes of a queue: topic, payload and properties in octets.</summary>
    public int SizeOctets => Encoding.UTF8.GetByteCount(Topic) + Payload.Length + (Properties?.SizeOctets ?? 0);
}
