using System.Security.Cryptography;

namespace Farlink.Keys.Elements;

/// <summary>Public keys of the library as points.</summary>
public static class PublicKeys
{
    /// <summary>x || y of a key of the library; null if it is of another curve.</summary>
    public static byte[]? PointOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            ? [.. parameters.Q.X!, .. parameters.Q.Y!] : null;
    }
}
