using System.Text;

namespace Farlink.Protocol.Messages;

/// <summary>The properties of an MQTT 5 PUBLISH that an application sees (MQTT 5.0 §3.3.2.3), expiry apart.</summary>
public sealed record MessageProperties
{
    /// <summary>Whether the payload is said to be UTF-8 (payload format indicator 1).</summary>
    public bool IsUtf8 { get; init; }

    /// <summary>MIME type or whatever the publisher calls it; null if not said.</summary>
    public string? ContentType { get; init; }

    /// <summary>Where an answer is expected; null if none is.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>Tells the publisher to which request an answer belongs; null if not said.</summary>
    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    /// <summary>Names and values in order; names may repeat.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];

    /// <summary>Octets of all texts and data.</summary>
    public int SizeOctets
    {
        get
        {
            var size = Octets(ContentType) + Octets(ResponseTopic) + (CorrelationData?.Length ?? 0);
            foreach (var (name, value) in UserProperties) size += Octets(name) + Octets(value);
            return size;
        }
    }

    private static int Octets(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
