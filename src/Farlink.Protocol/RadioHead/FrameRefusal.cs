namespace Farlink.Protocol.RadioHead;

/// <summary>Why a received frame was dropped. Each has a counter in <see cref="RefusalCounters"/>.</summary>
public enum FrameRefusal
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>Shorter than the four octets of a header.</summary>
    TruncatedHeader,

    /// <summary>Addressed to another node: usual on a shared channel.</summary>
    OtherAddress,

    /// <summary>An encrypted body that is not whole 16-octet blocks: cut short, or sent with another codec.</summary>
    PartialBlock,

    /// <summary>
    /// A length octet that says more than the blocks hold, or so little that the sender would have used fewer: another key or
    /// another codec.
    /// </summary>
    ImpossibleLength,

    /// <summary>Padding that is not zero: another key or another codec.</summary>
    BadPadding,

    /// <summary>Nothing inside but padding.</summary>
    Empty,

    /// <summary>A frame already delivered, sent again because its acknowledgement was lost.</summary>
    Duplicate,

    /// <summary>An acknowledgement of nothing that waits for one.</summary>
    UnexpectedAcknowledgement,
}
