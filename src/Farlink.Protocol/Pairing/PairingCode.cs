using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Pairing;

/// <summary>
/// What the site commits itself to, and the six digits that two people compare (docs/protocol.md §5). The site has fixed its
/// part before it knows the base's, and the base before it knows the site's: whoever stands between them has one guess in 10^6.
/// </summary>
internal static class PairingCode
{
    /// <summary>Octets of a commitment.</summary>
    public const int CommitmentSize = SHA256.HashSizeInBytes;

    /// <summary>Octets of each end's random part.</summary>
    public const int NonceSize = 16;

    private const ulong Codes = 1_000_000;

    /// <summary>What binds an end to its credential and random part before it shows them.</summary>
    public static byte[] Commitment(LinkRole role, EdhocCredential credential, ReadOnlySpan<byte> nonce)
    {
        byte[] content = [.. "farlink 1 pairing commitment"u8, (byte)role, .. credential.Content.Span, .. nonce];
        return SHA256.HashData(content);
    }

    /// <summary>Six digits with a space in their middle.</summary>
    public static string Of(
        EdhocCredential site, ReadOnlySpan<byte> siteNonce, EdhocCredential baseStation, ReadOnlySpan<byte> baseNonce)
    {
        // Each credential is one item of CBOR and says itself where it ends; the rest is of fixed length.
        byte[] content =
        [
            .. "farlink 1 pairing code"u8, (byte)LinkRole.Site, .. site.Content.Span, (byte)LinkRole.BaseStation,
            .. baseStation.Content.Span, .. "edhoc"u8, .. siteNonce, .. baseNonce,
        ];
        var number = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(content)) % Codes;
        var digits = number.ToString("D6", CultureInfo.InvariantCulture);
        return $"{digits[..3]} {digits[3..]}";
    }
}
