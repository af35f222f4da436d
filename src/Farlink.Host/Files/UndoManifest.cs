namespace Farlink.Host.Files;

/// <summary>What is to be put back: on the disk before the first file is changed, and until the last one is back.</summary>
internal sealed record UndoManifest
{
    /// <summary>Words of whoever applied, for when it is undone.</summary>
    public required IReadOnlyDictionary<string, string> Notes { get; init; }

    /// <summary>Folders that were made, each after the one it is in.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>The files, in the order in which they were written first.</summary>
    public required IReadOnlyList<UndoEntry> Files { get; init; }
}
