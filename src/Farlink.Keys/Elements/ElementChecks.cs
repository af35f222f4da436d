using System.Security.Cryptography;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Elements;

/// <summary>What every kind of element checks of its callers, and of itself.</summary>
internal static class ElementChecks
{
    /// <summary>Refuses a digest that is none of SHA-256.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public static void Digest(ReadOnlySpan<byte> digest)
    {
        if (digest.Length == SHA256.HashSizeInBytes) return;
        throw new ArgumentException($"A digest has {SHA256.HashSizeInBytes} octets, not {digest.Length}.", nameof(digest));
    }

    /// <summary>Refuses a peer's key before the element's meets it.</summary>
    /// <exception cref="ElementException">It is no point of the curve.</exception>
    public static void Peer(ReadOnlySpan<byte> peer)
    {
        if (!P256.IsOnCurve(peer)) throw new ElementException("The peer's public key is no point of P-256: it is not used.");
    }

    /// <summary>Whether a signature, r || s, of a digest is by the holder of a key.</summary>
    public static bool IsSignedBy(ReadOnlyMemory<byte> publicKey, byte[] digest, byte[] signature)
    {
        using var key = ECDsa.Create(P256.Parameters(publicKey.Span));
        return key.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
