using System.Security.Cryptography;

namespace Farlink.Protocol.Session;

/// <summary>
/// The keys of one generation of one session, in memory only: there is no way to write them out or to make them but by a
/// handshake or from the generation before.
/// </summary>
internal sealed class SessionKeys : IDisposable
{
    private readonly byte[] _secret;
    private readonly byte[] _transcriptHash;

    private SessionKeys(byte[] secret, byte[] transcriptHash, LinkRole role, bool generation)
    {
        _secret = secret;
        _transcriptHash = transcriptHash;
        Role = role;
        Generation = generation;
        var sends = role == LinkRole.Site ? LinkDirection.Up : LinkDirection.Down;
        var receives = role == LinkRole.Site ? LinkDirection.Down : LinkDirection.Up;
        Sending = new TrafficKey(secret, sends, transcriptHash);
        Receiving = new TrafficKey(secret, receives, transcriptHash);
    }

    /// <summary>Whose keys they are.</summary>
    public LinkRole Role { get; }

    /// <summary>The bit in the frames sealed with them.</summary>
    public bool Generation { get; }

    /// <summary>Seals.</summary>
    public TrafficKey Sending { get; }

    /// <summary>Opens.</summary>
    public TrafficKey Receiving { get; }

    /// <summary>The keys that a handshake makes.</summary>
    /// <param name="key">The shared key.</param>
    /// <param name="role">Whose side.</param>
    /// <param name="firstHello">Complete H1; octets 6 to 13 are the site's nonce.</param>
    /// <param name="secondHello">Complete H2; octets 2 to 9 are the base's nonce.</param>
    public static SessionKeys FromHandshake(
        PreSharedKey key, LinkRole role, ReadOnlySpan<byte> firstHello, ReadOnlySpan<byte> secondHello)
    {
        byte[] nonces = [.. PskHello.SiteNonce(firstHello), .. PskHello.BaseNonce(secondHello)];
        byte[] transcript = [.. firstHello, .. secondHello];
        return new SessionKeys(
            key.Extract(nonces), SHA256.HashData(transcript), role, PskHello.Generation(firstHello));
    }

    /// <summary>
    /// The keys of the next generation, without airtime (security: old traffic stays closed when these are lost).
    /// </summary>
    public SessionKeys Next()
    {
        byte[] info = [.. "farlink 1 ratchet"u8, .. _transcriptHash];
        var next = HKDF.Expand(HashAlgorithmName.SHA256, _secret, 32, info);
        return new SessionKeys(next, _transcriptHash, Role, !Generation);
    }

    /// <summary>Wipes the keys.</summary>
    public void Dispose()
    {
        Sending.Dispose();
        Receiving.Dispose();
        CryptographicOperations.ZeroMemory(_secret);
    }
}
