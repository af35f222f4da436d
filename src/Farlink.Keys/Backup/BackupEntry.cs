namespace Farlink.Keys.Backup;

/// <summary>A file of a backup.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Below the configuration's folder, with <c>/</c>; or absolute, if it was elsewhere.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Octets">Its length.</param>
/// <param name="Sha256">Its hash, in hexadecimal.</param>
public sealed record BackupEntry(BackupKind Kind, string Path, UnixFileMode Mode, long Octets, string Sha256)
{
    /// <summary>Longest path, in characters.</summary>
    public const int LongestPath = 4096;

    private static readonly string[] NoFiles = ["/dev/", "/proc/", "/sys/"];

    /// <summary>Whether it was outside the configuration's folder: it goes where it was.</summary>
    public bool IsOutside => System.IO.Path.IsPathRooted(Path);

    /// <summary>Its name in the archive.</summary>
    public string Name => IsOutside ? $"outside{Path}" : $"files/{Path}";

    /// <summary>Where it goes.</summary>
    /// <param name="folder">The configuration's folder.</param>
    public string Target(string folder) => IsOutside ? Path : System.IO.Path.Combine(folder, Path);

    /// <summary>The form of a path that is inside a folder, or outside.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="folder">The configuration's folder, absolute.</param>
    public static string PathIn(string path, string folder)
    {
        var relative = System.IO.Path.GetRelativePath(folder, path);
        return IsBelow(relative) ? relative : path;
    }

    /// <summary>
    /// Whether a path is one that a backup may name: it stays below the folder, or is absolute and without detours.
    /// </summary>
    public static bool IsGoodPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length is 0 or > LongestPath || path.Contains('\0', StringComparison.Ordinal)) return false;
        if (!System.IO.Path.IsPathRooted(path)) return IsBelow(path);
        return IsBelow(path[1..]) && !Array.Exists(NoFiles, folder => path.StartsWith(folder, StringComparison.Ordinal));
    }

    private static bool IsBelow(string relative) => relative.Split('/').All(part => part is not ("" or "." or ".."));
}
