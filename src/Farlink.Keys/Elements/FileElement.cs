using System.Security.Cryptography;
using System.Text;
using Farlink.Keys.Files;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Elements;

/// <summary>
/// A key in a PEM file with mode 0600 (SEC 1 or PKCS #8, P-256). Whoever can read the file has the key: for a broker, and for
/// those who have no chip.
/// </summary>
public sealed class FileElement : ISecureElement
{
    private const string Curve = "1.2.840.10045.3.1.7";
    private readonly string _path;
    private readonly ECDsa _signing;
    private readonly ECDiffieHellman _agreeing;
    private readonly Lock _lock = new();

    private FileElement(string path, ECDsa signing, ECDiffieHellman agreeing, byte[] publicKey)
    {
        _path = path;
        _signing = signing;
        _agreeing = agreeing;
        PublicKey = publicKey;
    }

    /// <inheritdoc/>
    public string Description => $"key file {_path}";

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Reads a key file.</summary>
    /// <exception cref="KeyFileException">It is missing, unreadable, or others may read it.</exception>
    /// <exception cref="ElementException">It holds no P-256 private key.</exception>
    public static FileElement Open(string path)
    {
        var octets = PrivateFile.Read(path);
        var signing = ECDsa.Create();
        try
        {
            signing.ImportFromPem(Encoding.ASCII.GetString(octets));
            var secret = signing.ExportParameters(includePrivateParameters: true);
            try
            {
                if (secret.Curve.Oid.Value != Curve)
                    throw new ElementException($"{path} holds a key of another curve than P-256. {Cure}");
                return new FileElement(path, signing, ECDiffieHellman.Create(secret), [.. secret.Q.X!, .. secret.Q.Y!]);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(secret.D);
            }
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            signing.Dispose();
            throw new ElementException($"{path} holds no readable EC private key in PEM: {failure.Message} {Cure}", failure);
        }
        catch (ElementException)
        {
            signing.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> digest)
    {
        ElementChecks.Digest(digest);
        lock (_lock) return _signing.SignHash(digest.ToArray(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <inheritdoc/>
    public byte[] Agree(ReadOnlySpan<byte> peer)
    {
        ElementChecks.Peer(peer);
        using var other = ECDiffieHellman.Create(P256.Parameters(peer));
        try
        {
            lock (_lock) return _agreeing.DeriveRawSecretAgreement(other.PublicKey);
        }
        catch (CryptographicException failure)
        {
            throw new ElementException($"{Description}: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public void FillRandom(Span<byte> octets) => RandomNumberGenerator.Fill(octets);

    /// <inheritdoc/>
    public void Dispose()
    {
        _signing.Dispose();
        _agreeing.Dispose();
    }

    private const string Cure = "Make one with: openssl ecparam -name prime256v1 -genkey -noout -out FILE";
}
