namespace Farlink.Protocol.Session;

/// <summary>What a handshake frame is: its <c>left</c> bits (docs/protocol.md §5). 5 to 15 are kept for EDHOC.</summary>
internal enum HelloType
{
    /// <summary>Not a handshake frame that this version knows.</summary>
    Unknown = 0,

    /// <summary>H1: the site opens.</summary>
    First = 1,

    /// <summary>H2: the base answers.</summary>
    Second = 2,

    /// <summary>The base has traffic and no session.</summary>
    Hint = 3,

    /// <summary>The base has seen a higher counter than H1's.</summary>
    CounterIs = 4,
}
