using System.Security.Cryptography;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>The other end's key and mathematics, by the BCL. The key is always the same, so that a failure repeats.</summary>
internal static class HostKey
{
    private const int NumberOctets = 32;

    public static byte[] Private { get; } = SHA256.HashData("host"u8);

    public static byte[] Public { get; } = PublicOf(Private);

    public static byte[] Sign(byte[] digest)
    {
        using var key = ECDsa.Create(Parameters(Private));
        return key.SignHash(digest);
    }

    public static bool Verifies(byte[] publicKey, byte[] digest, byte[] signature)
    {
        using var key = ECDsa.Create(Point(publicKey));
        return key.VerifyHash(digest, signature);
    }

    public static byte[] Agree(byte[] publicKey)
    {
        using var own = ECDiffieHellman.Create(Parameters(Private));
        using var other = ECDiffieHellman.Create(Point(publicKey));
        return own.DeriveRawSecretAgreement(other.PublicKey);
    }

    /// <summary>A public key as a slot holds it: four octets before each number.</summary>
    public static byte[] Padded(byte[] publicKey) =>
        [0, 0, 0, 0, .. publicKey[..NumberOctets], 0, 0, 0, 0, .. publicKey[NumberOctets..]];

    private static byte[] PublicOf(byte[] privateKey)
    {
        using var key = ECDsa.Create(Parameters(privateKey));
        var q = key.ExportParameters(false).Q;
        return [.. q.X!, .. q.Y!];
    }

    private static ECParameters Parameters(byte[] privateKey) => new() { Curve = ECCurve.NamedCurves.nistP256, D = privateKey };

    private static ECParameters Point(byte[] publicKey) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = { X = publicKey[..NumberOctets], Y = publicKey[NumberOctets..] },
    };
}
