using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>A message offered to a link, with what its route says about it.</summary>
public sealed record Submission
{
    /// <summary>The link it is to leave by.</summary>
    public required byte Link { get; init; }

    /// <summary>The message, its topic as the other end is to see it.</summary>
    public required MqttMessage Message { get; init; }

    /// <summary>Its lane; default normal.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>How long it may wait for others to share a frame; default not at all.</summary>
    public Duration MostLatency { get; init; }

    /// <summary>After this it is worthless; null: never.</summary>
    public Duration? ExpiresIn { get; init; }

    /// <summary>Whether it replaces a waiting one of its topic.</summary>
    public bool NewestOnly { get; init; }

    /// <summary>Multiple of octets it is padded to, compressed by itself; 1: that, not padded; 0: neither.</summary>
    public int PadTo { get; init; }

    /// <summary>Who published it; its share of the queue is limited.</summary>
    public string Client { get; init; } = "";

    /// <summary>What a publisher that asked for receipts calls it.</summary>
    public string? ReceiptId { get; init; }
}
