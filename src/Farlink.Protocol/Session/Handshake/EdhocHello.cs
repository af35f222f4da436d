namespace Farlink.Protocol.Session.Handshake;

/// <summary>
/// The frames that carry EDHOC's messages of method 3, suite 2, kid (docs/protocol.md §5): E1 with counter and tag, so that a
/// base does nothing for a hello that is forged or old; E2 and E3 with nothing around them, since each proves itself.
/// </summary>
internal static class EdhocHello
{
    /// <summary>Octets of message_1, message_2 and message_3.</summary>
    public const int Message1Size = 37;

    /// <inheritdoc cref="Message1Size"/>
    public const int Message2Size = 45;

    /// <inheritdoc cref="Message1Size"/>
    public const int Message3Size = 19;

    /// <summary>E1: head, link id, counter 4, message_1, tag 8.</summary>
    public const int FirstSize = MessageAt + Message1Size + HelloFrame.TagSize;

    /// <summary>E2: head, link id, message_2.</summary>
    public const int SecondSize = HelloFrame.HeadSize + Message2Size;

    /// <summary>E3: head, link id, message_3.</summary>
    public const int ThirdSize = HelloFrame.HeadSize + Message3Size;

    private const int MessageAt = HelloFrame.HeadSize + HelloFrame.CounterSize;

    /// <summary>What the tag of E1 begins with.</summary>
    public static ReadOnlySpan<byte> FirstLabel => "E1"u8;

    /// <summary>message_1 of E1.</summary>
    public static ReadOnlySpan<byte> Message1(ReadOnlySpan<byte> first) => first[MessageAt..^HelloFrame.TagSize];

    /// <summary>message_2 of E2, message_3 of E3.</summary>
    public static ReadOnlySpan<byte> Message(ReadOnlySpan<byte> frame) => frame[HelloFrame.HeadSize..];

    /// <summary>Makes E1.</summary>
    public static byte[] First(PairedIdentity identity, byte linkId, bool generation, uint counter, ReadOnlySpan<byte> message1)
    {
        var frame = HelloFrame.Begin(HelloType.EdhocFirst, generation, linkId, counter, FirstSize);
        message1.CopyTo(frame.AsSpan(MessageAt));
        HelloFrame.Tag(identity, FirstLabel, [], frame);
        return frame;
    }

    /// <summary>Makes E2 or E3, which go with a complete E1.</summary>
    public static byte[] After(HelloType type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> message) =>
        [HelloFrame.Head(type, HelloFrame.Generation(first)), first[1], .. message];

    /// <summary>Whether a frame goes with this E1, by what is in clear.</summary>
    public static bool Fits(ReadOnlySpan<byte> first, ReadOnlySpan<byte> frame) =>
        frame[1] == first[1] && HelloFrame.Generation(frame) == HelloFrame.Generation(first);
}
