using System.Globalization;

namespace Farlink.Host.Tests;

/// <summary>All that is below a folder, as lines that can be compared: kind, mode, path, text.</summary>
internal static class Tree
{
    /// <summary>Reads it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="without">A folder in it, relative, that does not count.</param>
    public static IReadOnlyList<string> Of(string folder, string without = "-") =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(folder, path).StartsWith(without, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => Line(folder, path)),
    ];

    private static string Line(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path);
        if (new FileInfo(path).LinkTarget is { } target) return $"link {relative} -> {target}";
        var mode = Convert.ToString((int)File.GetUnixFileMode(path), 8);
        return Directory.Exists(path)
            ? string.Create(CultureInfo.InvariantCulture, $"folder {mode} {relative}")
            : string.Create(CultureInfo.InvariantCulture, $"file {mode} {relative} {File.ReadAllText(path)}");
    }
}
