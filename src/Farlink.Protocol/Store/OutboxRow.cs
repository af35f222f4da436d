using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Store;

/// <summary>A message that was accepted from MQTT and is not yet known to be at the other end.</summary>
public sealed record OutboxRow
{
    /// <summary>Its name in this store, rising in the order of acceptance, never used twice.</summary>
    public required long Row { get; init; }

    /// <summary>The link it leaves by.</summary>
    public required byte Link { get; init; }

    /// <summary>The message, its topic as at the other end.</summary>
    public required MqttMessage Message { get; init; }

    /// <summary>Its lane.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>When it was accepted, in the store's time.</summary>
    public required Instant Accepted { get; init; }

    /// <summary>When it may go at the earliest unless a chunk is full: how long its route gathers.</summary>
    public Instant FlushAt { get; init; }

    /// <summary>When it is worthless; <see cref="Instant.Never"/> if it never is.</summary>
    public Instant Deadline { get; init; } = Instant.Never;

    /// <summary>Whether a newer message of the same topic replaces it while it waits.</summary>
    public bool NewestOnly { get; init; }

    /// <summary>Multiple of octets it is padded to, compressed by itself; 1: that, not padded; 0: neither.</summary>
    public int PadTo { get; init; }

    /// <summary>Who published it, for back-pressure and receipts; empty if unknown.</summary>
    public string Client { get; init; } = "";

    /// <summary>What a publisher that asked for receipts calls it; null if it did not.</summary>
    public string? ReceiptId { get; init; }

    /// <summary>Its place in the stream; 0 until its last octet was coded.</summary>
    public long StreamId { get; init; }
}
