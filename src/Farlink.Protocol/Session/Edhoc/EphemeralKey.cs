using System.Security.Cryptography;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>The key pair of one handshake, made from octets that come from outside and wiped after it.</summary>
internal sealed class EphemeralKey : IDisposable
{
    private readonly ECDiffieHellman _key;

    /// <summary>Makes one of a scalar.</summary>
    /// <exception cref="ArgumentException">Not 32 octets, 0, or not below the order of the curve.</exception>
    public EphemeralKey(ReadOnlySpan<byte> scalar)
    {
        if (!P256.IsScalar(scalar)) throw new ArgumentException("An ephemeral key is 32 octets, above 0 and below the order.");
        var secret = scalar.ToArray();
        try
        {
            _key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        X = _key.ExportParameters(includePrivateParameters: false).Q.X!;
    }

    /// <summary>G_X or G_Y: the x of its public key, 32 octets.</summary>
    public byte[] X { get; }

    /// <summary>ECDH with a point that has been checked; the caller wipes the result.</summary>
    public byte[] Agree(ReadOnlySpan<byte> point)
    {
        using var peer = ECDiffieHellman.Create(P256.Parameters(point));
        return _key.DeriveRawSecretAgreement(peer.PublicKey);
    }

    /// <summary>Wipes it.</summary>
    public void Dispose() => _key.Dispose();
}
