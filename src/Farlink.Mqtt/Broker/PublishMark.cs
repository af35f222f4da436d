using MQTTnet.Packets;

namespace Farlink.Mqtt.Broker;

/// <summary>Carries what a PUBLISH came with through the library to where the message is taken.</summary>
internal sealed class PublishMark : List<MqttUserProperty>
{
    public PublishMark(MqttPublishPacket publish, CancellationToken gone)
        : base(publish.UserProperties ?? [])
    {
        PacketId = publish.PacketIdentifier;
        IsRepeat = publish.Dup;
        Gone = gone;
    }

    /// <summary>Its packet id; 0 at QoS 0.</summary>
    public ushort PacketId { get; }

    /// <summary>Whether its sender says that it is a repeat (DUP).</summary>
    public bool IsRepeat { get; }

    /// <summary>Cancelled when nobody waits any more for its acknowledgement.</summary>
    public CancellationToken Gone { get; }
}
