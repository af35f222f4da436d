using System.Security.Cryptography;
using Farlink.Keys.Elements;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Pairing;

/// <summary>
/// What an end keeps of a pairing: who both ends are, the link id that the base gave, and K_hello. The latter lets its holder ask
/// a base for a handshake, and no more; it is kept like a key all the same.
/// </summary>
public sealed record PairingRecord
{
    /// <summary>Names this pairing; the same ends paired again have another. One that was ended never comes back.</summary>
    public required string Id { get; init; }

    /// <summary>The link id, 1 to 255.</summary>
    public required byte Link { get; init; }

    /// <summary>The site.</summary>
    public required PairedEnd Site { get; init; }

    /// <summary>The base.</summary>
    public required PairedEnd BaseStation { get; init; }

    /// <summary>K_hello, 32 octets.</summary>
    public required ReadOnlyMemory<byte> HelloKey { get; init; }

    /// <summary>In a re-key: the <see cref="Id"/> of the pairing that it is to follow, and of no other; else null.</summary>
    public string? Follows { get; init; }

    /// <summary>After a re-key: the URI of this end's static key; null: the one that the configuration names.</summary>
    public string? Element { get; init; }

    /// <summary>Makes one, with this end's static key.</summary>
    /// <param name="link">The link id.</param>
    /// <param name="own">This end.</param>
    /// <param name="peer">The other.</param>
    /// <param name="element">Holds this end's key.</param>
    /// <exception cref="PairingException">The element holds another key than that of this end, or both are the same.</exception>
    /// <exception cref="ElementException">The element cannot.</exception>
    public static PairingRecord Make(byte link, PairedEnd own, PairedEnd peer, ISecureElement element)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(peer);
        ArgumentNullException.ThrowIfNull(element);
        if (own.Role == peer.Role) throw new PairingException("A site pairs with a base, not with its like.");
        if (P256.IsSameKey(own.Point.Span, peer.Point.Span))
            throw new PairingException("The other end shows this end's own key.");
        if (!own.Point.Span.SequenceEqual(element.PublicKey.Span))
            throw new PairingException($"{element.Description} holds another key than the one that is paired.");
        var (site, baseStation) = own.Role == LinkRole.Site ? (own, peer) : (peer, own);
        var shared = element.Agree(peer.Point.Span);
        var helloKey = PairedIdentity.DeriveHelloKey(shared, site.Credential, baseStation.Credential);
        CryptographicOperations.ZeroMemory(shared);
        return Of(link, site, baseStation, helloKey);
    }

    /// <summary>Makes one with a K_hello that is known already, as after a pairing over the air.</summary>
    /// <param name="link">The link id.</param>
    /// <param name="site">The site.</param>
    /// <param name="baseStation">The base.</param>
    /// <param name="helloKey">K_hello of exactly these two.</param>
    public static PairingRecord Of(byte link, PairedEnd site, PairedEnd baseStation, ReadOnlyMemory<byte> helloKey)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(baseStation);
        return new PairingRecord
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            Link = link,
            Site = site,
            BaseStation = baseStation,
            HelloKey = helloKey,
        };
    }

    /// <summary>The identity of one end for the link.</summary>
    public PairedIdentity Identity(LinkRole role)
    {
        var (own, peer) = role == LinkRole.Site ? (Site, BaseStation) : (BaseStation, Site);
        return new PairedIdentity(own.Credential, peer.Credential, HelloKey.Span);
    }

    /// <summary>The end that is not this one.</summary>
    public PairedEnd Peer(LinkRole own) => own == LinkRole.Site ? BaseStation : Site;
}
