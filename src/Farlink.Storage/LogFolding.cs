using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Farlink.Storage;

/// <summary>
/// Keeps a store's log short (sqlite.org/wal.html). The log only grows until it is folded into the file, and shrinks by nothing
/// else, so it may be what has filled the disk: that is looked at before anybody is told that there is no room.
/// </summary>
internal sealed class LogFolding : IDisposable
{
    /// <summary>
    /// At so many pages, 512 KiB, the log is folded into the file and begun anew in the same place: so much room it takes beside
    /// the store, of a small disk too. SQLite's 1,000 pages are 4 MiB; this costs 3 to 7 % more octets written a message.
    /// </summary>
    public const int LogPages = 128;

    /// <summary>With the commit that reaches that many: one that is longer is folded in by itself.</summary>
    public const int MostPages = LogPages + 32;

    /// <summary>A page, as SQLite has it unless it is told otherwise.</summary>
    public const int PageOctets = 4096;

    // sqlite.org/fileformat2.html, 4.1: a header, and one for each page.
    private const int HeaderOctets = 32;
    private const int FrameOctets = PageOctets + 24;
    private const int MostOctets = HeaderOctets + (MostPages * FrameOctets);

    /// <summary>A look at the disk costs a system call, and matters only after it was full.</summary>
    private const int CommitsBetweenLooks = 64;

    private readonly SqliteConnection _connection;
    private readonly StoreDisk _disk;
    private readonly FoldingRoom _room;
    private long _commits;

    /// <summary>Takes over what a loss of power left; nothing is folded yet.</summary>
    /// <param name="connection">The store, which is ours alone.</param>
    /// <param name="path">Its file.</param>
    /// <param name="disk">Its disk.</param>
    public LogFolding(SqliteConnection connection, string path, StoreDisk disk)
    {
        _connection = connection;
        _disk = disk;
        _room = new FoldingRoom(path, disk);
        _room.Release();
    }

    /// <summary>
    /// For a connection. A log that a large commit has made longer is cut off when it is begun anew; up to here it keeps its
    /// place on the disk, which nobody else can fill then.
    /// </summary>
    public static string Settings { get; } = string.Create(
        CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {LogPages}; PRAGMA journal_size_limit = {MostOctets}");

    /// <summary>Folds in what was left, and keeps room for the next time.</summary>
    public void Begin() => TryFold();

    /// <summary>Makes a change.</summary>
    /// <param name="change">
    /// All of it, or after a failure nothing: it is made a second time if the log had filled the disk.
    /// </param>
    public void Run(Action change)
    {
        try
        {
            change();
        }
        catch (SqliteException full) when (full.SqliteErrorCode == SqliteErrors.Full)
        {
            _room.Release();
            try
            {
                Fold();
                change();
            }
            finally
            {
                _room.Keep();
            }

            return;
        }

        // SQLite says nothing of a fold that had no room, and goes on with a log that is longer than what is kept for it.
        if (_disk.Log() > MostOctets) TryFold();
        else if (++_commits % CommitsBetweenLooks == 0) _room.Grow();
    }

    /// <summary>Gives the room back: closing the store folds the log in.</summary>
    public void Dispose() => _room.Dispose();

    private void TryFold()
    {
        _room.Release();
        try
        {
            Fold();
        }
        catch (SqliteException full) when (full.SqliteErrorCode == SqliteErrors.Full)
        {
            // The next commit that finds no room says so.
        }
        finally
        {
            _room.Keep();
        }
    }

    /// <summary>The log begins anew in its place: what it gave up others would take at once.</summary>
    private void Fold() => Schema.Execute(_connection, "PRAGMA wal_checkpoint(RESTART)");
}
