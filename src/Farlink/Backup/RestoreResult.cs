using Farlink.Storage;

namespace Farlink.Backup;

/// <summary>What a restore has done.</summary>
internal sealed record RestoreResult
{
    /// <summary>Where it put things.</summary>
    public required RestorePlan Plan { get; init; }

    /// <summary>Files that were put into their places.</summary>
    public required int Written { get; init; }

    /// <summary>The folder with what was replaced; null if nothing was.</summary>
    public required string? Aside { get; init; }

    /// <summary>
    /// The folder with what a restore before this one had replaced, which was interrupted and could not be finished; null: there
    /// was none.
    /// </summary>
    public string? Dropped { get; init; }

    /// <summary>What became of the store's messages; null if no store was restored.</summary>
    public required RestoredStore? Store { get; init; }

    /// <summary>Stores that were here and are damaged: nothing of them was used.</summary>
    public required IReadOnlyList<string> Damaged { get; init; }

    /// <summary>Other ends that are paired again.</summary>
    public required IReadOnlyList<string> Paired { get; init; }

    /// <summary>Other ends that are not: their pairing was ended.</summary>
    public required IReadOnlyList<string> Refused { get; init; }

    /// <summary>Lists of revocations in force.</summary>
    public required IReadOnlyList<string> Lists { get; init; }
}
