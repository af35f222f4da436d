using System.Text;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;

namespace Farlink.Keys.Pairing;

/// <summary>The files of a folder of pairings as they are on the disk, for a backup and its restore.</summary>
public static class PairingFiles
{
    private const int MostReads = 10;

    /// <summary>
    /// Everything in a folder that makes an end what it is: pairings, a re-key under way, the list of what was ended. Not the
    /// tries of the last minute. Read again until nothing has changed in between: a service may be at work, and must not be
    /// held up.
    /// </summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <returns>Paths and contents; the caller wipes them.</returns>
    /// <exception cref="PairingException">It changes all the time.</exception>
    /// <exception cref="KeyFileException">A file cannot be read, or others may read it.</exception>
    public static IReadOnlyList<(string Path, byte[] Octets)> Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        List<(string Path, byte[] Octets)>? before = null;
        for (var read = 0; read < MostReads; read++)
        {
            var now = TryRead(folder);
            if (before is not null && now is not null && IsSame(before, now)) return now;
            before = now;
        }

        throw new PairingException($"The pairings in {folder} change all the time: try again when nobody is at work there.");
    }

    /// <summary>Whether a file is a pairing that is in force, or was.</summary>
    public static bool IsPairing(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(PairingFolder.Ending, StringComparison.Ordinal);
    }

    /// <summary>Whether a file belongs to a re-key that is under way.</summary>
    public static bool IsRekey(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(PairingFolder.NextEnding, StringComparison.Ordinal) || Path.GetFileName(path) == RekeyRequest.Name;
    }

    /// <summary>The file of the pairing that a re-key is of, by the name of the re-key's.</summary>
    public static string PairingOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(PairingFolder.NextEnding, StringComparison.Ordinal)
            ? path[..^PairingFolder.NextEnding.Length] + PairingFolder.Ending : path;
    }

    /// <summary>Reads a pairing that is in no folder yet.</summary>
    /// <param name="octets">Content of its file.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="PairingException">It is none.</exception>
    public static PairingRecord Parse(byte[] octets, string path)
    {
        ArgumentNullException.ThrowIfNull(octets);
        return PairingJson.ReadRecord(octets, path);
    }

    /// <summary>
    /// A pairing, or a file of a re-key, for another folder: a key file of the old one that it names with the whole path is
    /// named in the new one.
    /// </summary>
    /// <param name="octets">Content of the file.</param>
    /// <param name="path">The file: its name tells what it is.</param>
    /// <param name="from">The folder of the configuration when it was written, absolute.</param>
    /// <param name="to">That folder now, absolute.</param>
    /// <returns>The new content; null if it stays as it is.</returns>
    /// <exception cref="PairingException">It is no pairing.</exception>
    public static byte[]? Moved(byte[] octets, string path, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(octets);
        ArgumentNullException.ThrowIfNull(path);
        if (Path.GetFileName(path) == RekeyRequest.Name)
        {
            var wish = MovedKey(Encoding.UTF8.GetString(octets).Trim(), from, to);
            return wish is null ? null : Encoding.UTF8.GetBytes(wish + "\n");
        }

        var record = Parse(octets, path);
        return MovedKey(record.Element, from, to) is { } element ? PairingJson.Write(record with { Element = element }) : null;
    }

    private static string? MovedKey(string? uri, string from, string to)
    {
        if (uri is null || SecureElements.FileOf(uri) is not { } file) return null;
        var relative = Path.GetRelativePath(from, file);
        return Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal)
            ? null : SecureElements.Resolve($"file:{relative}", to);
    }

    private static List<(string Path, byte[] Octets)>? TryRead(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder)
                    .Where(file => IsPairing(file) || IsRekey(file) || Path.GetFileName(file) == EndedList.Name)
                    .Order(StringComparer.Ordinal).Select(file => (file, PrivateFile.Read(file))),
            ];
        }
        catch (KeyFileException failure) when (failure.InnerException is FileNotFoundException)
        {
            // It was put away since its name was read.
            return null;
        }
    }

    private static bool IsSame(List<(string Path, byte[] Octets)> one, List<(string Path, byte[] Octets)> other) =>
        one.Count == other.Count
        && one.Zip(other).All(pair => pair.First.Path == pair.Second.Path && pair.First.Octets.SequenceEqual(pair.Second.Octets));
}
