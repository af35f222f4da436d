namespace Farlink.Keys.Backup;

/// <summary>What a backup says of itself, ahead of its files.</summary>
public sealed record BackupManifest
{
    /// <summary>Most files of a backup: a base has 255 links, and a few files for each.</summary>
    public const int MostFiles = 4_000;

    /// <summary>"site" or "base".</summary>
    public required string Role { get; init; }

    /// <summary>The end's name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made, by the host's clock.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The version of the program that made it.</summary>
    public required string Program { get; init; }

    /// <summary>The folder of the configuration, at the host it was made on.</summary>
    public required string Folder { get; init; }

    /// <summary>Its files, in the order of the archive.</summary>
    public required IReadOnlyList<BackupEntry> Files { get; init; }

    /// <summary>What the end has and the backup has not, in words.</summary>
    public IReadOnlyList<string> NotIncluded { get; init; } = [];
}
