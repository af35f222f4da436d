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

    /// <exception cref="InvalidDataException">The file was changed by something else.</exception>
    public static MessageProperties? Read(byte[]? blob)
    {
        if (blob is null) return null;
        try
        {
            return ReadAll(blob);
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException or IOException or ArgumentException)
        {
            throw new InvalidDataException("the properties of a message cannot be read", failure);
        }
    }

    private static MessageProperties ReadAll(byte[] blob)
    {
        using var reader = new BinaryReader(new MemoryStream(blob), Encoding.UTF8);
        var isUtf8 = reader.ReadBoolean();
        var contentType = ReadText(reader);
        var responseTopic = ReadText(reader);
        ReadOnlyMemory<byte>? correlation = null;
        if (reader.ReadBoolean()) correlation = reader.ReadBytes(Count(reader, blob));
        var users = new KeyValuePair<string, string>[Count(reader, blob)];
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

    private static int Count(BinaryReader reader, byte[] blob)
    {
        var count = reader.Read7BitEncodedInt();
        return count >= 0 && count <= blob.Length ? count : throw new FormatException($"a count of {count}");
    }

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
