using System.Numerics;
using System.Security.Cryptography;

namespace Farlink.Protocol.Session;

/// <summary>
/// Points of the curve P-256 (FIPS 186-4 D.1.2.3; SEC 2 §2.4.2), checked before any private key meets them: what is not on the
/// curve can draw a static key out of whoever computes with it. Only public numbers come here, so nothing is in constant time.
/// </summary>
public static class P256
{
    /// <summary>Octets of a coordinate, a scalar, a shared secret.</summary>
    public const int CoordinateSize = 32;

    /// <summary>Octets of a point: x || y, big-endian.</summary>
    public const int PointSize = 2 * CoordinateSize;

    private static readonly BigInteger P = Read(Convert.FromHexString(
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"));

    private static readonly BigInteger B = Read(Convert.FromHexString(
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"));

    private static readonly byte[] Order = Convert.FromHexString(
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    /// <summary>Whether x || y is a point of the curve: both below p, and on it. Infinity has no such form.</summary>
    /// <param name="point">Octets; anything but <see cref="PointSize"/> is none.</param>
    public static bool IsOnCurve(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointSize) return false;
        var (x, y) = (Read(point[..CoordinateSize]), Read(point[CoordinateSize..]));
        return x < P && y < P && y * y % P == RightSide(x);
    }

    /// <summary>
    /// A point with this x, as EDHOC sends points (RFC 9528 §3.7). There are two, y and p - y; both give the same shared secret,
    /// and this is the one with the even y.
    /// </summary>
    /// <param name="x">32 octets, big-endian.</param>
    /// <param name="point">Receives x || y, 64 octets.</param>
    /// <returns>False if x is 0 or not below p, or no point has it.</returns>
    public static bool TryRecover(ReadOnlySpan<byte> x, Span<byte> point)
    {
        if (x.Length != CoordinateSize || point.Length != PointSize) return false;
        var number = Read(x);

        // The one point with x = 0 is sound, but nobody draws it: who sends it tries something.
        if (number >= P || number.IsZero) return false;
        var square = RightSide(number);

        // p is 3 modulo 4: where there is a root, this is one.
        var y = BigInteger.ModPow(square, (P + 1) / 4, P);
        if (y * y % P != square) return false;
        if (!y.IsEven) y = P - y;
        x.CopyTo(point);
        WriteY(y, point);
        return true;
    }

    /// <summary>Makes a point the other one with its x.</summary>
    /// <param name="point">x || y, on the curve.</param>
    internal static void Negate(Span<byte> point) => WriteY(P - Read(point[CoordinateSize..]), point);

    /// <summary>
    /// Whether two points are of one private key, or of one and its negative: both agree on the same secrets, and EDHOC, which
    /// sends x alone, does not tell them apart.
    /// </summary>
    public static bool IsSameKey(ReadOnlySpan<byte> point, ReadOnlySpan<byte> other) =>
        point.Length == PointSize && other.Length == PointSize && point[..CoordinateSize].SequenceEqual(other[..CoordinateSize]);

    /// <summary>Whether octets are a private key: 32 octets, above 0 and below the order of the curve.</summary>
    public static bool IsScalar(ReadOnlySpan<byte> scalar) =>
        scalar.Length == CoordinateSize && scalar.ContainsAnyExcept((byte)0) && scalar.SequenceCompareTo(Order) < 0;

    /// <summary>A public key for the library.</summary>
    /// <param name="point">x || y, on the curve.</param>
    public static ECParameters Parameters(ReadOnlySpan<byte> point) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = point[..CoordinateSize].ToArray(), Y = point[CoordinateSize..].ToArray() },
    };

    private static void WriteY(BigInteger y, Span<byte> point)
    {
        var octets = y.ToByteArray(isUnsigned: true, isBigEndian: true);
        point[CoordinateSize..].Clear();
        octets.CopyTo(point[(PointSize - octets.Length)..]);
    }

    private static BigInteger RightSide(BigInteger x) => ((((x * x) - 3) * x % P) + B + P) % P;

    private static BigInteger Read(ReadOnlySpan<byte> octets) => new(octets, isUnsigned: true, isBigEndian: true);
}
