namespace Farlink.Protocol.Session.Handshake;

/// <summary>What a handshake frame is: its <c>left</c> bits (docs/protocol.md §5).</summary>
internal enum HelloType
{
    /// <summary>Not a handshake frame that this version knows.</summary>
    Unknown = 0,

    /// <summary>H1: the site opens, with a shared key.</summary>
    PskFirst = 1,

    /// <summary>H2: the base answers it.</summary>
    PskSecond = 2,

    /// <summary>The base has traffic and no session.</summary>
    Hint = 3,

    /// <summary>The base has seen a higher counter than the hello's.</summary>
    CounterIs = 4,

    /// <summary>E1: the site opens, with message_1 of EDHOC.</summary>
    EdhocFirst = 5,

    /// <summary>E2: the base answers with message_2.</summary>
    EdhocSecond = 6,

    /// <summary>E3: the site ends with message_3.</summary>
    EdhocThird = 7,

    // 8 to 14 are pairing: PairingFrameType.
}
