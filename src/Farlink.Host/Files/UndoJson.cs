using System.Buffers;
using System.Text.Json;

namespace Farlink.Host.Files;

/// <summary>An <see cref="UndoManifest"/> as JSON.</summary>
internal static class UndoJson
{
    private const int Version = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes one.</summary>
    public static byte[] Write(UndoManifest manifest)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(octets, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("farlink", Version);
            json.WriteStartObject("notes");
            foreach (var (name, value) in manifest.Notes) json.WriteString(name, value);
            json.WriteEndObject();
            WriteList(json, "folders", manifest.Folders);
            json.WriteStartArray("files");
            foreach (var entry in manifest.Files) Write(json, entry);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. octets.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="HostFileException">It is damaged; names the file.</exception>
    public static UndoManifest Read(byte[] octets, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(octets);
            var root = document.RootElement;
            var version = root.GetProperty("farlink").GetInt32();
            if (version != Version) throw new FormatException($"version {version}; this program knows {Version}");
            return new UndoManifest
            {
                Notes = root.GetProperty("notes").EnumerateObject()
                    .ToDictionary(note => note.Name, note => note.Value.GetString() ?? string.Empty),
                Folders = [.. root.GetProperty("folders").EnumerateArray().Select(SystemPath)],
                Files = [.. root.GetProperty("files").EnumerateArray().Select(ReadEntry)],
            };
        }
        catch (Exception failure) when (failure is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException or ArgumentException or OverflowException)
        {
            var folder = Path.GetDirectoryName(path);
            throw new HostFileException(
                $"{path} is damaged: {failure.Message.TrimEnd('.')}. The other files in {folder} are copies of what was there "
                + $"before, in the order in which files were written: put them back by hand, then remove {folder}.",
                failure);
        }
    }

    private static void Write(Utf8JsonWriter json, UndoEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("path", entry.Path);
        WriteList(json, "wrote", entry.Wrote);
        if (entry.Was is { } was)
        {
            json.WriteStartObject("was");
            json.WriteString("copy", was.Name);
            json.WriteString("sha256", was.Hash);
            json.WriteString("mode", Convert.ToString((int)was.Standing.Mode, 8));
            json.WriteNumber("user", was.Standing.User);
            json.WriteNumber("group", was.Standing.Group);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static UndoEntry ReadEntry(JsonElement entry) => new()
    {
        Path = SystemPath(entry.GetProperty("path")),
        Wrote = [.. entry.GetProperty("wrote").EnumerateArray().Select(Text)],
        Was = entry.TryGetProperty("was", out var was) ? ReadCopy(was) : null,
    };

    private static KeptCopy ReadCopy(JsonElement copy)
    {
        var name = Text(copy.GetProperty("copy"));
        if (!name.All(char.IsAsciiDigit)) throw new FormatException("a copy is not named by a number");
        var mode = Convert.ToInt32(Text(copy.GetProperty("mode")), 8);
        if (mode is < 0 or > 0xFFF) throw new FormatException("a mode is out of range");
        var standing = new FileStanding(
            copy.GetProperty("user").GetUInt32(), copy.GetProperty("group").GetUInt32(), (UnixFileMode)mode);
        return new KeptCopy(name, Text(copy.GetProperty("sha256")), standing);
    }

    private static string SystemPath(JsonElement element)
    {
        var path = Text(element);
        return path.StartsWith('/') && Path.GetFullPath(path) == path
            ? path : throw new FormatException("a path is not that of a file of the system");
    }

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("a text is null");
}
