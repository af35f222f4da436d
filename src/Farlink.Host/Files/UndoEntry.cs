namespace Farlink.Host.Files;

/// <summary>One file that was written, and what was there before.</summary>
internal sealed record UndoEntry
{
    /// <summary>Its path on the system.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of every text that was written there: what has another one was changed by somebody else.</summary>
    public required IReadOnlyList<string> Wrote { get; init; }

    /// <summary>What was there before; null: nothing.</summary>
    public KeptCopy? Was { get; init; }
}
