using System.Buffers;
using System.Text.Json;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Pairing;

/// <summary>Records and offers as JSON, one small object a file.</summary>
internal static class PairingJson
{
    private const int Version = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes a record.</summary>
    public static byte[] Write(PairingRecord record) => Write(json =>
    {
        json.WriteString("pairing", record.Id);
        json.WriteNumber("link", record.Link);
        WriteEnd(json, "site", record.Site);
        WriteEnd(json, "base", record.BaseStation);
        json.WriteString("hello_key", Convert.ToHexStringLower(record.HelloKey.Span));
        if (record.Element is { } element) json.WriteString("element", element);
        if (record.Follows is { } before) json.WriteString("follows", before);
    });

    /// <summary>Writes an offer.</summary>
    public static byte[] Write(PairingOffer offer) => Write(json =>
    {
        json.WriteString("offer", offer.End.Role == LinkRole.Site ? "site" : "base");
        WriteEnd(json, "end", offer.End);
        if (offer.Link is { } link) json.WriteNumber("link", link);
        if (offer.For is { } peer) json.WriteString("for", peer);
    });

    /// <summary>Reads a record.</summary>
    /// <exception cref="PairingException">It is none; the message names the file.</exception>
    public static PairingRecord ReadRecord(byte[] octets, string path) => Read(octets, path, "a pairing", root =>
    {
        var helloKey = Convert.FromHexString(Text(root, "hello_key"));
        if (helloKey.Length != PairedIdentity.HelloKeySize) throw new FormatException("hello_key has another length");
        return new PairingRecord
        {
            Id = Text(root, "pairing"),
            Link = Link(root.GetProperty("link")),
            Site = ReadEnd(root.GetProperty("site"), LinkRole.Site),
            BaseStation = ReadEnd(root.GetProperty("base"), LinkRole.BaseStation),
            HelloKey = helloKey,
            Element = root.TryGetProperty("element", out _) ? Text(root, "element") : null,
            Follows = root.TryGetProperty("follows", out _) ? Text(root, "follows") : null,
        };
    });

    /// <summary>Reads an offer.</summary>
    /// <exception cref="PairingException">It is none; the message names the file.</exception>
    public static PairingOffer ReadOffer(byte[] octets, string path) => Read(octets, path, "an offer of a pairing", root =>
    {
        var role = Text(root, "offer") switch
        {
            "site" => LinkRole.Site,
            "base" => LinkRole.BaseStation,
            var other => throw new FormatException($"an offer of \"{Protocol.Text.Printable.Escape(other)}\""),
        };
        return new PairingOffer(ReadEnd(root.GetProperty("end"), role))
        {
            Link = root.TryGetProperty("link", out var link) ? Link(link) : null,
            For = root.TryGetProperty("for", out _) ? Text(root, "for") : null,
        };
    });

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(octets, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("farlink", Version);
            content(json);
            json.WriteEndObject();
        }

        return [.. octets.WrittenSpan, (byte)'\n'];
    }

    private static void WriteEnd(Utf8JsonWriter json, string name, PairedEnd end)
    {
        json.WriteStartObject(name);
        json.WriteString("name", end.Name);
        json.WriteString("key", Convert.ToHexStringLower(end.Point.Span));
        json.WriteEndObject();
    }

    private static T Read<T>(byte[] octets, string path, string what, Func<JsonElement, T> content)
    {
        try
        {
            using var document = JsonDocument.Parse(octets);
            var version = document.RootElement.GetProperty("farlink").GetInt32();
            if (version != Version) throw new FormatException($"version {version}; this program knows {Version}");
            return content(document.RootElement);
        }
        catch (PairingException failure)
        {
            throw new PairingException($"{path}: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException)
        {
            throw new PairingException($"{path} is not {what} of farlink: {failure.Message}", failure);
        }
    }

    private static PairedEnd ReadEnd(JsonElement end, LinkRole role) =>
        new(role, Text(end, "name"), Convert.FromHexString(Text(end, "key")));

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static byte Link(JsonElement element) =>
        element.TryGetByte(out var link) && link > 0 ? link : throw new FormatException("link is not 1 to 255");
}
