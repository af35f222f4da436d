using System.Text;
using System.Text.Json;
using Farlink.Protocol.Messages;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Json;

/// <summary>A message, in a list or by itself.</summary>
internal sealed class MessageJson(LinkNames names)
{
    public void Write(Utf8JsonWriter json, SeenMessage message)
    {
        json.WriteNumber("id", message.Id);
        json.WriteString("trace", message.Trace);
        json.WriteString("role", message.Role);
        json.WriteNumber("link", message.Link);
        json.WriteOutside("site", names.Of(message.Role, message.Link));
        json.WriteString("direction", IsUp(message) ? "up" : "down");
        json.WriteOutside("topic", message.Topic);
        json.WriteNumber("octets", message.Octets);
        json.WriteNumber("qos", QosOf(message.Qos));
        json.WriteBoolean("retain", message.Retain);
        json.WriteTime("at", message.At);
        json.WriteTime("changed", message.ChangedAt);
        json.WriteString("state", StateOf(message.State));
        json.WriteOutside("reason", message.Reason);
        json.WriteWhole("stream_id", message.StreamId);
        json.WriteWhole("coded_octets", message.CodedOctets);
        json.WriteMilliseconds("airtime_ms", message.Airtime);
        json.WriteNumber("frames", message.Frames);
        json.WriteMilliseconds("latency_ms", message.Latency);
    }

    /// <summary>With its life.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="message">The message.</param>
    /// <param name="twin">The same one at the other end.</param>
    /// <param name="showsPayload">Whether what is in it may be seen.</param>
    public void WriteWhole(Utf8JsonWriter json, SeenMessage message, SeenMessage? twin, bool showsPayload)
    {
        Write(json, message);
        json.WriteArray("steps", message.Steps, WriteStep);
        json.WriteArray("carried_by", message.CarriedBy, WriteCarrier);
        if (showsPayload && message.Payload is { } payload) WritePayload(json, payload.Span, message.Octets);
        else json.WriteNull("payload");
        if (twin is null)
        {
            json.WriteNull("twin");
            return;
        }

        json.WriteStartObject("twin");
        Write(json, twin);
        json.WriteArray("steps", twin.Steps, WriteStep);
        json.WriteArray("carried_by", twin.CarriedBy, WriteCarrier);
        json.WriteEndObject();
    }

    /// <summary>From site to base.</summary>
    public static bool IsUp(SeenMessage message) => message.IsOutgoing == (message.Role == "site");

    private static int QosOf(MqttQos qos) => qos switch
    {
        MqttQos.AtMostOnce => 0,
        MqttQos.AtLeastOnce => 1,
        _ => 2,
    };

    private static string StateOf(MessageState state) => state switch
    {
        MessageState.Waiting => "waiting",
        MessageState.OnAir => "on_air",
        MessageState.Confirmed => "confirmed",
        MessageState.Published => "published",
        MessageState.Delivered => "delivered",
        MessageState.Received => "received",
        _ => "dead",
    };

    private static void WriteStep(Utf8JsonWriter json, MessageStep step)
    {
        json.WriteTime("at", step.At);
        json.WriteString("where", step.Where);
        json.WriteOutside("what", step.What);
    }

    private static void WriteCarrier(Utf8JsonWriter json, CarryingFrame carrier)
    {
        json.WriteNumber("frame", carrier.Frame);
        json.WriteTime("at", carrier.At);
        json.WriteString("role", carrier.Role);
        json.WriteString("kind", FrameJson.KindOf(carrier.Use));
        json.WriteMilliseconds("airtime_ms", carrier.Airtime);
    }

    /// <summary>What is no UTF-8 is replaced in the text; hex has all that was kept.</summary>
    private static void WritePayload(Utf8JsonWriter json, ReadOnlySpan<byte> payload, int octets)
    {
        json.WriteStartObject("payload");
        json.WriteString("text", Encoding.UTF8.GetString(payload));
        json.WriteHex("hex", payload);
        json.WriteBoolean("truncated", payload.Length < octets);
        json.WriteEndObject();
    }
}
