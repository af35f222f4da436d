namespace Farlink.Keys.Elements;

/// <summary>
/// A P-256 key that is used where it is: a chip, a token, or a file for those who have neither. What it computes leaves it, the
/// key does not. Safe to call from any thread; one call at a time is carried out, the others wait. A chip takes up to 115 ms for
/// a signature.
/// </summary>
public interface ISecureElement : IDisposable
{
    /// <summary>What it is, in a line: kind, place, serial number. Holds no secret.</summary>
    string Description { get; }

    /// <summary>The public key: x || y, 64 octets, big-endian; a point of the curve.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Signs with ECDSA.</summary>
    /// <param name="digest">SHA-256 of what is signed, 32 octets.</param>
    /// <returns>r || s, 64 octets, big-endian (IEEE P1363).</returns>
    /// <exception cref="ArgumentException">The digest has another length.</exception>
    /// <exception cref="ElementException">The element cannot, or may not.</exception>
    byte[] Sign(ReadOnlySpan<byte> digest);

    /// <summary>Computes a shared secret with ECDH.</summary>
    /// <param name="peer">The other's public key, x || y, 64 octets; checked to be on the curve before the key meets it.</param>
    /// <returns>The x coordinate of the shared point, 32 octets, big-endian. The caller wipes it.</returns>
    /// <exception cref="ElementException">The peer's key is no point of the curve, or the element cannot, or may not.</exception>
    byte[] Agree(ReadOnlySpan<byte> peer);

    /// <summary>Fills octets with random numbers of its own source.</summary>
    /// <exception cref="ElementException">The source failed its test.</exception>
    void FillRandom(Span<byte> octets);
}
