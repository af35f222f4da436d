using System.Security.Cryptography;
using Farlink.Protocol.Session.Edhoc;
using Farlink.Protocol.Session.Handshake;

namespace Farlink.Protocol.Session;

/// <summary>
/// The keys of one generation of one session, in memory only: there is no way to write them out or to make them but by a
/// handshake or from the generation before.
/// </summary>
internal sealed class SessionKeys : IDisposable
{
    private readonly SessionSecret _secret;

    private SessionKeys(SessionSecret secret, LinkRole role, bool generation)
    {
        _secret = secret;
        Role = role;
        Generation = generation;
        Sending = Traffic(role == LinkRole.Site ? LinkDirection.Up : LinkDirection.Down);
        Receiving = Traffic(role == LinkRole.Site ? LinkDirection.Down : LinkDirection.Up);
    }

    /// <summary>Whose keys they are.</summary>
    public LinkRole Role { get; }

    /// <summary>The bit in the frames sealed with them.</summary>
    public bool Generation { get; }

    /// <summary>Seals.</summary>
    public TrafficKey Sending { get; }

    /// <summary>Opens.</summary>
    public TrafficKey Receiving { get; }

    /// <summary>The keys that a handshake with a shared key makes.</summary>
    /// <param name="key">The shared key.</param>
    /// <param name="role">Whose side.</param>
    /// <param name="firstHello">Complete H1; octets 6 to 13 are the site's nonce.</param>
    /// <param name="secondHello">Complete H2; octets 2 to 9 are the base's nonce.</param>
    public static SessionKeys FromHandshake(
        PreSharedKey key, LinkRole role, ReadOnlySpan<byte> firstHello, ReadOnlySpan<byte> secondHello)
    {
        byte[] nonces = [.. PskHello.SiteNonce(firstHello), .. PskHello.BaseNonce(secondHello)];
        byte[] transcript = [.. firstHello, .. secondHello];
        var secret = new PskSessionSecret(key.Extract(nonces), SHA256.HashData(transcript));
        return new SessionKeys(secret, role, HelloFrame.Generation(firstHello));
    }

    /// <summary>The keys that a handshake of EDHOC makes; they own its session.</summary>
    public static SessionKeys FromEdhoc(EdhocSession session, LinkRole role, byte linkId, bool generation) =>
        new(new EdhocSessionSecret(session, linkId), role, generation);

    /// <summary>
    /// The keys of the next generation, without airtime (security: old traffic stays closed when these are lost).
    /// </summary>
    public SessionKeys Next() => new(_secret.Next(), Role, !Generation);

    /// <summary>Wipes the keys.</summary>
    public void Dispose()
    {
        Sending.Dispose();
        Receiving.Dispose();
        _secret.Dispose();
    }

    private TrafficKey Traffic(LinkDirection direction)
    {
        var (key, iv) = _secret.Derive(direction);
        return new TrafficKey(key, iv);
    }
}
