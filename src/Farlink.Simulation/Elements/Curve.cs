using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Farlink.Simulation.Elements;

/// <summary>
/// The chip's curve, NIST P-256. Numbers are 32 octets, big-endian; a point is X and Y, a signature r and s. Every random octet
/// comes from the caller, so that a seed repeats a run to the octet; this is why signatures are not made by <see cref="ECDsa"/>.
/// Not constant in time: a model has no secrets worth it.
/// </summary>
internal static class Curve
{
    /// <summary>Octets of a number.</summary>
    public const int NumberLength = 32;

    /// <summary>Octets of a point, and of a signature.</summary>
    public const int PairLength = 64;

    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    /// <summary>Whether octets are a private key: 1 to the order less 1.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> number)
    {
        var value = ToNumber(number);
        return !value.IsZero && value < Order;
    }

    /// <summary>The public key of a private one.</summary>
    public static byte[] PublicKey(ReadOnlySpan<byte> privateKey)
    {
        using var key = ECDiffieHellman.Create(Parameters(privateKey));
        return Octets(key.ExportParameters(false).Q);
    }

    /// <summary>Whether octets are a point of the curve.</summary>
    public static bool IsPoint(ReadOnlySpan<byte> point)
    {
        using var key = ImportPoint(point);
        return key is not null;
    }

    /// <summary>The X coordinate that both ends can calculate.</summary>
    /// <returns>32 octets; null if the other end's point is none of the curve.</returns>
    public static byte[]? Agree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> point)
    {
        using var other = ImportPoint(point);
        if (other is null) return null;
        using var own = ECDiffieHellman.Create(Parameters(privateKey));
        return own.DeriveRawSecretAgreement(other.PublicKey);
    }

    /// <summary>Signs a digest of 32 octets.</summary>
    /// <param name="privateKey">The key.</param>
    /// <param name="digest">What to sign.</param>
    /// <param name="nonce">32 random octets, used once.</param>
    /// <returns>r and s; null if the random octets are of no use, which happens once in 2^32.</returns>
    public static byte[]? Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> nonce)
    {
        if (!IsPrivateKey(nonce)) return null;
        var r = ToNumber(PublicKey(nonce).AsSpan(0, NumberLength)) % Order;
        var inverse = BigInteger.ModPow(ToNumber(nonce), Order - 2, Order);
        var s = inverse * (ToNumber(digest) + r * ToNumber(privateKey)) % Order;
        return r.IsZero || s.IsZero ? null : [.. Octets(r), .. Octets(s)];
    }

    /// <summary>Whether a signature is one of a digest.</summary>
    /// <returns>Null if the public key is no point of the curve.</returns>
    public static bool? Verify(ReadOnlySpan<byte> point, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        using var agreeing = ImportPoint(point);
        if (agreeing is null) return null;
        using var verifying = ECDsa.Create(agreeing.ExportParameters(false));
        return verifying.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static ECDiffieHellman? ImportPoint(ReadOnlySpan<byte> point)
    {
        try
        {
            return ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = { X = point[..NumberLength].ToArray(), Y = point[NumberLength..].ToArray() },
            });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ECParameters Parameters(ReadOnlySpan<byte> privateKey) =>
        new() { Curve = ECCurve.NamedCurves.nistP256, D = privateKey.ToArray() };

    private static BigInteger ToNumber(ReadOnlySpan<byte> octets) => new(octets, isUnsigned: true, isBigEndian: true);

    private static byte[] Octets(ECPoint point) => [.. point.X!, .. point.Y!];

    private static byte[] Octets(BigInteger number)
    {
        var octets = new byte[NumberLength];
        var length = number.GetByteCount(isUnsigned: true);
        number.TryWriteBytes(octets.AsSpan(NumberLength - length), out _, isUnsigned: true, isBigEndian: true);
        return octets;
    }
}
