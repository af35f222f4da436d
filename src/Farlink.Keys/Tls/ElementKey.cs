using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Tls;

/// <summary>
/// A certificate for TLS whose private key stays in its element: a key of OpenSSL with the public half only, and a callback where
/// it would sign (EC_KEY_METHOD). The ECDH and the verifying of a handshake stay in OpenSSL: they are ephemeral, or public.
/// </summary>
public static unsafe class ElementKey
{
    private static readonly Lazy<(nint Method, int Index)> Native = new(Prepare);

    /// <summary>Puts a certificate and the element with its key together, for TLS 1.2 and 1.3, as client or server.</summary>
    /// <param name="certificate">The certificate; stays the caller's.</param>
    /// <param name="element">The element. It is used until the result, and all copies of it, are disposed of.</param>
    /// <exception cref="PkiException">The certificate is for another key.</exception>
    /// <exception cref="ElementException">OpenSSL 3 is not there, or refuses.</exception>
    [SupportedOSPlatform("linux")]
    public static X509Certificate2 Attach(X509Certificate2 certificate, ISecureElement element)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(element);
        using var published = certificate.GetECDsaPublicKey();
        if (published is null || PublicKeys.PointOf(published) is not { } point || !element.PublicKey.Span.SequenceEqual(point))
        {
            throw new PkiException(
                $"The certificate of {Protocol.Text.Printable.Escape(certificate.Subject)} is not for the key of "
                + $"{element.Description}. Ask for one with: farlink element csr, and issue it with: farlink pki issue --csr");
        }

        try
        {
            using var handle = new SafeEvpPKeyHandle(Make(element), ownsHandle: true);
            using var key = new ECDsaOpenSsl(handle);
            return certificate.CopyWithPrivateKey(key);
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException
            or TypeInitializationException)
        {
            throw new ElementException(
                "TLS with a key in an element needs OpenSSL 3 (libcrypto.so.3). Cure: sudo apt install libssl3", failure);
        }
    }

    /// <summary>
    /// Why an element did not sign in a handshake, since this was asked last; null if all did. For the log of a handshake that
    /// failed, of which OpenSSL says no more. Thread-safe.
    /// </summary>
    public static string? TakeProblem() => ElementSigner.TakeProblem();

    private static nint Make(ISecureElement element)
    {
        var (method, index) = Native.Value;
        var key = LibCrypto.EC_KEY_new_by_curve_name(LibCrypto.P256);
        var x = Number(element.PublicKey.Span[..P256.CoordinateSize]);
        var y = Number(element.PublicKey.Span[P256.CoordinateSize..]);
        var pkey = LibCrypto.EVP_PKEY_new();
        var number = ElementRegistry.Add(element);
        var isMade = key != 0 && pkey != 0
            && LibCrypto.EC_KEY_set_method(key, method) == 1
            && LibCrypto.EC_KEY_set_public_key_affine_coordinates(key, x, y) == 1
            && LibCrypto.EC_KEY_set_ex_data(key, index, number) == 1;
        if (!isMade) ElementRegistry.Release(number);

        // From here on the number is released when the key is freed.
        isMade = isMade && LibCrypto.EVP_PKEY_set1_EC_KEY(pkey, key) == 1;
        LibCrypto.BN_free(x);
        LibCrypto.BN_free(y);
        LibCrypto.EC_KEY_free(key);
        if (isMade) return pkey;
        LibCrypto.EVP_PKEY_free(pkey);
        throw new ElementException("OpenSSL refuses a key that signs by a callback.");
    }

    private static nint Number(ReadOnlySpan<byte> octets)
    {
        fixed (byte* first = octets) return LibCrypto.BN_bin2bn(first, octets.Length, 0);
    }

    private static (nint Method, int Index) Prepare()
    {
        var method = LibCrypto.EC_KEY_METHOD_new(LibCrypto.EC_KEY_OpenSSL());
        LibCrypto.EC_KEY_METHOD_set_sign(method, &Sign, &Setup, &SignSig);
        var index = LibCrypto.CRYPTO_get_ex_new_index(LibCrypto.ExIndexEcKey, 0, 0, 0, &Duplicate, &Free);
        if (method == 0 || index <= 0) throw new ElementException("OpenSSL refuses keys that sign by a callback.");
        return (method, index);
    }

    /// <summary>int sign(type, digest, length, signature, length of signature, kinv, r, key): DER.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sign(int type, byte* digest, int length, byte* output, uint* written, nint kinv, nint r, nint key)
    {
        if (Compute(digest, length, key) is not { } signature) return 0;
        var der = DerSignature.Of(signature);
        der.CopyTo(new Span<byte>(output, der.Length));
        *written = (uint)der.Length;
        return 1;
    }

    /// <summary>Nothing can be computed ahead: the chip makes its own nonce.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Setup(nint key, nint context, nint* kinv, nint* r) => 0;

    /// <summary>ECDSA_SIG *sign_sig(digest, length, kinv, r, key).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint SignSig(byte* digest, int length, nint kinv, nint r, nint key)
    {
        if (Compute(digest, length, key) is not { } signature) return 0;
        var result = LibCrypto.ECDSA_SIG_new();
        var (first, second) = (
            Number(signature.AsSpan(0, P256.CoordinateSize)), Number(signature.AsSpan(P256.CoordinateSize)));

        // It owns both from here on.
        if (result != 0 && LibCrypto.ECDSA_SIG_set0(result, first, second) == 1) return result;
        LibCrypto.BN_free(first);
        LibCrypto.BN_free(second);
        LibCrypto.ECDSA_SIG_free(result);
        return 0;
    }

    private static byte[]? Compute(byte* digest, int length, nint key) => length < 0 ? null
        : ElementSigner.TrySign(LibCrypto.EC_KEY_get_ex_data(key, Native.Value.Index), new ReadOnlySpan<byte>(digest, length));

    /// <summary>A key is copied: the number stays, and counts once more.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Duplicate(nint to, nint from, nint* data, int index, nint argl, nint argp) =>
        *data == 0 || ElementRegistry.TryHold(*data) ? 1 : 0;

    /// <summary>A key is freed. Called for every EC key, ours or not.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint parent, nint data, nint all, int index, nint argl, nint argp)
    {
        if (data != 0) ElementRegistry.Release(data);
    }
}
