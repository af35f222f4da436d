using Farlink.Protocol.Units;
using Farlink.Radios.Wrappers;
using Farlink.Runtime.Status;

namespace Farlink.Runtime.RadioHead;

/// <summary>What a <see cref="RadioHeadPump"/> was doing at its last beat. Nobody changes it any more.</summary>
public sealed record RadioHeadSnapshot
{
    /// <summary>When, on the radio's clock.</summary>
    public required Instant At { get; init; }

    /// <summary>Messages accepted and not yet done.</summary>
    public required int Queued { get; init; }

    /// <summary>Frames refused so far, by what the reason is called; all reasons are there.</summary>
    public required IReadOnlyDictionary<string, long> Refused { get; init; }

    /// <summary>The radio.</summary>
    public required RadioFigures Radio { get; init; }

    /// <summary>Its airtime; null where nobody keeps a ledger.</summary>
    public LedgerReading? Airtime { get; init; }

    /// <summary>When the longest frame may go, from then; null: never, or it is not known.</summary>
    public Duration? NextSlotIn { get; init; }
}
