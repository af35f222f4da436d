using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Files;

namespace Farlink.Keys.Certificates;

/// <summary>A list of revoked certificates (CRL, RFC 5280 §5), checked against the CA that signed it. Immutable.</summary>
public sealed class RevocationList
{
    /// <summary>Largest list read, in octets; some 10,000 certificates.</summary>
    public const int MostOctets = 512 * 1024;

    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string CrlNumber = "2.5.29.20";
    private readonly HashSet<string> _serials;

    private RevocationList(
        ReadOnlyMemory<byte> der, BigInteger number, DateTimeOffset from, DateTimeOffset? next, HashSet<string> serials)
    {
        Der = der;
        Number = number;
        From = from;
        Next = next;
        _serials = serials;
    }

    /// <summary>The list itself, DER, signature included.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>Its number; a newer list has a higher one.</summary>
    public BigInteger Number { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When a newer one should be there; a list stays in force after that.</summary>
    public DateTimeOffset? Next { get; }

    /// <summary>How many certificates are on it.</summary>
    public int Count => _serials.Count;

    /// <summary>Whether a certificate is on it.</summary>
    public bool Contains(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return _serials.Contains(Convert.ToHexString(certificate.SerialNumberBytes.Span));
    }

    /// <summary>Reads a list, in PEM (X509 CRL).</summary>
    /// <exception cref="PkiException">It is none, is damaged, or the CA did not sign it.</exception>
    public static RevocationList Read(string path, X509Certificate2 authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        try
        {
            if (new FileInfo(path).Length > 2 * MostOctets) throw TooLong(path);
            return Parse(FromPem(File.ReadAllText(path)), authority, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"Cannot read {path}: {failure.Message}", failure);
        }
    }

    /// <summary>Reads a list, in DER.</summary>
    /// <param name="der">CertificateList.</param>
    /// <param name="authority">The CA.</param>
    /// <param name="source">Where it is from, for messages.</param>
    /// <exception cref="PkiException">It is none, is damaged, or the CA did not sign it.</exception>
    public static RevocationList Parse(ReadOnlyMemory<byte> der, X509Certificate2 authority, string source)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (der.Length > MostOctets) throw TooLong(source);
        try
        {
            var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            var signed = list.PeekEncodedValue();
            var content = list.ReadSequence();
            var algorithm = list.ReadSequence().ReadObjectIdentifier();
            var signature = list.ReadBitString(out _);
            list.ThrowIfNotEmpty();
            using var key = authority.GetECDsaPublicKey();
            if (algorithm != EcdsaWithSha256 || key is null
                || !key.VerifyData(signed.Span, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
                throw new PkiException($"{source} was not signed by our CA: it is not used.");
            return ReadContent(der, content, authority, source);
        }
        catch (Exception failure) when (failure is AsnContentException or CryptographicException)
        {
            throw new PkiException($"{source} is no list of revocations (CRL): {failure.Message}", failure);
        }
    }

    /// <summary>Writes a list, in PEM, readable for all.</summary>
    /// <exception cref="KeyFileException">It cannot be written.</exception>
    internal static void Write(string path, ReadOnlySpan<byte> der) =>
        PublicFile.Write(path, PemEncoding.WriteString("X509 CRL", der), replace: true);

    private static PkiException TooLong(string source) =>
        new($"{source} is too long for a list of revocations: at most {MostOctets} octets.");

    /// <summary>The DER in a PEM text.</summary>
    /// <exception cref="PkiException">There is none.</exception>
    internal static byte[] FromPem(string text)
    {
        if (PemEncoding.TryFind(text, out var fields) && text[fields.Label] == "X509 CRL")
            return Convert.FromBase64String(text[fields.Base64Data]);
        throw new PkiException("There is no X509 CRL in PEM.");
    }

    // TBSCertList: version, signature, issuer, thisUpdate, nextUpdate, revokedCertificates, [0] extensions.
    private static RevocationList ReadContent(
        ReadOnlyMemory<byte> der, AsnReader content, X509Certificate2 authority, string source)
    {
        if (content.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)) content.ReadInteger();
        content.ReadSequence();
        if (!content.ReadEncodedValue().Span.SequenceEqual(authority.SubjectName.RawData))
            throw new PkiException($"{source} is of another CA: it is not used.");
        var from = ReadTime(content);
        DateTimeOffset? next = content.HasData && IsTime(content) ? ReadTime(content) : null;
        HashSet<string> serials = [];
        if (content.HasData && content.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            var entries = content.ReadSequence();
            while (entries.HasData) serials.Add(Convert.ToHexString(entries.ReadSequence().ReadIntegerBytes().Span));
        }

        return new RevocationList(der.ToArray(), ReadNumber(content), from, next, serials);
    }

    private static BigInteger ReadNumber(AsnReader content)
    {
        if (!content.HasData) return BigInteger.Zero;
        var extensions = content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var id = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)) extension.ReadBoolean();
            var value = extension.ReadOctetString();
            if (id == CrlNumber) return new AsnReader(value, AsnEncodingRules.DER).ReadInteger();
        }

        return BigInteger.Zero;
    }

    private static bool IsTime(AsnReader reader) => reader.PeekTag() is { TagClass: TagClass.Universal } tag
        && tag.TagValue is (int)UniversalTagNumber.UtcTime or (int)UniversalTagNumber.GeneralizedTime;

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().TagValue == (int)UniversalTagNumber.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
