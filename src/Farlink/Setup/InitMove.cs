namespace Farlink.Setup;

/// <summary>A file that has been written under another name, and goes to its place.</summary>
/// <param name="Target">Its place.</param>
/// <param name="Backup">Where a file that is there goes first; empty: it is replaced.</param>
internal sealed record InitMove(string Target, string Backup)
{
    private const string Ending = ".farlink-init";

    /// <summary>Where it is written first: beside its place and hidden.</summary>
    public string Draft => Path.Combine(Path.GetDirectoryName(Target)!, $".{Path.GetFileName(Target)}{Ending}");

    /// <summary>Whether a file is one that was not put in its place.</summary>
    public static bool IsDraft(string path) =>
        Path.GetFileName(path) is ['.', ..] name && name.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>A file to be put where a plan wants it.</summary>
    public static InitMove Of(InitFile file) => new(
        file.Path, !file.IsInTheWay() ? ""
            : FreeBackup(file.BackupFolder is { } folder ? Path.Combine(folder, Path.GetFileName(file.Path)) : file.Path));

    /// <summary>NAME.bak, or NAME.bak.2: what an earlier one kept is kept too.</summary>
    private static string FreeBackup(string path)
    {
        var backup = $"{path}.bak";
        for (var number = 2; Path.Exists(backup); number++) backup = $"{path}.bak.{number}";
        return backup;
    }
}
