using System.Security.Cryptography;

namespace Farlink.Keys.Certificates;

/// <summary>Extended key usages (RFC 5280 §4.2.1.12).</summary>
internal static class CertificatePurpose
{
    public static Oid Of(LeafPurpose purpose) => purpose == LeafPurpose.Server
        ? new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")
        : new Oid("1.3.6.1.5.5.7.3.2", "clientAuth");
}
