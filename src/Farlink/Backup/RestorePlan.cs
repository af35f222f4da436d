using Farlink.Keys.Backup;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;

namespace Farlink.Backup;

/// <summary>Where the files of a backup go.</summary>
internal sealed class RestorePlan
{
    private RestorePlan(BackupManifest manifest, string configuration, List<RestoreTarget> targets)
    {
        Manifest = manifest;
        Configuration = configuration;
        Targets = targets;
    }

    /// <summary>What the backup says of itself.</summary>
    public BackupManifest Manifest { get; }

    /// <summary>The configuration's file, absolute.</summary>
    public string Configuration { get; }

    /// <summary>Its folder.</summary>
    public string Folder => Path.GetDirectoryName(Configuration)!;

    /// <summary>Whether the folder is another one than when the backup was made.</summary>
    public bool IsElsewhere => Folder != Manifest.Folder;

    /// <summary>All files, in the order of the backup.</summary>
    public IReadOnlyList<RestoreTarget> Targets { get; }

    /// <summary>Whose end it is.</summary>
    public LinkRole Role => Manifest.Role == "site" ? LinkRole.Site : LinkRole.BaseStation;

    /// <summary>Where the store goes; null if the backup has none.</summary>
    public string? Store => Targets.FirstOrDefault(target => target.Entry.Kind == BackupKind.Store)?.Path;

    /// <summary>Folders of pairings that the backup puts files into.</summary>
    public IEnumerable<string> PairingFolders => Targets
        .Where(target => target.Entry.Kind is BackupKind.Pairing or BackupKind.Rekey
            || (target.Entry.Kind == BackupKind.Ended && Path.GetFileName(target.Path) == EndedList.Name))
        .Select(target => Path.GetDirectoryName(target.Path)!).Distinct(StringComparer.Ordinal);

    /// <summary>Makes one.</summary>
    /// <param name="manifest">What the backup says of itself.</param>
    /// <param name="folder">The folder to put it into, with the configuration under its old name; or null.</param>
    /// <param name="configuration">The configuration's file; or null.</param>
    /// <exception cref="BackupException">Two files would go to one place.</exception>
    public static RestorePlan Of(BackupManifest manifest, string? folder, string? configuration)
    {
        var ofConfiguration = manifest.Files.First(file => file.Kind == BackupKind.Configuration);
        var path = Path.GetFullPath(configuration ?? Path.Combine(folder!, ofConfiguration.Path));
        var root = Path.GetDirectoryName(path)!;
        List<RestoreTarget> targets =
        [
            .. manifest.Files.Select(file => new RestoreTarget(
                file, file == ofConfiguration ? path : Path.GetFullPath(file.Target(root)))),
        ];
        if (targets.GroupBy(target => target.Path).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new BackupException(
                $"Two files of the backup would go to {twice.Key}: use another name for the configuration.");
        }

        return new RestorePlan(manifest, path, targets);
    }

    /// <summary>
    /// Files that are there and would be replaced by others. What only grows, and what a re-key has there, is left out: it is not
    /// replaced.
    /// </summary>
    /// <param name="keepStore">Whether the store that is there stays.</param>
    public IReadOnlyList<string> Conflicts(bool keepStore) =>
    [
        .. Targets.Where(target => target.Exists && !IsKept(target.Entry.Kind, keepStore) && !target.IsUnchanged())
            .Select(target => target.Path),
    ];

    private static bool IsKept(BackupKind kind, bool keepStore) =>
        kind is BackupKind.Ended or BackupKind.Rekey || (keepStore && kind == BackupKind.Store);
}
