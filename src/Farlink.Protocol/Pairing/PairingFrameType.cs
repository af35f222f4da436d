namespace Farlink.Protocol.Pairing;

/// <summary>What a pairing frame is: handshake types from 8 on (docs/protocol.md §5).</summary>
internal enum PairingFrameType
{
    /// <summary>The site opens, and commits itself.</summary>
    Commitment = 8,

    /// <summary>The base shows its name, key and random part.</summary>
    BaseEnd = 9,

    /// <summary>The site shows what it had committed itself to.</summary>
    SiteEnd = 10,

    /// <summary>message_1 of EDHOC, with a tag under K_hello.</summary>
    Message1 = 11,

    /// <summary>message_2.</summary>
    Message2 = 12,

    /// <summary>message_3.</summary>
    Message3 = 13,

    /// <summary>message_4, and the link id that the base has given, with a tag under a key of the session.</summary>
    Message4 = 14,
}
