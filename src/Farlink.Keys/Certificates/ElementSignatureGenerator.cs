using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Elements;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Certificates;

/// <summary>Lets a secure element sign a certificate request: ecdsa-with-SHA256 (RFC 5758 §3.2).</summary>
internal sealed class ElementSignatureGenerator(ISecureElement element) : X509SignatureGenerator
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    /// <inheritdoc/>
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence()) writer.WriteObjectIdentifier(EcdsaWithSha256);
        return writer.Encode();
    }

    /// <summary>ECDSA-Sig-Value (RFC 3279 §2.2.3).</summary>
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm)
    {
        if (hashAlgorithm != HashAlgorithmName.SHA256)
            throw new ArgumentException("A secure element signs digests of SHA-256.", nameof(hashAlgorithm));
        return DerSignature.Of(element.Sign(SHA256.HashData(data)));
    }

    /// <inheritdoc/>
    protected override PublicKey BuildPublicKey()
    {
        using var key = ECDsa.Create(P256.Parameters(element.PublicKey.Span));
        return new PublicKey(key);
    }
}
