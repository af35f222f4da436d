using System.Text;
using Farlink.Protocol.Messages;

namespace Farlink.Storage;

/// <summary>MQTT 5 properties as one column.</summary>
internal static class PropertiesBlob
{
    public static byte[]? Write(MessageProperties? properties)
    {
        if (properties is null) return null;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(properties.IsUtf8);
        WriteText(writer, properties.ContentType);
        WriteText(writer, properties.ResponseTopic);
        writer.Write(properties.CorrelationData is not null);
        if (properties.CorrelationData is { } correlation)
        {
            writer.Write7BitEncodedInt(correlation.Length);
            writer.Write(correlation.Span);
        }

        writer.Write7BitEncodedInt(properties.UserProperties.Count);
        foreach (var (name, value) in properties.UserProperties)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static MessageProperties? Read(byte[]? blob)
    {
        if (blob is null) return null;
        using var reader = new BinaryReader(new MemoryStream(blob), Encoding.UTF8);
        var isUtf8 = reader.ReadBoolean();
        var contentType = ReadText(reader);
        var responseTopic = ReadText(reader);
        ReadOnlyMemory<byte>? correlation = null;
        if (reader.ReadBoolean()) correlation = reader.ReadBytes(reader.Read7BitEncodedInt());
        var users = new KeyValuePair<string, string>[reader.Read7BitEncodedInt()];
        for (var i = 0; i < users.Length; i++) users[i] = new(reader.ReadString(), reader.ReadString());
        return new MessageProperties
        {
            IsUtf8 = isUtf8,
            ContentType = contentType,
            ResponseTopic = responseTopic,
            CorrelationData = correlation,
            UserProperties = users,
        };
    }

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
