using System.Buffers;
using Farlink.Protocol.Messages;
using MQTTnet;
using MQTTnet.Protocol;

namespace Farlink.Mqtt;

/// <summary>Between our message and the library's.</summary>
internal static class MessageConversion
{
    public static MqttMessage FromMqttNet(MqttApplicationMessage message) => new()
    {
        Topic = message.Topic,
        Payload = message.Payload.ToArray(),
        Qos = (MqttQos)message.QualityOfServiceLevel,
        Retain = message.Retain,
    };

    public static MqttApplicationMessage ToMqttNet(MqttMessage message, bool duplicate = false) => new()
    {
        Topic = message.Topic,
        Payload = new ReadOnlySequence<byte>(message.Payload),
        QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Qos,
        Retain = message.Retain,
        Dup = duplicate && message.Qos != MqttQos.AtMostOnce,
    };
}
