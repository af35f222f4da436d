using System.Security.Cryptography;
using Farlink.Protocol.Session.Handshake;

namespace Farlink.Protocol.Session;

/// <summary>
/// A 128-bit key both ends share, and what is derived from it for handshakes. Whoever has it reads all past and future traffic of
/// the link and can play either end.
/// </summary>
public sealed class PreSharedKey : LinkIdentity
{
    /// <summary>Octets of a key.</summary>
    public const int Size = 16;

    private readonly byte[] _key;

    /// <summary>Takes a copy of a key.</summary>
    /// <exception cref="ArgumentException">Not 16 octets, or <see cref="IsWeak"/>.</exception>
    public PreSharedKey(ReadOnlySpan<byte> key)
        : base(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.ToArray(), 32, [], "farlink 1 psk hello"u8.ToArray()))
    {
        if (key.Length != Size) throw new ArgumentException($"A link key has {Size} octets, not {key.Length}.", nameof(key));
        if (IsWeak(key)) throw new ArgumentException("A link key must be random: this one is text or a constant.", nameof(key));
        _key = key.ToArray();
    }

    /// <inheritdoc/>
    public override string Mode => "psk";

    /// <inheritdoc/>
    internal override int FirstSize => PskHello.FirstSize;

    /// <inheritdoc/>
    internal override int SecondSize => PskHello.SecondSize;

    /// <inheritdoc/>
    internal override ReadOnlySpan<byte> FirstLabel => PskHello.FirstLabel;

    /// <summary>Whether octets were typed or are constant, and so are no key: a random one is so once in 2^16 keys.</summary>
    public static bool IsWeak(ReadOnlySpan<byte> key)
    {
        var printable = true;
        var constant = true;
        foreach (var octet in key)
        {
            printable &= octet is >= 0x20 and < 0x7F;
            constant &= octet == key[0];
        }

        return printable || constant;
    }

    /// <inheritdoc/>
    internal override bool Speaks(HelloType type) =>
        type is HelloType.PskFirst or HelloType.PskSecond or HelloType.Hint or HelloType.CounterIs;

    /// <inheritdoc/>
    internal override SiteHandshake Begin(byte linkId, bool generation, uint counter, Func<int, byte[]> random) =>
        new PskSiteHandshake(this, PskHello.First(this, linkId, generation, counter, random(PskHello.NonceSize)));

    /// <inheritdoc/>
    internal override BaseHandshake Await(Func<int, byte[]> random) => new PskBaseHandshake(this, random(PskHello.NonceSize));

    /// <inheritdoc/>
    internal override bool IsSameAs(LinkIdentity other) =>
        other is PreSharedKey shared && CryptographicOperations.FixedTimeEquals(_key, shared._key);

    /// <summary>HKDF-Extract with both nonces as salt (RFC 5869 §2.2).</summary>
    internal byte[] Extract(ReadOnlySpan<byte> nonces) => HKDF.Extract(HashAlgorithmName.SHA256, _key, nonces.ToArray());
}
