using System.Security.Cryptography;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Elements;

/// <summary>Public keys of P-256 in the forms that the library and we use.</summary>
public static class PublicKeys
{
    /// <summary>x || y for the library.</summary>
    public static ECParameters Parameters(ReadOnlySpan<byte> point) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = point[..P256.CoordinateSize].ToArray(), Y = point[P256.CoordinateSize..].ToArray() },
    };

    /// <summary>x || y of a key of the library; null if it is of another curve.</summary>
    public static byte[]? PointOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            ? [.. parameters.Q.X!, .. parameters.Q.Y!] : null;
    }
}
