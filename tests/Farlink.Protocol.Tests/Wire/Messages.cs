using CsCheck;
using Farlink.Protocol.Messages;

namespace Farlink.Protocol.Tests.Wire;

/// <summary>Messages of every kind.</summary>
internal static class Messages
{
    public static readonly Gen<MqttMessage> Any =
        from topic in Gen.Int[0, 400]
        from payload in Gen.Byte.Array[0, 700]
        from qos in Gen.Int[0, 2]
        from retain in Gen.Bool
        from rich in Gen.Bool
        select new MqttMessage
        {
            Topic = $"farm/field {topic}/ä",
            Payload = payload,
            Qos = (MqttQos)qos,
            Retain = retain,
            Properties = !rich ? null : new MessageProperties
            {
                IsUtf8 = retain,
                ContentType = "text/plain",
                ResponseTopic = $"answer/{topic}",
                CorrelationData = payload.AsMemory(0, payload.Length / 2),
                UserProperties = [new("unit", "°C"), new("unit", "K")],
            },
        };

    /// <summary>All that a message says.</summary>
    public static string Text(MqttMessage message) =>
        $"{message.Topic} {message.Qos} {message.Retain} {Convert.ToHexString(message.Payload.Span)}"
        + $" {message.Properties?.ContentType} {message.Properties?.ResponseTopic} {message.Properties?.IsUtf8}"
        + $" {message.Properties?.UserProperties.Count}"
        + $" {Convert.ToHexString((message.Properties?.CorrelationData ?? default).Span)}";
}
