using System.Buffers;
using System.Text;
using Farlink.Protocol.Messages;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Farlink.Mqtt;

/// <summary>Between our message and the library's.</summary>
internal static class MessageConversion
{
    public static MqttMessage FromMqttNet(MqttApplicationMessage message, string publisher = "") => new()
    {
        Publisher = publisher,
        ExpirySeconds = message.MessageExpiryInterval > 0 ? message.MessageExpiryInterval : null,
        Properties = Properties(message),
        Topic = message.Topic,
        Payload = message.Payload.ToArray(),
        Qos = (MqttQos)message.QualityOfServiceLevel,
        Retain = message.Retain,
    };

    public static MqttApplicationMessage ToMqttNet(MqttMessage message) => new()
    {
        Topic = message.Topic,
        Payload = new ReadOnlySequence<byte>(message.Payload),
        QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Qos,
        Retain = message.Retain,
        MessageExpiryInterval = message.ExpirySeconds ?? 0,
        PayloadFormatIndicator = Format(message),
        ContentType = message.Properties?.ContentType,
        ResponseTopic = message.Properties?.ResponseTopic,
        CorrelationData = message.Properties?.CorrelationData?.ToArray(),
        UserProperties = Users(message),
    };

    public static MqttPublishPacket ToPacket(MqttMessage message, ushort id, bool isRepeat) => new()
    {
        PacketIdentifier = id,
        Dup = isRepeat,
        Topic = message.Topic,
        Payload = new ReadOnlySequence<byte>(message.Payload),
        QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Qos,
        Retain = message.Retain,
        MessageExpiryInterval = message.ExpirySeconds ?? 0,
        PayloadFormatIndicator = Format(message),
        ContentType = message.Properties?.ContentType,
        ResponseTopic = message.Properties?.ResponseTopic,
        CorrelationData = message.Properties?.CorrelationData?.ToArray(),
        UserProperties = Users(message),
    };

    private static MqttPayloadFormatIndicator Format(MqttMessage message) => message.Properties is { IsUtf8: true }
        ? MqttPayloadFormatIndicator.CharacterData : MqttPayloadFormatIndicator.Unspecified;

    private static List<MqttUserProperty>? Users(MqttMessage message) =>
        message.Properties is { UserProperties.Count: > 0 } properties
            ? [.. properties.UserProperties.Select(ToMqttNet)] : null;

    private static MessageProperties? Properties(MqttApplicationMessage message)
    {
        var isUtf8 = message.PayloadFormatIndicator == MqttPayloadFormatIndicator.CharacterData;
        var hasUsers = message.UserProperties is { Count: > 0 };
        var hasCorrelation = message.CorrelationData is { Length: > 0 };
        if (!isUtf8 && !hasUsers && !hasCorrelation && message.ContentType is null && message.ResponseTopic is null) return null;
        return new MessageProperties
        {
            IsUtf8 = isUtf8,
            ContentType = message.ContentType,
            ResponseTopic = message.ResponseTopic,
            CorrelationData = hasCorrelation ? message.CorrelationData : null,
            UserProperties = hasUsers
                ? [.. message.UserProperties!.Select(pair => new KeyValuePair<string, string>(pair.Name, Text(pair)))] : [],
        };
    }

    private static MqttUserProperty ToMqttNet(KeyValuePair<string, string> pair) =>
        new(pair.Key, Encoding.UTF8.GetBytes(pair.Value));

    private static string Text(MqttUserProperty pair) => Encoding.UTF8.GetString(pair.ValueBuffer.Span);
}
