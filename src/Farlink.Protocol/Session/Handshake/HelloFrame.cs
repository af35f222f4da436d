using System.Buffers.Binary;
using System.Security.Cryptography;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Session.Handshake;

/// <summary>What handshake frames of both modes have in common, and those that both have (docs/protocol.md §5).</summary>
internal static class HelloFrame
{
    /// <summary>Octets of type and link id.</summary>
    public const int HeadSize = 2;

    /// <summary>Octets of a counter.</summary>
    public const int CounterSize = 4;

    /// <summary>Octets of a tag: HMAC-SHA-256 under K_hello, cut.</summary>
    public const int TagSize = 8;

    /// <summary>Hint and "counter is": head, link id, counter, tag.</summary>
    public const int ShortSize = HeadSize + CounterSize + TagSize;

    private const int GenerationBit = 0x20;

    // Clear in version 1; a later version sets it and says in octet 2 which it is.
    private const int OtherVersionBit = 0x10;
    private const int LabelSize = 2;
    private const int LongestTagged = LabelSize + EdhocHello.FirstSize + EdhocHello.FirstSize;

    /// <summary>Whether a frame is a handshake frame, of any version.</summary>
    public static bool IsHello(ReadOnlySpan<byte> frame) =>
        frame.Length >= HeadSize && frame[0] >> 6 == (int)FrameKind.Handshake;

    /// <summary>Whether a handshake frame is of another protocol version.</summary>
    public static bool IsOtherVersion(ReadOnlySpan<byte> frame) => (frame[0] & OtherVersionBit) != 0;

    /// <summary>What a handshake frame is; Unknown if its length is not that of its type.</summary>
    public static HelloType TypeOf(ReadOnlySpan<byte> frame)
    {
        var type = (HelloType)(frame[0] & 0x0F);
        var size = type switch
        {
            HelloType.PskFirst => PskHello.FirstSize,
            HelloType.PskSecond => PskHello.SecondSize,
            HelloType.Hint or HelloType.CounterIs => ShortSize,
            HelloType.EdhocFirst => EdhocHello.FirstSize,
            HelloType.EdhocSecond => EdhocHello.SecondSize,
            HelloType.EdhocThird => EdhocHello.ThirdSize,
            _ => -1,
        };
        return frame.Length == size ? type : HelloType.Unknown;
    }

    /// <summary>The generation bit of the session that a handshake makes.</summary>
    public static bool Generation(ReadOnlySpan<byte> hello) => (hello[0] & GenerationBit) != 0;

    /// <summary>The durable counter of a hello, a hint or "counter is".</summary>
    public static uint Counter(ReadOnlySpan<byte> hello) => BinaryPrimitives.ReadUInt32BigEndian(hello[HeadSize..]);

    /// <summary>Octet 0.</summary>
    public static byte Head(HelloType type, bool generation) =>
        (byte)(((int)FrameKind.Handshake << 6) | (generation ? GenerationBit : 0) | (int)type);

    /// <summary>Begins a frame with head, link id and counter; the rest is the caller's.</summary>
    public static byte[] Begin(HelloType type, bool generation, byte linkId, uint counter, int size)
    {
        var frame = new byte[size];
        frame[0] = Head(type, generation);
        frame[1] = linkId;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(HeadSize), counter);
        return frame;
    }

    /// <summary>Makes the hint of a base that has traffic and no session.</summary>
    public static byte[] Hint(LinkIdentity identity, byte linkId, uint counter)
    {
        var frame = Begin(HelloType.Hint, false, linkId, counter, ShortSize);
        Tag(identity, "HT"u8, [], frame);
        return frame;
    }

    /// <summary>Makes the answer to a hello whose counter is not above the highest seen.</summary>
    public static byte[] CounterIs(LinkIdentity identity, ReadOnlySpan<byte> first, uint counter)
    {
        var frame = Begin(HelloType.CounterIs, false, first[1], counter, ShortSize);
        Tag(identity, "CN"u8, first, frame);
        return frame;
    }

    /// <summary>Whether a hello is of a holder of K_hello.</summary>
    public static bool IsAuthenticFirst(LinkIdentity identity, ReadOnlySpan<byte> frame) =>
        IsAuthentic(identity, identity.FirstLabel, [], frame);

    /// <summary>Whether a hint is of a holder of K_hello.</summary>
    public static bool IsAuthenticHint(LinkIdentity identity, ReadOnlySpan<byte> frame) =>
        IsAuthentic(identity, "HT"u8, [], frame);

    /// <summary>Whether "counter is" answers this hello and is of a holder of K_hello.</summary>
    public static bool IsAuthenticCounterIs(LinkIdentity identity, ReadOnlySpan<byte> first, ReadOnlySpan<byte> frame) =>
        frame[1] == first[1] && IsAuthentic(identity, "CN"u8, first, frame);

    /// <summary>Writes the tag at a frame's end.</summary>
    /// <param name="identity">With whose K_hello.</param>
    /// <param name="label">Two octets that say what frame it is.</param>
    /// <param name="before">The frame it answers, or nothing.</param>
    /// <param name="frame">The frame.</param>
    public static void Tag(LinkIdentity identity, ReadOnlySpan<byte> label, ReadOnlySpan<byte> before, Span<byte> frame) =>
        Compute(identity, label, before, frame[..^TagSize], frame[^TagSize..]);

    /// <summary>Whether the tag at a frame's end is the one that <see cref="Tag"/> writes.</summary>
    public static bool IsAuthentic(
        LinkIdentity identity, ReadOnlySpan<byte> label, ReadOnlySpan<byte> before, ReadOnlySpan<byte> frame)
    {
        Span<byte> expected = stackalloc byte[TagSize];
        Compute(identity, label, before, frame[..^TagSize], expected);
        return CryptographicOperations.FixedTimeEquals(expected, frame[^TagSize..]);
    }

    private static void Compute(
        LinkIdentity identity, ReadOnlySpan<byte> label, ReadOnlySpan<byte> before, ReadOnlySpan<byte> body, Span<byte> tag)
    {
        Span<byte> input = stackalloc byte[LongestTagged];
        label.CopyTo(input);
        before.CopyTo(input[LabelSize..]);
        body.CopyTo(input[(LabelSize + before.Length)..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(identity.HelloKey, input[..(LabelSize + before.Length + body.Length)], hash);
        hash[..TagSize].CopyTo(tag);
    }
}
