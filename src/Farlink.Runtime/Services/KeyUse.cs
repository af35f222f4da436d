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
        foreach (var certificate in new[] { broker.Embedded?.Certificate, broker.External?.Tls?.Certificate })
        {
            using var key = certificate?.GetECDsaPublicKey();
            if (key is null || PublicKeys.PointOf(key) is not { } point) continue;
            if (P256.IsSameKey(element.PublicKey.Span, point)) return true;
        }

        return false;
    }
}
