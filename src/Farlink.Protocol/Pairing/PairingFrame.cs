using System.Security.Cryptography;
using System.Text;
using Farlink.Protocol.Session;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Pairing;

/// <summary>The frames of a pairing (docs/protocol.md §5): head, 0 where others have a link id, opening, content.</summary>
internal static class PairingFrame
{
    /// <summary>Octets that name the opening of a site.</summary>
    public const int OpeningSize = 4;

    /// <summary>Octets before what a frame carries.</summary>
    public const int HeadSize = 2 + OpeningSize;

    /// <summary>Octets of a tag: HMAC-SHA-256, cut.</summary>
    public const int TagSize = 8;

    private const int CompressedSize = 1 + P256.CoordinateSize;
    private const int NameAt = CompressedSize + PairingCode.NonceSize;
    private const byte EvenY = 2;
    private const byte OddY = 3;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Makes a frame.</summary>
    public static byte[] Make(PairingFrameType type, ReadOnlySpan<byte> opening, ReadOnlySpan<byte> content) =>
        [(byte)(((int)FrameKind.Handshake << 6) | (int)type), 0, .. opening, .. content];

    /// <summary>Makes a frame with a tag at its end.</summary>
    public static byte[] MakeTagged(
        PairingFrameType type, ReadOnlySpan<byte> opening, ReadOnlySpan<byte> content, ReadOnlySpan<byte> key)
    {
        var frame = Make(type, opening, content);
        return [.. frame, .. HMACSHA256.HashData(key, frame).AsSpan(0, TagSize)];
    }

    /// <summary>Whether a frame's tag is that of this key.</summary>
    public static bool IsAuthentic(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> key) =>
        frame.Length > HeadSize + TagSize && CryptographicOperations.FixedTimeEquals(
            HMACSHA256.HashData(key, frame[..^TagSize]).AsSpan(0, TagSize), frame[^TagSize..]);

    /// <summary>What a frame is; null if it is no pairing frame of this version.</summary>
    public static PairingFrameType? TypeOf(ReadOnlySpan<byte> frame)
    {
        if (frame.Length <= HeadSize || frame[1] != 0) return null;
        var type = (PairingFrameType)(frame[0] - ((int)FrameKind.Handshake << 6));
        return type is >= PairingFrameType.Commitment and <= PairingFrameType.Message4 ? type : null;
    }

    /// <summary>Which opening it belongs to.</summary>
    public static ReadOnlySpan<byte> Opening(ReadOnlySpan<byte> frame) => frame[2..HeadSize];

    /// <summary>What it carries, a tag included.</summary>
    public static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> frame) => frame[HeadSize..];

    /// <summary>What shows an end: its key, random part and name.</summary>
    public static byte[] WriteEnd(string name, ReadOnlySpan<byte> point, ReadOnlySpan<byte> nonce) =>
    [
        (point[^1] & 1) == 0 ? EvenY : OddY, .. point[..P256.CoordinateSize], .. nonce, .. Strict.GetBytes(name),
    ];

    /// <summary>Reads what shows an end; false if its key is no point of the curve, or its name is none.</summary>
    public static bool TryReadEnd(LinkRole role, ReadOnlySpan<byte> content, out PairingPeer peer, out byte[] nonce)
    {
        (peer, nonce) = (null!, []);
        if (content.Length <= NameAt || content[0] is not (EvenY or OddY)) return false;
        var point = new byte[P256.PointSize];
        if (!P256.TryRecover(content[1..CompressedSize], point)) return false;
        if (content[0] == OddY) P256.Negate(point);
        string name;
        try
        {
            name = Strict.GetString(content[NameAt..]);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        if (!PairedCredential.IsName(name)) return false;
        peer = new PairingPeer(name, point, PairedCredential.Of(role, name, point));
        nonce = content[CompressedSize..NameAt].ToArray();
        return true;
    }
}
