using System.Runtime.Versioning;
using System.Security.Cryptography;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Elements;

/// <summary>
/// A key in a PKCS #11 token, named by a URI of RFC 7512, through OpenSSL's engine of that name (libengine-pkcs11-openssl). The
/// environment variable PKCS11_MODULE_PATH says which module; without it p11-kit's choice counts.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class Pkcs11Element : ISecureElement
{
    /// <summary>What such a URI begins with.</summary>
    public const string Scheme = "pkcs11:";

    private const string Engine = "pkcs11";
    private readonly SafeEvpPKeyHandle _handle;
    private readonly ECDsaOpenSsl _key;
    private readonly Lock _lock = new();

    private Pkcs11Element(SafeEvpPKeyHandle handle, ECDsaOpenSsl key, string description, byte[] publicKey)
    {
        _handle = handle;
        _key = key;
        Description = description;
        PublicKey = publicKey;
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Opens the key.</summary>
    /// <exception cref="ElementException">Engine, module, token or key is not there, or the PIN is wrong.</exception>
    public static Pkcs11Element Open(string uri)
    {
        using var pin = new Pkcs11Pin(uri);
        var shown = pin.Shown;
        SafeEvpPKeyHandle? handle = null;
        ECDsaOpenSsl? key = null;
        try
        {
            handle = SafeEvpPKeyHandle.OpenPrivateKeyFromEngine(Engine, pin.Uri);
            key = new ECDsaOpenSsl(handle);
            var point = PublicKeys.PointOf(key)
                ?? throw new ElementException($"{shown} is a key of another curve than P-256.");
            return new Pkcs11Element(handle, key, $"PKCS #11 key {shown}", point);
        }
        catch (Exception failure) when (failure is CryptographicException or ElementException or PlatformNotSupportedException)
        {
            key?.Dispose();
            handle?.Dispose();
            if (failure is ElementException) throw;
            throw new ElementException(
                $"{shown} cannot be opened: {failure.Message} Is libengine-pkcs11-openssl installed, does PKCS11_MODULE_PATH "
                + "name the token's module, and are token, object and pin-value right? See: pkcs11-tool --list-objects",
                failure);
        }
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> digest)
    {
        ElementChecks.Digest(digest);
        var octets = digest.ToArray();
        return Ask(() => _key.SignHash(octets, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    /// <inheritdoc/>
    public byte[] Agree(ReadOnlySpan<byte> peer)
    {
        ElementChecks.Peer(peer);
        using var other = ECDiffieHellman.Create(P256.Parameters(peer));
        return Ask(() =>
        {
            using var own = new ECDiffieHellmanOpenSsl(_handle);
            return own.DeriveRawSecretAgreement(other.PublicKey);
        });
    }

    /// <inheritdoc/>
    public void FillRandom(Span<byte> octets) => RandomNumberGenerator.Fill(octets);

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        _handle.Dispose();
    }

    private T Ask<T>(Func<T> question)
    {
        lock (_lock)
        {
            try
            {
                return question();
            }
            catch (CryptographicException failure)
            {
                throw new ElementException($"{Description}: {failure.Message}", failure);
            }
        }
    }
}
