using System.Diagnostics;
using System.Globalization;
using Farlink.Keys.Backup;
using Farlink.Storage;

namespace Farlink.Backup;

/// <summary>
/// Where a backup copies the store in clear: in its own folder, which only its owner may look into, and on its own disk; a disk
/// of memory (/tmp of newer systems) has no room for it. Elsewhere only if that cannot be written, or is full.
/// </summary>
internal sealed class BackupCopies : IDisposable
{
    private const string Prefix = ".farlink-backup-";
    private const int Kibi = 1024;

    /// <summary>The store as it is, and then without what was deleted.</summary>
    private const int CopiesAtOnce = 2;

    private readonly string _store;
    private string _folder;
    private bool _isElsewhere;

    /// <summary>Makes the folder.</summary>
    /// <param name="store">The store; empty: there is none.</param>
    public BackupCopies(string store)
    {
        _store = store;
        var beside = Beside(store);
        _isElsewhere = beside is null;
        _folder = beside ?? Elsewhere();
    }

    /// <summary>The copy.</summary>
    public string Store => Path.Combine(_folder, "store.db");

    /// <summary>Makes it.</summary>
    /// <exception cref="BackupException">There is no room for it.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public void Take()
    {
        try
        {
            SqliteStore.Snapshot(_store, Store);
        }
        catch (Exception failure) when (IsNoRoom(failure) && !_isElsewhere)
        {
            Remove(_folder);
            (_folder, _isElsewhere) = (Elsewhere(), true);
            Take();
        }
        catch (Exception failure) when (IsNoRoom(failure))
        {
            var needed = CopiesAtOnce * (LengthOf(_store) + LengthOf($"{_store}-wal")) / Kibi;
            throw new BackupException(
                $"There is no room to copy {_store}: about {needed} KiB are needed in its folder, or in {Path.GetTempPath()} "
                + "(TMPDIR names another place). Free some, then try again.",
                failure);
        }
    }

    /// <summary>Removes it.</summary>
    public void Dispose() => Remove(_folder);

    private static bool IsNoRoom(Exception failure) => failure is IOException or StoreException { IsDiskFull: true };

    private static long LengthOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;

    /// <summary>Null: nothing can be made there.</summary>
    private static string? Beside(string store)
    {
        var folder = Path.GetDirectoryName(store);
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder)) return null;
        try
        {
            foreach (var left in Directory.GetDirectories(folder, Prefix + "*"))
                if (!IsInUse(left)) Remove(left);
            var copies = Path.Combine(folder, $"{Prefix}{Environment.ProcessId}-{Path.GetRandomFileName()}");
            Directory.CreateDirectory(copies, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return copies;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether another backup is at it: its program still runs. What one has left that was cut off by a loss of power is in
    /// clear, and nobody's.
    /// </summary>
    private static bool IsInUse(string copies)
    {
        var number = Path.GetFileName(copies)[Prefix.Length..].Split('-')[0];
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return false;
        try
        {
            Process.GetProcessById(id).Dispose();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Elsewhere() => Directory.CreateTempSubdirectory("farlink-backup-").FullName;

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody has cleared up.
        }
    }
}
