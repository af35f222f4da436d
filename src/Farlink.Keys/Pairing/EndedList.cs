using System.Text;
using Farlink.Keys.Files;

namespace Farlink.Keys.Pairing;

/// <summary>
/// A list of pairings that were ended: a line has a pairing's id and its link. There are two of one end, in the folder of
/// pairings and beside the store, and what one has lost the other one knows. A line is never taken off.
/// </summary>
public static class EndedList
{
    /// <summary>Its name in a folder of pairings.</summary>
    public const string Name = "ended.list";

    private const string Ending = ".ended";

    /// <summary>The path of the list beside a store.</summary>
    public static string Beside(string store) => store + Ending;

    /// <summary>The path of the list in a folder of pairings.</summary>
    public static string In(string folder) => Path.Combine(folder, Name);

    /// <summary>Whether a path is that of such a list.</summary>
    public static bool Is(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetFileName(path) == Name || path.EndsWith(Ending, StringComparison.Ordinal);
    }

    /// <summary>The lines of all lists that exist.</summary>
    /// <exception cref="KeyFileException">One cannot be read, or others may read it.</exception>
    public static IReadOnlySet<string> Read(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.Where(File.Exists).SelectMany(path => Lines(PrivateFile.Read(path))).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The lines in the octets of a list.</summary>
    public static IEnumerable<string> Lines(ReadOnlySpan<byte> octets) =>
        Encoding.UTF8.GetString(octets).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The octets of a list.</summary>
    public static byte[] Write(IEnumerable<string> lines) =>
        Encoding.UTF8.GetBytes(string.Join('\n', lines.Order(StringComparer.Ordinal)) + "\n");

    /// <summary>Whether a pairing is among the lines.</summary>
    public static bool Has(IEnumerable<string> lines, PairingRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return lines.Any(line => line.Split(' ')[0] == record.Id);
    }
}
