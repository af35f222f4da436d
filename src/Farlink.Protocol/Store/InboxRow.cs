using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Store;

/// <summary>A message from the other end that this end's broker has not taken over yet.</summary>
public sealed record InboxRow
{
    /// <summary>Its name in this store, rising, never used twice.</summary>
    public required long Row { get; init; }

    /// <summary>The link it came by.</summary>
    public required byte Link { get; init; }

    /// <summary>The peer's store it comes from.</summary>
    public required ulong PeerStore { get; init; }

    /// <summary>Its place in that store's stream.</summary>
    public required long StreamId { get; init; }

    /// <summary>The message.</summary>
    public required MqttMessage Message { get; init; }

    /// <summary>When it is worthless, in this store's time.</summary>
    public Instant Deadline { get; init; } = Instant.Never;

    /// <summary>Whether the peer wants to hear of its publication.</summary>
    public bool WantsReceipt { get; init; }
}
