using System.Globalization;
using System.Text;
using System.Text.Json;
using Farlink.Keys.Certificates;

namespace Farlink.Output;

/// <summary>Certificates for <c>farlink pki show</c>.</summary>
internal static class CertificateTable
{
    public static string ToText(IReadOnlyList<CertificateSummary> certificates)
    {
        var text = new StringBuilder();
        foreach (var certificate in certificates)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Path.GetFileName(certificate.Path)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  {certificate.Purpose}: {certificate.Subject}\n");
            if (certificate.Names.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $"  names: {string.Join(", ", certificate.Names)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  until {certificate.NotAfter:yyyy-MM-dd}, {certificate.Verdict}\n");
            text.Append(CultureInfo.InvariantCulture, $"  SHA-256 {certificate.Fingerprint}\n");
        }

        return text.ToString();
    }

    public static string ToJson(IReadOnlyList<CertificateSummary> certificates) =>
        JsonLine.Write(json => Write(json, certificates));

    /// <summary>The key <c>certificates</c> and its array, as a part of something.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<CertificateSummary> certificates)
    {
        json.WriteStartArray("certificates");
        foreach (var certificate in certificates)
        {
            json.WriteStartObject();
            json.WriteString("file", certificate.Path);
            json.WriteString("purpose", certificate.Purpose);
            json.WriteString("subject", certificate.Subject);
            json.WriteStartArray("names");
            foreach (var name in certificate.Names) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteString(
                "not_after", certificate.NotAfter.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteString("sha256", certificate.Fingerprint);
            json.WriteString("verdict", certificate.Verdict);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
