using Farlink.Protocol.Units;
using Farlink.Runtime.Status;

namespace Farlink.Runtime.Link;

/// <summary>What a <see cref="LinkPump"/> was doing at its last beat. Nobody changes it any more.</summary>
public sealed record PumpSnapshot
{
    /// <summary>When, in the store's time.</summary>
    public required Instant At { get; init; }

    /// <summary>Its links.</summary>
    public required IReadOnlyList<LinkFigures> Links { get; init; }

    /// <summary>
    /// Frames that were refused since the start, those that named no link included, by what the reason is called; all reasons are
    /// there.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Refused { get; init; }

    /// <summary>Airtime in the last hour.</summary>
    public required Duration AirtimeUsed { get; init; }

    /// <summary>When the longest frame of messages may go, from then; null: never.</summary>
    public required Duration? NextSlotIn { get; init; }

    /// <summary>The radio.</summary>
    public required RadioFigures Radio { get; init; }

    /// <summary>Why nothing can be written to the store; null if it can.</summary>
    public required string? StoreTrouble { get; init; }
}
