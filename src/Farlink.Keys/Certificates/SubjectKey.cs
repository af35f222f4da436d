using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Elements;

namespace Farlink.Keys.Certificates;

/// <summary>
/// A public key whose private half is elsewhere, in a chip for example: from a certificate request, whose signature shows that
/// its sender has it, or from a public key alone, whose bearer must be believed.
/// </summary>
public sealed class SubjectKey
{
    private const int MostCharacters = 64 * 1024;

    private SubjectKey(byte[] point) => Point = point;

    /// <summary>x || y, 64 octets, of P-256.</summary>
    public ReadOnlyMemory<byte> Point { get; }

    /// <summary>Reads PEM: CERTIFICATE REQUEST (PKCS #10) or PUBLIC KEY.</summary>
    /// <exception cref="PkiException">It is neither, of another curve, or the request is not signed by its key.</exception>
    public static SubjectKey Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            if (text.Length > MostCharacters) throw new PkiException($"{path} is too long for a request or a public key.");
            using var key = ECDsa.Create();
            key.ImportFromPem(IsRequest(text) ? OfRequest(text) : text);
            return new SubjectKey(PublicKeys.PointOf(key)
                ?? throw new PkiException($"{path} has a key of another curve; only P-256 is certified."));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"Cannot read {path}: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new PkiException(
                $"{path} holds no certificate request signed by its own P-256 key, and no public key, in PEM: {failure.Message}",
                failure);
        }
    }

    private static bool IsRequest(string text) =>
        PemEncoding.TryFind(text, out var fields) && text[fields.Label] == "CERTIFICATE REQUEST";

    private static string OfRequest(string text)
    {
        var request = CertificateRequest.LoadSigningRequestPem(text, HashAlgorithmName.SHA256);
        return PemEncoding.WriteString("PUBLIC KEY", request.PublicKey.ExportSubjectPublicKeyInfo());
    }
}
