using System.Globalization;
using System.Text;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;
using Farlink.Protocol.Text;

namespace Farlink.Output;

/// <summary>Pairings for people and for programs.</summary>
internal static class PairingTable
{
    private const int ShortKey = 16;

    public static string ToText(IReadOnlyList<PairingRecord> records, LinkRole role)
    {
        if (records.Count == 0) return "Nothing is paired. Begin at the site with: farlink pair offer\n";
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"link",4}  {"name",-24}  key");
        foreach (var record in records)
        {
            var peer = record.Peer(role);
            var key = Convert.ToHexStringLower(peer.Point.Span)[..ShortKey];
            text.AppendLine(CultureInfo.InvariantCulture, $"{record.Link,4}  {Printable.Escape(peer.Name),-24}  {key}..");
        }

        return text.ToString();
    }

    public static string ToJson(IReadOnlyList<PairingRecord> records, LinkRole role) => JsonLine.Write(json =>
    {
        json.WriteStartArray("pairings");
        foreach (var record in records)
        {
            json.WriteStartObject();
            json.WriteNumber("link", record.Link);
            json.WriteString("name", record.Peer(role).Name);
            json.WriteString("key", Convert.ToHexStringLower(record.Peer(role).Point.Span));
            json.WriteString("pairing", record.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
