using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Certificates that say what ours say, and that our CA did not sign.</summary>
internal static class Forgery
{
    private static readonly OidCollection Purposes = [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")];

    /// <summary>Signed by its own key.</summary>
    public static X509Certificate2 SelfSigned(string name)
    {
        using var key = NewKey();
        return Leaf(name, key).CreateSelfSigned(Start, End);
    }

    /// <summary>Signed by a CA that anybody can make.</summary>
    /// <param name="name">The common name.</param>
    /// <param name="authority">What the CA calls itself.</param>
    public static X509Certificate2 OfOtherAuthority(string name, string authority)
    {
        using var authorityKey = NewKey();
        var request = new CertificateRequest(
            new X500DistinguishedName(authority), authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = request.CreateSelfSigned(Start.AddDays(-1), End.AddDays(1));
        using var key = NewKey();
        using var leaf = Leaf(name, key).Create(issuer, Start, End, new byte[] { 1 });
        return leaf.CopyWithPrivateKey(key);
    }

    private static DateTimeOffset Start => DateTimeOffset.UtcNow.AddDays(-1);

    private static DateTimeOffset End => DateTimeOffset.UtcNow.AddDays(30);

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CertificateRequest Leaf(string name, ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(Purposes, false));
        return request;
    }
}
