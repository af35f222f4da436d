using System.Buffers.Binary;
using System.Security.Cryptography;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Session;

/// <summary>The handshake frames of a session with a shared key, octet by octet (docs/protocol.md §5).</summary>
internal static class PskHello
{
    /// <summary>H1: head, link id, counter 4, nonce 8, tag 8.</summary>
    public const int FirstSize = 22;

    /// <summary>H2: head, link id, nonce 8, tag 8.</summary>
    public const int SecondSize = 18;

    /// <summary>Hint and "counter is": head, link id, counter 4, tag 8.</summary>
    public const int CounterSize = 14;

    /// <summary>Octets of a nonce.</summary>
    public const int NonceSize = 8;

    private const int TagSize = 8;
    private const int GenerationBit = 0x20;

    // Clear in version 1; a later version sets it and says in octet 2 which it is.
    private const int OtherVersionBit = 0x10;

    /// <summary>Whether a frame is a handshake frame, of any version.</summary>
    public static bool IsHello(ReadOnlySpan<byte> frame) => frame.Length >= 2 && frame[0] >> 6 == (int)FrameKind.Handshake;

    /// <summary>Whether a handshake frame is of another protocol version.</summary>
    public static bool IsOtherVersion(ReadOnlySpan<byte> frame) => (frame[0] & OtherVersionBit) != 0;

    /// <summary>What a handshake frame is; Unknown if its length is not that of its type.</summary>
    public static HelloType TypeOf(ReadOnlySpan<byte> frame)
    {
        var type = (HelloType)(frame[0] & 0x0F);
        return type switch
        {
            HelloType.First when frame.Length == FirstSize => type,
            HelloType.Second when frame.Length == SecondSize => type,
            HelloType.Hint or HelloType.CounterIs when frame.Length == CounterSize => type,
            _ => HelloType.Unknown,
        };
    }

    /// <summary>The generation bit of the session that a hello makes.</summary>
    public static bool Generation(ReadOnlySpan<byte> hello) => (hello[0] & GenerationBit) != 0;

    /// <summary>The durable counter of H1, a hint or "counter is".</summary>
    public static uint Counter(ReadOnlySpan<byte> hello) => BinaryPrimitives.ReadUInt32BigEndian(hello[2..]);

    /// <summary>The nonce of H1.</summary>
    public static ReadOnlySpan<byte> SiteNonce(ReadOnlySpan<byte> first) => first.Slice(6, NonceSize);

    /// <summary>The nonce of H2.</summary>
    public static ReadOnlySpan<byte> BaseNonce(ReadOnlySpan<byte> second) => second.Slice(2, NonceSize);

    /// <summary>Makes H1.</summary>
    public static byte[] First(PreSharedKey key, byte linkId, bool generation, uint counter, ReadOnlySpan<byte> nonce)
    {
        var frame = new byte[FirstSize];
        frame[0] = Head(HelloType.First, generation);
        frame[1] = linkId;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(2), counter);
        nonce.CopyTo(frame.AsSpan(6));
        Tag(key, "H1"u8, [], frame);
        return frame;
    }

    /// <summary>Makes H2, the answer to a complete H1.</summary>
    public static byte[] Second(PreSharedKey key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> nonce)
    {
        var frame = new byte[SecondSize];
        frame[0] = Head(HelloType.Second, Generation(first));
        frame[1] = first[1];
        nonce.CopyTo(frame.AsSpan(2));
        Tag(key, "H2"u8, first, frame);
        return frame;
    }

    /// <summary>Makes the hint of a base that has traffic and no session.</summary>
    public static byte[] Hint(PreSharedKey key, byte linkId, uint counter) =>
        CounterFrame(key, HelloType.Hint, "HT"u8, [], linkId, counter);

    /// <summary>Makes the answer to an H1 whose counter is not above the highest seen.</summary>
    public static byte[] CounterIs(PreSharedKey key, ReadOnlySpan<byte> first, uint counter) =>
        CounterFrame(key, HelloType.CounterIs, "CN"u8, first, first[1], counter);

    /// <summary>Whether H1 is of a holder of the key.</summary>
    public static bool IsAuthenticFirst(PreSharedKey key, ReadOnlySpan<byte> frame) => IsAuthentic(key, "H1"u8, [], frame);

    /// <summary>Whether H2 answers this H1 and is of a holder of the key.</summary>
    public static bool IsAuthenticSecond(PreSharedKey key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> frame) =>
        frame[1] == first[1] && Generation(frame) == Generation(first) && IsAuthentic(key, "H2"u8, first, frame);

    /// <summary>Whether a hint is of a holder of the key.</summary>
    public static bool IsAuthenticHint(PreSharedKey key, ReadOnlySpan<byte> frame) => IsAuthentic(key, "HT"u8, [], frame);

    /// <summary>Whether "counter is" answers this H1 and is of a holder of the key.</summary>
    public static bool IsAuthenticCounterIs(PreSharedKey key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> frame) =>
        frame[1] == first[1] && IsAuthentic(key, "CN"u8, first, frame);

    private static byte[] CounterFrame(
        PreSharedKey key, HelloType type, ReadOnlySpan<byte> label, ReadOnlySpan<byte> before, byte linkId, uint counter)
    {
        var frame = new byte[CounterSize];
        frame[0] = Head(type, false);
        frame[1] = linkId;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(2), counter);
        Tag(key, label, before, frame);
        return frame;
    }

    private static byte Head(HelloType type, bool generation) =>
        (byte)(((int)FrameKind.Handshake << 6) | (generation ? GenerationBit : 0) | (int)type);

    private static void Tag(PreSharedKey key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> before, Span<byte> frame) =>
        Compute(key, label, before, frame[..^TagSize], frame[^TagSize..]);

    private static bool IsAuthentic(
        PreSharedKey key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> before, ReadOnlySpan<byte> frame)
    {
        Span<byte> expected = stackalloc byte[TagSize];
        Compute(key, label, before, frame[..^TagSize], expected);
        return CryptographicOperations.FixedTimeEquals(expected, frame[^TagSize..]);
    }

    private static void Compute(
        PreSharedKey key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> before, ReadOnlySpan<byte> body, Span<byte> tag)
    {
        Span<byte> input = stackalloc byte[2 + FirstSize + FirstSize];
        label.CopyTo(input);
        before.CopyTo(input[2..]);
        body.CopyTo(input[(2 + before.Length)..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.HelloKey, input[..(2 + before.Length + body.Length)], hash);
        hash[..TagSize].CopyTo(tag);
    }
}
