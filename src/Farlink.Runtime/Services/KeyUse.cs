using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Elements;
using Farlink.Protocol.Session;

namespace Farlink.Runtime.Services;

/// <summary>No key does both: the one of sessions must not be a TLS certificate's.</summary>
public static class KeyUse
{
    /// <summary>Whether a key of sessions is that of a certificate with which this end shows itself.</summary>
    public static bool IsOfACertificate(ISecureElement element, BrokerSetup broker)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(broker);
        return new[] { broker.Embedded?.Certificate, broker.External?.Tls?.Certificate }
            .Any(certificate => certificate is not null && IsOf(element, certificate));
    }

    /// <summary>Whether a key of sessions is that of a certificate.</summary>
    public static bool IsOf(ISecureElement element, X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(certificate);
        using var key = certificate.GetECDsaPublicKey();
        return key is not null && PublicKeys.PointOf(key) is { } point && P256.IsSameKey(element.PublicKey.Span, point);
    }
}
