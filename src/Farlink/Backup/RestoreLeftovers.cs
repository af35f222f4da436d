using Farlink.Keys.Backup;
using Farlink.Keys.Files;

namespace Farlink.Backup;

/// <summary>
/// What a restore has prepared that was ended, by a loss of power for example, before it was decided: nothing has changed, but
/// keys lie about. What is prepared outside the staging folder is written down in it first.
/// </summary>
internal static class RestoreLeftovers
{
    /// <summary>What the name of a file that is prepared beside its place ends with.</summary>
    public const string Suffix = ".farlink-restore";

    private const string Name = "outside";

    /// <summary>Ends a name: one that was cut off does not count, it may be that of another file.</summary>
    private const char End = '\0';

    /// <summary>A file, and the log of a store that may be beside it.</summary>
    private static readonly string[] Parts = ["", "-wal", "-shm", ".room"];

    /// <summary>Whether there are some that this user has left; a restore may be under way.</summary>
    /// <param name="configuration">The configuration's file.</param>
    public static bool Exist(string configuration)
    {
        var stage = RestoreStage.FolderOf(Path.GetFullPath(configuration));
        return Directory.Exists(stage) && !RestoreMoves.Exist(stage) && FileOwner.IsOwn(stage);
    }

    /// <summary>Writes down a file before it is prepared.</summary>
    /// <param name="stage">The staging folder.</param>
    /// <param name="path">The file, outside of it.</param>
    public static void Note(string stage, string path)
    {
        using var stream = new FileStream(Path.Combine(stage, Name), FileMode.Append, FileAccess.Write);
        using var writer = new StreamWriter(stream);
        writer.Write(path);
        writer.Write(End);
        writer.Flush();
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Removes a file that was prepared, and what may be beside it.</summary>
    public static void RemoveFile(string path)
    {
        foreach (var part in Parts)
            if (File.Exists(path + part)) File.Delete(path + part);
    }

    /// <summary>
    /// Removes all of it, the staging folder too; does nothing if there is none, or if the restore was decided.
    /// </summary>
    /// <param name="configuration">The configuration's file.</param>
    /// <exception cref="BackupException">A restore is under way.</exception>
    public static void Remove(string configuration)
    {
        var stage = RestoreStage.FolderOf(Path.GetFullPath(configuration));
        if (!Directory.Exists(stage)) return;
        using var alone = RestoreStage.Alone(stage);
        if (RestoreMoves.Exist(stage)) return;

        // What somebody else has written down is not followed.
        if (FileOwner.IsOwn(stage))
            foreach (var path in Noted(stage)) RemoveFile(path);
        Directory.Delete(stage, recursive: true);
    }

    private static IEnumerable<string> Noted(string stage)
    {
        var file = Path.Combine(stage, Name);
        return File.Exists(file)
            ? File.ReadAllText(file).Split(End)[..^1].Where(path => path.EndsWith(Suffix, StringComparison.Ordinal)) : [];
    }
}
