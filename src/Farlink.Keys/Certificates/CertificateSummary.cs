using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Protocol.Text;

namespace Farlink.Keys.Certificates;

/// <summary>What a certificate says, for people.</summary>
public sealed record CertificateSummary
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Whom it is for.</summary>
    public required string Subject { get; init; }

    /// <summary>ca, server, client or other.</summary>
    public required string Purpose { get; init; }

    /// <summary>DNS names and addresses.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>SHA-256 of the certificate, in hexadecimal.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What our own chain check says of it: <c>good</c>, or why not.</summary>
    public required string Verdict { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A PEM certificate.</param>
    /// <param name="check">The CA's check.</param>
    /// <param name="isAuthority">Whether this is the CA's own certificate.</param>
    /// <exception cref="PkiException">It cannot be read.</exception>
    public static CertificateSummary Read(string path, CertificateCheck check, bool isAuthority)
    {
        ArgumentNullException.ThrowIfNull(check);
        using var certificate = PemFiles.ReadCertificate(path);
        var purpose = isAuthority ? "ca" : PurposeOf(certificate);
        var verdict = purpose switch
        {
            "ca" => "good",
            "server" => check.CheckServer(certificate).Text,
            _ => check.CheckClient(certificate).Text,
        };
        return new CertificateSummary
        {
            Path = path,
            Subject = Printable.Escape(certificate.Subject),
            Purpose = purpose,
            Names = NamesOf(certificate),
            NotAfter = certificate.NotAfter.ToUniversalTime(),
            Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256),
            Verdict = verdict,
        };
    }

    /// <summary>A file that holds no certificate.</summary>
    public static CertificateSummary Unreadable(string path, string why) => new()
    {
        Path = path,
        Subject = "unreadable",
        Purpose = "other",
        Names = [],
        NotAfter = default,
        Fingerprint = string.Empty,
        Verdict = why,
    };

    private static string PurposeOf(X509Certificate2 certificate)
    {
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>()).Select(usage => usage.Value).ToList();
        if (usages.Contains(CertificatePurpose.Of(LeafPurpose.Server).Value)) return "server";
        return usages.Contains(CertificatePurpose.Of(LeafPurpose.Client).Value) ? "client" : "other";
    }

    private static List<string> NamesOf(X509Certificate2 certificate)
    {
        var names = new List<string>();
        foreach (var extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            names.AddRange(extension.EnumerateDnsNames().Select(Printable.Escape));
            names.AddRange(extension.EnumerateIPAddresses().Select(address => address.ToString()));
        }

        return names;
    }
}
