using Farlink.Protocol.Link;

namespace Farlink.Protocol.Store;

/// <summary>Word of a message that ends here, kept until somebody was told.</summary>
public sealed record DeadLetter
{
    /// <summary>Its name in this store, rising, never used twice.</summary>
    public required long Row { get; init; }

    /// <summary>The link the message was to take, or came by.</summary>
    public required byte Link { get; init; }

    /// <summary>The message's topic as on the link.</summary>
    public required string Topic { get; init; }

    /// <summary>Why it ends.</summary>
    public required DeadReason Reason { get; init; }

    /// <summary>More about that, where somebody said more.</summary>
    public string? Words { get; init; }
}
