using System.Security.Cryptography;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// A public key, whose it is, and how messages refer to it: CRED_x and ID_CRED_x (RFC 9528 §3.5). Both ends hold the same octets.
/// </summary>
public sealed class EdhocCredential
{
    /// <summary>SHA-256 cut to 64 bits (RFC 9054 §2.1): names a certificate.</summary>
    private const int Sha256Of64Bits = -15;

    private const int Kid = 4;
    private const int X5Chain = 33;
    private const int X5T = 34;

    private EdhocCredential(byte[] identifier, byte[] content, ReadOnlySpan<byte> point)
    {
        if (!P256.IsOnCurve(point)) throw new ArgumentException("The public key is no point of P-256.", nameof(point));
        Identifier = identifier;
        Content = content;
        Point = point.ToArray();
    }

    /// <summary>ID_CRED_x, a CBOR map.</summary>
    public ReadOnlyMemory<byte> Identifier { get; }

    /// <summary>CRED_x: a CCS, a CBOR map, or a certificate in a CBOR byte string.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The public key: x || y, 64 octets.</summary>
    public ReadOnlyMemory<byte> Point { get; }

    /// <summary>
    /// A CWT claims set with a name, referred to by <c>kid</c>. The name is part of what is proven: the right key under another
    /// name is refused.
    /// </summary>
    /// <param name="name">The subject.</param>
    /// <param name="kid">The key's id. One octet that is a whole number from -24 to 23 in CBOR is sent as one octet.</param>
    /// <param name="point">x || y, 64 octets.</param>
    /// <exception cref="ArgumentException">The key is no point of the curve.</exception>
    public static EdhocCredential Ccs(string name, ReadOnlySpan<byte> kid, ReadOnlySpan<byte> point)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (point.Length != P256.PointSize) throw new ArgumentException("A public key has 64 octets.", nameof(point));

        // {2: name, 8: {1: {1: EC2, 2: kid, -1: P-256, -2: x, -3: y}}} (RFC 8392 §3.1.2, RFC 8747 §3.2, RFC 9053 §7.1.1)
        var claims = new CborWriter().Map(2).Int(2).Text(name).Int(8).Map(1).Int(1).Map(5)
            .Int(1).Int(2).Int(2).Bytes(kid).Int(-1).Int(1)
            .Int(-2).Bytes(point[..P256.CoordinateSize]).Int(-3).Bytes(point[P256.CoordinateSize..]);
        return new EdhocCredential(OfKid(kid), claims.Written.ToArray(), point);
    }

    /// <summary>A certificate, referred to by the first 64 bits of its SHA-256.</summary>
    /// <param name="certificate">DER.</param>
    /// <param name="point">Its public key: x || y, 64 octets.</param>
    /// <exception cref="ArgumentException">The key is no point of the curve.</exception>
    public static EdhocCredential X5t(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> point)
    {
        var hash = SHA256.HashData(certificate)[..8];
        var identifier = new CborWriter().Map(1).Int(X5T).Array(2).Int(Sha256Of64Bits).Bytes(hash).Written.ToArray();
        return new EdhocCredential(identifier, new CborWriter().Bytes(certificate).Written.ToArray(), point);
    }

    /// <summary>A certificate that travels whole in the message.</summary>
    /// <param name="certificate">DER.</param>
    /// <param name="point">Its public key: x || y, 64 octets.</param>
    /// <exception cref="ArgumentException">The key is no point of the curve.</exception>
    public static EdhocCredential X5chain(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> point)
    {
        var content = new CborWriter().Bytes(certificate).Written.ToArray();
        return new EdhocCredential(new CborWriter().Map(1).Int(X5Chain).Raw(content).Written.ToArray(), content, point);
    }

    /// <summary>A credential that is coded already, by whatever else both ends agree on.</summary>
    /// <param name="identifier">ID_CRED_x, a CBOR map in deterministic form.</param>
    /// <param name="content">CRED_x, one CBOR item in deterministic form.</param>
    /// <param name="point">Its public key: x || y, 64 octets.</param>
    /// <exception cref="ArgumentException">Not so, or the key is no point of the curve.</exception>
    public static EdhocCredential Coded(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> content, ReadOnlySpan<byte> point)
    {
        var map = new CborReader(identifier);
        if (map.Next != CborMajor.Map || !map.TryReadItem(out _) || !map.IsAtEnd)
            throw new ArgumentException("ID_CRED is no map in deterministic CBOR.", nameof(identifier));
        var item = new CborReader(content);
        if (!item.TryReadItem(out _) || !item.IsAtEnd)
            throw new ArgumentException("CRED is no item in deterministic CBOR.", nameof(content));
        return new EdhocCredential(identifier.ToArray(), content.ToArray(), point);
    }

    /// <summary>The certificate in the ID_CRED of <see cref="X5chain"/>, DER; false if there is none, or several.</summary>
    public static bool TryReadX5chain(ReadOnlySpan<byte> identifier, out ReadOnlyMemory<byte> certificate)
    {
        certificate = default;
        var reader = new CborReader(identifier);
        if (!reader.TryReadMap(out var pairs) || pairs != 1) return false;
        if (!reader.TryReadInt(out var label) || label != X5Chain) return false;
        if (!reader.TryReadBytes(out var octets) || !reader.IsAtEnd) return false;
        certificate = octets.ToArray();
        return true;
    }

    /// <summary>Octets of ID_CRED as messages carry it.</summary>
    internal int SentIdentifierSize
    {
        get
        {
            var writer = new CborWriter();
            WriteIdentifier(writer);
            return writer.Written.Length;
        }
    }

    /// <summary>ID_CRED of a kid.</summary>
    internal static byte[] OfKid(ReadOnlySpan<byte> kid) => new CborWriter().Map(1).Int(Kid).Bytes(kid).Written.ToArray();

    /// <summary>Writes ID_CRED as messages carry it: of a kid only the value (RFC 9528 §3.5.3.2).</summary>
    internal void WriteIdentifier(CborWriter writer)
    {
        var reader = new CborReader(Identifier.Span);
        if (reader.TryReadMap(out var pairs) && pairs == 1 && reader.TryReadInt(out var label) && label == Kid
            && reader.TryReadBytes(out var kid))
            ConnectionId.Write(writer, kid);
        else writer.Raw(Identifier.Span);
    }

    /// <summary>Reads ID_CRED as messages carry it, and gives it whole.</summary>
    internal static bool TryReadIdentifier(ref CborReader reader, out byte[] identifier)
    {
        identifier = [];
        if (reader.Next == CborMajor.Map)
        {
            if (!reader.TryReadItem(out var map)) return false;
            identifier = map.ToArray();
            return true;
        }

        if (!ConnectionId.TryRead(ref reader, out var kid)) return false;
        identifier = OfKid(kid);
        return true;
    }
}
