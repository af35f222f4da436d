using System.Buffers;
using System.Text.Json;

namespace Farlink.Runtime.Status;

/// <summary>
/// A <see cref="StatusReport"/> as one JSON object on one line. What is not known is left out. Times are seconds and end in
/// <c>_s</c>, airtime is milliseconds, sizes are octets.
/// </summary>
public static class StatusJson
{
    /// <summary>The line, its end included.</summary>
    public static byte[] Write(StatusReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            StatusWriter.Write(json, report);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="StatusException">It is none, or of a newer form than this program knows.</exception>
    public static StatusReport Read(ReadOnlyMemory<byte> line) => Read(line, root =>
    {
        var version = root.GetProperty("version").GetInt32();
        if (version <= StatusReport.CurrentVersion) return StatusReader.Read(root);
        throw new StatusException(
            $"The farlink that runs tells its state in form {version}; this one knows {StatusReport.CurrentVersion}. Use the "
            + "same program, or --json.");
    });

    /// <summary>The configuration of the end that wrote a line, of whatever form.</summary>
    /// <exception cref="StatusException">No farlink wrote it.</exception>
    public static string ConfigOf(ReadOnlyMemory<byte> line) =>
        Read(line, root => root.GetProperty("config").GetString() ?? "");

    private static T Read<T>(ReadOnlyMemory<byte> line, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.TryGetProperty("error", out var error)) throw new StatusException($"farlink answers: {error.GetString()}");
            try
            {
                return read(root);
            }
            catch (KeyNotFoundException failure) when (root.TryGetProperty("version", out _))
            {
                throw new StatusException(
                    "The farlink that runs is an older or a newer program than this one: its state has other keys. Use the same "
                    + "program (is a restart due after an upgrade?), or --json.",
                    failure);
            }
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            throw new StatusException($"What answers is no farlink: {failure.Message}", failure);
        }
    }
}
