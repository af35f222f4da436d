using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Elements;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Certificates;

/// <summary>A certificate request (PKCS #10, RFC 2986) for a key that stays in its element.</summary>
public static class ElementRequest
{
    /// <summary>Makes one, in PEM; the element signs it.</summary>
    /// <param name="element">The key.</param>
    /// <param name="name">The common name.</param>
    /// <exception cref="PkiException">The name cannot be one.</exception>
    /// <exception cref="ElementException">The element cannot sign.</exception>
    public static string Create(ISecureElement element, string name)
    {
        ArgumentNullException.ThrowIfNull(element);
        LeafRules.CheckClientName(name);
        using var key = ECDsa.Create(P256.Parameters(element.PublicKey.Span));
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        var request = new CertificateRequest(builder.Build(), key, HashAlgorithmName.SHA256);
        var octets = request.CreateSigningRequest(new ElementSignatureGenerator(element));
        return PemEncoding.WriteString("CERTIFICATE REQUEST", octets) + "\n";
    }
}
