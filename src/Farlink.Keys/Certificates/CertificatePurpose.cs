using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Farlink.Keys.Certificates;

/// <summary>Extended key usages (RFC 5280 §4.2.1.12).</summary>
internal static class CertificatePurpose
{
    public static Oid Of(LeafPurpose purpose) => purpose == LeafPurpose.Server
        ? new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")
        : new Oid("1.3.6.1.5.5.7.3.2", "clientAuth");

    /// <summary>Whether a certificate may be used for this: one that names no usage may be used for all.</summary>
    public static bool Allows(X509Certificate2 certificate, LeafPurpose purpose)
    {
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().ToList();
        var wanted = Of(purpose).Value;
        return usages.Count == 0
            || usages.Exists(usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(one => one.Value == wanted));
    }
}
