namespace Farlink.Protocol.Session.Handshake;

/// <summary>The handshake frames of a session with a shared key, octet by octet (docs/protocol.md §5).</summary>
internal static class PskHello
{
    /// <summary>H1: head, link id, counter 4, nonce 8, tag 8.</summary>
    public const int FirstSize = NonceAt + NonceSize + HelloFrame.TagSize;

    /// <summary>H2: head, link id, nonce 8, tag 8.</summary>
    public const int SecondSize = HelloFrame.HeadSize + NonceSize + HelloFrame.TagSize;

    /// <summary>Octets of a nonce.</summary>
    public const int NonceSize = 8;

    private const int NonceAt = HelloFrame.HeadSize + HelloFrame.CounterSize;

    /// <summary>What the tag of H1 begins with.</summary>
    public static ReadOnlySpan<byte> FirstLabel => "H1"u8;

    private static ReadOnlySpan<byte> SecondLabel => "H2"u8;

    /// <summary>The nonce of H1.</summary>
    public static ReadOnlySpan<byte> SiteNonce(ReadOnlySpan<byte> first) => first.Slice(NonceAt, NonceSize);

    /// <summary>The nonce of H2.</summary>
    public static ReadOnlySpan<byte> BaseNonce(ReadOnlySpan<byte> second) => second.Slice(HelloFrame.HeadSize, NonceSize);

    /// <summary>Makes H1.</summary>
    public static byte[] First(PreSharedKey key, byte linkId, bool generation, uint counter, ReadOnlySpan<byte> nonce)
    {
        var frame = HelloFrame.Begin(HelloType.PskFirst, generation, linkId, counter, FirstSize);
        nonce.CopyTo(frame.AsSpan(NonceAt));
        HelloFrame.Tag(key, FirstLabel, [], frame);
        return frame;
    }

    /// <summary>Makes H2, the answer to a complete H1.</summary>
    public static byte[] Second(PreSharedKey key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> nonce)
    {
        var frame = new byte[SecondSize];
        frame[0] = HelloFrame.Head(HelloType.PskSecond, HelloFrame.Generation(first));
        frame[1] = first[1];
        nonce.CopyTo(frame.AsSpan(HelloFrame.HeadSize));
        HelloFrame.Tag(key, SecondLabel, first, frame);
        return frame;
    }

    /// <summary>Whether H2 answers this H1 and is of a holder of the key.</summary>
    public static bool IsAuthenticSecond(PreSharedKey key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> frame) =>
        frame[1] == first[1] && HelloFrame.Generation(frame) == HelloFrame.Generation(first)
        && HelloFrame.IsAuthentic(key, SecondLabel, first, frame);
}
