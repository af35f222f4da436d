using System.Security.Cryptography;
using Farlink.Protocol.Session.Edhoc;
using Farlink.Protocol.Session.Handshake;

namespace Farlink.Protocol.Session;

/// <summary>
/// Two ends that know each other's static P-256 key from pairing. Sessions are forward secret: EDHOC (RFC 9528), method 3,
/// suite 2, kid. The private keys are not here: what they are to compute is asked for with <see cref="Link.KeyRequest"/>.
/// </summary>
public sealed class PairedIdentity : LinkIdentity
{
    /// <summary>Octets of K_hello.</summary>
    public const int HelloKeySize = 32;

    /// <summary>Makes one.</summary>
    /// <param name="own">This end's credential: a CCS with its name.</param>
    /// <param name="peer">The other end's.</param>
    /// <param name="helloKey">What <see cref="DeriveHelloKey"/> gave at pairing.</param>
    /// <exception cref="ArgumentException">
    /// Both credentials have one key, or their kids are not of one octet that CBOR has as a whole number.
    /// </exception>
    public PairedIdentity(EdhocCredential own, EdhocCredential peer, ReadOnlySpan<byte> helloKey)
        : base(helloKey.ToArray())
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(peer);
        if (helloKey.Length != HelloKeySize)
            throw new ArgumentException($"A hello key has {HelloKeySize} octets.", nameof(helloKey));
        if (EdhocAnswer.IsSame(peer, own)) throw new ArgumentException("Both ends have the same key.", nameof(peer));
        if (own.SentIdentifierSize != 1 || peer.SentIdentifierSize != 1)
            throw new ArgumentException("A kid has one octet, 0x00 to 0x17 or 0x20 to 0x37.", nameof(own));
        Own = own;
        Peer = peer;
        Options = new EdhocOptions
        {
            Agreement = own,
            FindPeer = identifier => identifier.Span.SequenceEqual(peer.Identifier.Span) ? peer : null,
        };
    }

    /// <inheritdoc/>
    public override string Mode => "edhoc";

    /// <summary>This end's credential.</summary>
    public EdhocCredential Own { get; }

    /// <summary>The other end's credential.</summary>
    public EdhocCredential Peer { get; }

    /// <summary>Settings of each handshake.</summary>
    internal EdhocOptions Options { get; }

    /// <inheritdoc/>
    internal override int FirstSize => EdhocHello.FirstSize;

    /// <inheritdoc/>
    internal override int SecondSize => EdhocHello.SecondSize;

    /// <inheritdoc/>
    internal override ReadOnlySpan<byte> FirstLabel => EdhocHello.FirstLabel;

    /// <summary>
    /// K_hello, of the ECDH of both static keys: HKDF-SHA-256 over both credentials, so that it holds for these names, kids and
    /// keys alone. Both ends get the same.
    /// </summary>
    /// <param name="shared">x of the shared point, 32 octets; the caller wipes it.</param>
    /// <param name="site">The site's credential.</param>
    /// <param name="baseStation">The base's.</param>
    public static byte[] DeriveHelloKey(ReadOnlySpan<byte> shared, EdhocCredential site, EdhocCredential baseStation)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(baseStation);
        byte[] credentials = [.. site.Content.Span, .. baseStation.Content.Span];
        byte[] info = [.. "farlink 1 edhoc hello"u8, .. SHA256.HashData(credentials)];
        var key = new byte[HelloKeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, key, salt: [], info);
        return key;
    }

    /// <inheritdoc/>
    internal override bool Speaks(HelloType type) =>
        type is HelloType.EdhocFirst or HelloType.EdhocSecond or HelloType.EdhocThird or HelloType.Hint or HelloType.CounterIs;

    /// <inheritdoc/>
    internal override SiteHandshake Begin(byte linkId, bool generation, uint counter, Func<int, byte[]> random) =>
        new EdhocSiteHandshake(this, linkId, generation, counter, Scalar(random));

    /// <inheritdoc/>
    internal override BaseHandshake Await(Func<int, byte[]> random) => new EdhocBaseHandshake(this, Scalar(random));

    /// <inheritdoc/>
    internal override bool IsSameAs(LinkIdentity other) =>
        other is PairedIdentity paired && paired.Peer.Point.Span.SequenceEqual(Peer.Point.Span);

    /// <summary>One draw in 2^32 is no scalar.</summary>
    private static byte[] Scalar(Func<int, byte[]> random)
    {
        while (true)
        {
            var scalar = random(P256.CoordinateSize);
            if (P256.IsScalar(scalar)) return scalar;
        }
    }
}
