using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Farlink.Output;

/// <summary>One JSON object on a line, for programs.</summary>
internal static class JsonLine
{
    public static string Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
