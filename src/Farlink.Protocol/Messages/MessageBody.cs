using System.Buffers;
using System.Text;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Messages;

/// <summary>
/// What a record carries after its head: [topic text, if new] [extras, if any] [payload]. It may be cut over several chunks.
/// </summary>
internal static class MessageBody
{
    private const int DeadlineFlag = 0x01;
    private const int ContentTypeFlag = 0x02;
    private const int ResponseTopicFlag = 0x04;
    private const int CorrelationFlag = 0x08;
    private const int UserFlag = 0x10;
    private const int Utf8Flag = 0x20;
    private const int ReceiptFlag = 0x40;
    private const int PaddedFlag = 0x80;

    /// <summary>Most user properties of a message.</summary>
    public const int MostUserProperties = 64;

    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>Whether a message needs extras.</summary>
    public static bool HasExtras(Outgoing outgoing) => ExtrasFlags(outgoing) != 0;

    /// <summary>Writes a body.</summary>
    /// <param name="outgoing">The message.</param>
    /// <param name="newTopic">The topic's text if the receiver does not know it yet.</param>
    /// <param name="sessionStart">When the session's clock began.</param>
    public static byte[] Write(Outgoing outgoing, string? newTopic, Instant sessionStart)
    {
        var writer = new ArrayBufferWriter<byte>(outgoing.Message.SizeOctets + 32);
        Write(writer, outgoing, newTopic, sessionStart);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a body.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="outgoing">The message.</param>
    /// <param name="newTopic">The topic's text if the receiver does not know it yet.</param>
    /// <param name="sessionStart">When the session's clock began.</param>
    /// <returns>Where the payload begins.</returns>
    public static int Write(ArrayBufferWriter<byte> writer, Outgoing outgoing, string? newTopic, Instant sessionStart)
    {
        if (newTopic is not null) WriteText(writer, newTopic);
        var flags = ExtrasFlags(outgoing);
        if (flags != 0) WriteExtras(writer, outgoing, flags, sessionStart);
        var padding = 0;
        if ((flags & PaddedFlag) != 0)
        {
            // The count takes one to three octets of its own; what is left is filled so that every length looks alike.
            var size = writer.WrittenCount + 3 + outgoing.Message.Payload.Length;
            padding = (outgoing.PadTo - (size % outgoing.PadTo)) % outgoing.PadTo;
            var span = writer.GetSpan(3);
            span[0] = (byte)padding;
            span[1] = (byte)(padding >> 8);
            span[2] = 0;
            writer.Advance(3);
        }

        var payloadAt = writer.WrittenCount;
        writer.Write(outgoing.Message.Payload.Span);
        if (padding == 0) return payloadAt;
        writer.GetSpan(padding)[..padding].Clear();
        writer.Advance(padding);
        return payloadAt;
    }

    /// <summary>Reads a body; null if it is malformed.</summary>
    /// <param name="body">All octets.</param>
    /// <param name="head">The record's first octet.</param>
    /// <param name="knownTopic">The topic, or null if the body begins with it.</param>
    /// <param name="sessionStart">When the session's clock began.</param>
    public static Decoded? TryRead(ReadOnlySpan<byte> body, byte head, string? knownTopic, Instant sessionStart)
    {
        var topic = knownTopic;
        if (topic is null && (!TryReadText(ref body, out topic) || Utf8.GetByteCount(topic) > RecordHead.LongestTopicOctets))
            return null;
        var message = new MqttMessage
        {
            Topic = topic,
            Payload = default,
            Qos = (MqttQos)((head >> RecordHead.QosShift) & 3),
            Retain = (head & RecordHead.RetainBit) != 0,
        };
        var decoded = new Decoded(message, RecordHead.LaneOf(head), Instant.Never, false);
        if ((head & RecordHead.ExtrasBit) != 0 && !TryReadExtras(ref body, sessionStart, ref decoded)) return null;
        return decoded with { Message = decoded.Message with { Payload = body.ToArray() } };
    }

    private static int ExtrasFlags(Outgoing outgoing)
    {
        var properties = outgoing.Message.Properties;
        return (outgoing.Deadline < Instant.Never ? DeadlineFlag : 0)
            | (properties?.ContentType is null ? 0 : ContentTypeFlag)
            | (properties?.ResponseTopic is null ? 0 : ResponseTopicFlag)
            | (properties?.CorrelationData is null ? 0 : CorrelationFlag)
            | (properties is { UserProperties.Count: > 0 } ? UserFlag : 0)
            | (properties is { IsUtf8: true } ? Utf8Flag : 0)
            | (outgoing.WantsReceipt ? ReceiptFlag : 0)
            | (outgoing.PadTo > 1 ? PaddedFlag : 0);
    }

    private static void WriteExtras(ArrayBufferWriter<byte> writer, Outgoing outgoing, int flags, Instant sessionStart)
    {
        writer.GetSpan(1)[0] = (byte)flags;
        writer.Advance(1);
        var properties = outgoing.Message.Properties;
        if ((flags & DeadlineFlag) != 0) WriteNumber(writer, SecondsUp(outgoing.Deadline - sessionStart));
        if (properties?.ContentType is { } contentType) WriteText(writer, contentType);
        if (properties?.ResponseTopic is { } responseTopic) WriteText(writer, responseTopic);
        if (properties?.CorrelationData is { } correlation) WriteOctets(writer, correlation.Span);
        if ((flags & UserFlag) == 0) return;
        WriteNumber(writer, (ulong)properties!.UserProperties.Count);
        foreach (var (name, value) in properties.UserProperties)
        {
            WriteText(writer, name);
            WriteText(writer, value);
        }
    }

    private static bool TryReadExtras(ref ReadOnlySpan<byte> body, Instant sessionStart, ref Decoded decoded)
    {
        if (body.IsEmpty) return false;
        var flags = body[0];
        body = body[1..];
        if (flags == 0) return false;
        var properties = new MessageProperties { IsUtf8 = (flags & Utf8Flag) != 0 };
        if ((flags & DeadlineFlag) != 0)
        {
            if (!Varint.TryRead(ref body, out var seconds) || seconds > uint.MaxValue) return false;
            decoded = decoded with { Deadline = sessionStart + Duration.FromSeconds(seconds) };
        }

        if ((flags & ContentTypeFlag) != 0)
        {
            if (!TryReadText(ref body, out var text)) return false;
            properties = properties with { ContentType = text };
        }

        if ((flags & ResponseTopicFlag) != 0)
        {
            if (!TryReadText(ref body, out var text)) return false;
            properties = properties with { ResponseTopic = text };
        }

        if ((flags & CorrelationFlag) != 0)
        {
            if (!TryReadOctets(ref body, out var octets)) return false;
            properties = properties with { CorrelationData = octets.ToArray() };
        }

        if ((flags & UserFlag) != 0 && !TryReadUserProperties(ref body, ref properties)) return false;
        if ((flags & PaddedFlag) != 0 && !TryCutPadding(ref body)) return false;
        decoded = decoded with
        {
            WantsReceipt = (flags & ReceiptFlag) != 0,
            Message = decoded.Message with
            {
                Properties = (flags & (ContentTypeFlag | ResponseTopicFlag | CorrelationFlag | UserFlag | Utf8Flag)) == 0
                    ? null : properties,
            },
        };
        return true;
    }

    private static bool TryReadUserProperties(ref ReadOnlySpan<byte> body, ref MessageProperties properties)
    {
        if (!Varint.TryRead(ref body, out var count) || count is 0 or > MostUserProperties) return false;
        var pairs = new KeyValuePair<string, string>[count];
        for (var i = 0; i < pairs.Length; i++)
        {
            if (!TryReadText(ref body, out var name) || !TryReadText(ref body, out var value)) return false;
            pairs[i] = new(name, value);
        }

        properties = properties with { UserProperties = pairs };
        return true;
    }

    private static bool TryCutPadding(ref ReadOnlySpan<byte> body)
    {
        if (body.Length < 3) return false;
        var padding = body[0] | (body[1] << 8);
        body = body[3..];
        if (padding > body.Length) return false;
        body = body[..^padding];
        return true;
    }

    /// <summary>Rounded up: a deadline must not come early because of the air's whole seconds.</summary>
    private static ulong SecondsUp(Duration span) =>
        span <= Duration.Zero ? 0 : (ulong)Math.Min(uint.MaxValue, Math.Ceiling(span.Seconds));

    private static void WriteNumber(ArrayBufferWriter<byte> writer, ulong value) =>
        writer.Advance(Varint.Write(writer.GetSpan(10), value));

    private static void WriteText(ArrayBufferWriter<byte> writer, string text) => WriteOctets(writer, Utf8.GetBytes(text));

    private static void WriteOctets(ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> octets)
    {
        WriteNumber(writer, (ulong)octets.Length);
        writer.Write(octets);
    }

    private static bool TryReadOctets(ref ReadOnlySpan<byte> body, out ReadOnlySpan<byte> octets)
    {
        octets = default;
        if (!Varint.TryRead(ref body, out var length) || length > body.Length) return false;
        octets = body[..(int)length];
        body = body[(int)length..];
        return true;
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> body, out string text)
    {
        text = "";
        if (!TryReadOctets(ref body, out var octets) || !System.Text.Unicode.Utf8.IsValid(octets)) return false;
        text = Utf8.GetString(octets);
        return true;
    }
}
