using Farlink.Protocol.Units;

namespace Farlink.Protocol.Store;

/// <summary>Everything a store holds: what an end starts from.</summary>
public sealed record StoreImage
{
    /// <summary>64 random bits made with the store; never 0.</summary>
    public required ulong StoreId { get; init; }

    /// <summary>The latest time in any commit.</summary>
    public Instant Time { get; init; }

    /// <summary>The lowest row name that was never used.</summary>
    public long NextRow { get; init; } = 1;

    /// <summary>Messages going out, by row.</summary>
    public IReadOnlyList<OutboxRow> Outbox { get; init; } = [];

    /// <summary>Messages that came in, by row.</summary>
    public IReadOnlyList<InboxRow> Inbox { get; init; } = [];

    /// <summary>The links this store has ever had.</summary>
    public IReadOnlyList<LinkRecord> Links { get; init; } = [];

    /// <summary>Airtime of the last hour, oldest first.</summary>
    public IReadOnlyList<LedgerEntry> Ledger { get; init; } = [];

    /// <summary>Airtime that was leased and may have been used: it counts as spent.</summary>
    public Duration Lease { get; init; }

    /// <summary>QoS 2 packet ids between PUBLISH and PUBREL, by client.</summary>
    public IReadOnlyList<StoreOperation.QosTwoReceived> QosTwoReceived { get; init; } = [];

    /// <summary>What is still to be told of messages that ended, by row.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];

    /// <summary>The retained values that were carried last, by topic.</summary>
    public IReadOnlyList<StoreOperation.Carried> Carried { get; init; } = [];

    /// <summary>What Farlink keeps for itself, by name.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Remembered { get; init; } =
        new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>QoS 2 messages on their way to the broker.</summary>
    public IReadOnlyList<StoreOperation.QosTwoSending> QosTwoSending { get; init; } = [];
}
