using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Farlink.Mqtt.Broker;

/// <summary>What no client may send, although the library reads it: it would end the connection without telling us.</summary>
internal static class PacketRules
{
    /// <summary>
    /// Topic aliases of one connection (MQTT 5 §3.2.2.3.8), as many as mosquitto allows; the library would keep 65,535 topics.
    /// </summary>
    public const ushort MostTopicAliases = 10;

    /// <summary>Why a client may not send this packet, or null.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isFirst">Whether it is the first of its connection.</param>
    public static string? Refuse(MqttPacket packet, bool isFirst) => packet switch
    {
        // MQTT 3.1.1 §3.1.
        MqttConnectPacket when !isFirst => "a second CONNECT",

        // §3.1.2.6, §3.3.1.2.
        MqttConnectPacket { WillFlag: true, WillQoS: > MqttQualityOfServiceLevel.ExactlyOnce } => "its will has QoS 3",
        MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.ExactlyOnce } => "a PUBLISH with QoS 3",

        // MQTT 5 §3.3.2.3.4.
        MqttPublishPacket { TopicAlias: > MostTopicAliases } => $"a topic alias above {MostTopicAliases}",

        MqttConnAckPacket or MqttSubAckPacket or MqttUnsubAckPacket or MqttPingRespPacket or MqttAuthPacket =>
            "a packet of a kind that no client sends here",

        // §2.3.1.
        MqttPublishPacket { QualityOfServiceLevel: MqttQualityOfServiceLevel.AtMostOnce } => null,
        MqttPacketWithIdentifier { PacketIdentifier: 0 } => "a packet with packet id 0",
        _ => null,
    };
}
