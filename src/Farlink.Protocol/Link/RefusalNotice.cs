using System.Text;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// The message by which an end tells the other that it will not publish one whose publisher waits for a receipt. It travels in
/// the stream like any message, on a topic that no client can use; docs/protocol.md has its octets.
/// </summary>
internal static class RefusalNotice
{
    /// <summary>Its topic: <c>$</c> is refused by every filter.</summary>
    public const string Topic = "$R";

    /// <summary>Longest reason, in octets of UTF-8.</summary>
    private const int MostWordOctets = 120;

    public static MqttMessage Make(long streamId, string words)
    {
        var text = Encoding.UTF8.GetBytes(words).AsSpan();
        while (text.Length > MostWordOctets) text = text[..^1];
        while (!text.IsEmpty && !System.Text.Unicode.Utf8.IsValid(text)) text = text[..^1];
        var payload = new byte[Varint.Size((ulong)streamId) + text.Length];
        text.CopyTo(payload.AsSpan(Varint.Write(payload, (ulong)streamId)));
        return new MqttMessage { Topic = Topic, Payload = payload };
    }

    /// <summary>Reads one; false if the message is none, or malformed.</summary>
    public static bool TryRead(MqttMessage message, out long streamId, out string words)
    {
        streamId = 0;
        words = "";
        var rest = message.Payload.Span;
        if (message.Topic != Topic || !Varint.TryRead(ref rest, out streamId)) return false;
        words = Encoding.UTF8.GetString(rest);
        return true;
    }
}
