using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Farlink.Keys.Backup;

/// <summary>The manifest as JSON. Reading it checks every field: whoever has the passphrase can write anything into it.</summary>
internal static class ManifestJson
{
    private const int Version = 1;
    private const UnixFileMode Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes it.</summary>
    public static byte[] Write(BackupManifest manifest)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(octets, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("farlink_backup", Version);
            json.WriteString("role", manifest.Role);
            json.WriteString("name", manifest.Name);
            json.WriteString("made_at", manifest.MadeAt.UtcDateTime);
            json.WriteString("program", manifest.Program);
            json.WriteString("folder", manifest.Folder);
            json.WriteStartArray("files");
            foreach (var file in manifest.Files) Write(json, file);
            json.WriteEndArray();
            json.WriteStartArray("not_included");
            foreach (var words in manifest.NotIncluded) json.WriteStringValue(words);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. octets.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="BackupException">It is none, or names what no backup may.</exception>
    public static BackupManifest Read(ReadOnlyMemory<byte> octets, string shown)
    {
        try
        {
            using var document = JsonDocument.Parse(octets);
            var root = document.RootElement;
            var version = root.GetProperty("farlink_backup").GetInt32();
            if (version > Version)
            {
                throw new BackupException(
                    $"{shown} was written by a newer farlink (manifest {version}; this one reads {Version}). Install that one.");
            }

            var manifest = new BackupManifest
            {
                Role = Text(root, "role"),
                Name = Text(root, "name"),
                MadeAt = root.GetProperty("made_at").GetDateTimeOffset(),
                Program = Text(root, "program"),
                Folder = Text(root, "folder"),
                Files = [.. root.GetProperty("files").EnumerateArray().Select(ReadFile)],
                NotIncluded = [.. root.GetProperty("not_included").EnumerateArray().Select(words => words.GetString() ?? "")],
            };
            Check(manifest, version);
            return manifest;
        }
        catch (Exception failure) when (failure is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException)
        {
            throw new BackupException($"{shown} holds no backup of farlink: {failure.Message}", failure);
        }
    }

    private static void Write(Utf8JsonWriter json, BackupEntry file)
    {
        json.WriteStartObject();
        json.WriteString("kind", BackupKinds.Word(file.Kind));
        json.WriteString("path", file.Path);
        json.WriteString("mode", "0" + Convert.ToString((int)file.Mode, 8));
        json.WriteNumber("octets", file.Octets);
        json.WriteString("sha256", file.Sha256);
        json.WriteEndObject();
    }

    private static BackupEntry ReadFile(JsonElement file)
    {
        var word = Text(file, "kind");
        if (BackupKinds.Find(word) is not { } kind)
            throw new FormatException($"a file of kind \"{Protocol.Text.Printable.Escape(word)}\"");
        var path = Text(file, "path");
        if (!BackupEntry.IsGoodPath(path))
            throw new FormatException($"\"{Protocol.Text.Printable.Escape(path)}\" is no place that a backup may write to");
        var octets = file.GetProperty("octets").GetInt64();
        if (octets < 0) throw new FormatException("a file with a negative length");
        return new BackupEntry(kind, path, Mode(Text(file, "mode")), octets, Text(file, "sha256"));
    }

    /// <summary>Permissions and nothing else: no set-user-id, and never others' who may write.</summary>
    private static UnixFileMode Mode(string text)
    {
        var mode = 0;
        if (text.Length is 0 or > 6) throw new FormatException("a file without a mode");
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7') throw new FormatException("a mode that is not octal");
            mode = (mode * 8) + digit - '0';
        }

        if (((UnixFileMode)mode & ~Permissions) != 0) throw new FormatException($"a file with mode {text}");
        return (UnixFileMode)mode;
    }

    private static void Check(BackupManifest manifest, int version)
    {
        if (version < 1) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"manifest {version}"));
        if (manifest.Role is not ("site" or "base")) throw new FormatException("it is neither of a site nor of a base");
        if (manifest.Files.Count > BackupManifest.MostFiles) throw new FormatException($"{manifest.Files.Count} files");
        if (manifest.Files.Count(file => file.Kind == BackupKind.Configuration) != 1
            || manifest.Files.Count(file => file.Kind == BackupKind.Store) > 1)
            throw new FormatException("it has not one configuration, or more than one store");
        if (manifest.Files.First(file => file.Kind == BackupKind.Configuration).Path.Contains('/', StringComparison.Ordinal))
            throw new FormatException("its configuration is not in its own folder");
        if (manifest.Files.Select(file => file.Path).Distinct(StringComparer.Ordinal).Count() < manifest.Files.Count)
            throw new FormatException("a file is in it twice");
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
}
