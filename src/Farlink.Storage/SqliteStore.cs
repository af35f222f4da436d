using System.Globalization;
using Farlink.Protocol.Store;
using Microsoft.Data.Sqlite;
using static Farlink.Storage.SqliteErrors;

namespace Farlink.Storage;

/// <summary>
/// The durable state of one end in one SQLite file: write-ahead log, synchronous=FULL, one writer. What
/// <see cref="Commit"/> has returned from survives a loss of power, as long as the storage honours a flush.
/// </summary>
public sealed class SqliteStore : IDurableStore, IDisposable
{
    /// <summary>A copy that does not fit together is taken again; a log is begun anew every few thousand commits.</summary>
    private const int MostCopies = 10;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly OperationWriter _writer;
    private readonly LogFolding _folding;
    private long _payloadOctets;

    private SqliteStore(string path, SqliteConnection connection, LogFolding folding)
    {
        _path = path;
        _connection = connection;
        _writer = new OperationWriter(connection);
        _folding = folding;
    }

    /// <summary>
    /// Octets of messages, topics and properties included, that this program has put here since it opened the store: what there
    /// is to keep, beside which everything else that is written is cost. May be asked from any thread.
    /// </summary>
    public long PayloadOctets => Interlocked.Read(ref _payloadOctets);

    /// <summary>Opens a store, or makes one where there is none.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="StoreException">
    /// Another process has it, it cannot be written, it is of a newer program, or it is damaged: then it has been renamed, never
    /// overwritten, and the next start begins with an empty one.
    /// </exception>
    public static SqliteStore Open(string path) => Open(path, null, keepsRoom: true);

    /// <summary>The same.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="disk">Its disk; null: as the system says.</param>
    /// <param name="keepsRoom">Whether room for folding is kept: not for a copy that is changed once.</param>
    internal static SqliteStore Open(string path, StoreDisk? disk, bool keepsRoom)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var store = OpenChecked(path, disk);
            if (!keepsRoom) return store;
            store._folding.Begin();
            return store;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Corrupt or NotADatabase)
        {
            throw DamagedFiles.SetAside(path, failure.Message, failure);
        }
        catch (SqliteException failure)
        {
            throw Explain(path, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {failure.Message} Check that its folder exists and may be written.", failure);
        }
    }

    /// <summary>Reads a store that another process may have open, from a copy; changes nothing.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its content, and what <see cref="LoadClock"/> gives.</returns>
    /// <exception cref="StoreException">There is none, or it cannot be read.</exception>
    public static (StoreImage Image, (long BootIdHash, long OffsetNanoseconds)? Clock) Peek(string path) =>
        FromCopy(path, null, store => (store.Load(), store.LoadClock()));

    /// <summary>Reads a store that nobody has open; a damaged one is left as it is, where it is.</summary>
    /// <param name="path">The file; it exists.</param>
    /// <returns>Its content; null: it is damaged.</returns>
    /// <exception cref="StoreException">Another process has it, it cannot be written, or it is of a newer program.</exception>
    public static StoreImage? TryRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var store = OpenChecked(path);
            return ImageReader.Read(store._connection);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Corrupt or NotADatabase)
        {
            return null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
        catch (SqliteException failure)
        {
            throw Explain(path, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {failure.Message} Check that it may be read and written.", failure);
        }
    }

    /// <summary>
    /// Writes one state of a store, which another process may have open, into a file of its own: for a backup. Nothing of what
    /// was deleted is in it.
    /// </summary>
    /// <param name="path">The store.</param>
    /// <param name="target">The file to make; there is none of that name. Its folder is nobody else's to read.</param>
    /// <exception cref="StoreException">There is no store, it cannot be read, or there is no room.</exception>
    public static void Snapshot(string path, string target) => FromCopy(path, FolderOf(target), store =>
    {
        File.Delete(target);
        using var statement = new Statement(store._connection, "VACUUM INTO $1", 1);
        statement.Run(target);
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return true;
    });

    /// <summary>Stores that were damaged and set aside at this place, by name; messages may still be in them.</summary>
    public static IReadOnlyList<string> SetAside(string path) => DamagedFiles.Of(path);

    /// <inheritdoc/>
    /// <exception cref="StoreException">It holds what no farlink wrote.</exception>
    public StoreImage Load()
    {
        try
        {
            return ImageReader.Read(_connection);
        }
        catch (InvalidDataException failure)
        {
            Dispose();
            throw DamagedFiles.SetAside(_path, failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">Nothing was changed: the disk is full, or broken.</exception>
    public void Commit(IReadOnlyList<CommitRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        try
        {
            _folding.Run(() => Apply(requests));
        }
        catch (SqliteException failure)
        {
            throw Explain(_path, failure);
        }

        Interlocked.Add(ref _payloadOctets, requests.Sum(request => request.Operations.Sum(operation => PayloadOf(operation))));
    }

    /// <summary>Notes on which boot the store's time was last read, so that it can go on over a restart of the program.</summary>
    /// <param name="bootIdHash">64 bits of the boot id.</param>
    /// <param name="offsetNanoseconds">Store time minus time since boot.</param>
    /// <returns>False if the disk is full or cannot be written: the store is good all the same, and commits tell it.</returns>
    /// <exception cref="StoreException">The store is damaged.</exception>
    public bool SaveClock(long bootIdHash, long offsetNanoseconds)
    {
        try
        {
            Schema.Execute(_connection, string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT OR REPLACE INTO meta VALUES ('boot', {bootIdHash}), ('boot_offset_ns', {offsetNanoseconds})"));
            return true;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Full or InputOutput or ReadOnly)
        {
            return false;
        }
        catch (SqliteException failure)
        {
            throw Explain(_path, failure);
        }
    }

    /// <summary>What <see cref="SaveClock"/> noted; null before the first time.</summary>
    public (long BootIdHash, long OffsetNanoseconds)? LoadClock()
    {
        if (Schema.Scalar(_connection, "SELECT value FROM meta WHERE name = 'boot'") is not long boot) return null;
        return (boot, (long)Schema.Scalar(_connection, "SELECT value FROM meta WHERE name = 'boot_offset_ns'")!);
    }

    /// <summary>Lets the file grow to so many pages and no further; a limit of its own for a disk shared with others.</summary>
    public void LimitPages(int pages) =>
        Schema.Execute(_connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _writer.Dispose();

        // Closing folds the log in, which may need the room.
        _folding.Dispose();
        _connection.Dispose();
    }

    /// <summary>
    /// Closes the file as a loss of power does: nothing more is written, and the log is left for the next start to read. For
    /// demonstrations and tests.
    /// </summary>
    public void Abandon()
    {
        // Closing would fold the log into the file (sqlite.org/c3ref/c_dbconfig_defensive.html: NO_CKPT_ON_CLOSE).
        _ = SQLitePCL.raw.sqlite3_db_config(
            _connection.Handle, SQLitePCL.raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        Dispose();
    }

    private void Apply(IReadOnlyList<CommitRequest> requests) => Schema.InTransaction(_connection, () =>
    {
        foreach (var request in requests) _writer.Apply(request);
    });

    /// <param name="path">The store.</param>
    /// <param name="near">Folder with room for a copy, which nobody else may read; null: that for temporary files.</param>
    /// <param name="read">Reads the copy.</param>
    private static T FromCopy<T>(string path, string? near, Func<SqliteStore, T> read)
    {
        if (!File.Exists(path))
        {
            throw new StoreException(
                $"There is no store {path}: start farlink site or farlink base with this configuration first.");
        }

        for (var attempt = 1; ; attempt++)
        {
            var folder = near is null ? Directory.CreateTempSubdirectory("farlink-peek-").FullName : FolderIn(near, attempt);
            try
            {
                var copy = Path.Combine(folder, "store.db");
                if (!LiveCopy.TryTake(path, copy))
                {
                    if (attempt < MostCopies) continue;
                    throw new StoreException($"{path} is written to faster than it can be copied: try again.");
                }

                using var store = OpenChecked(copy);
                return read(store);
            }
            catch (Exception failure) when (failure is SqliteException { SqliteErrorCode: not Full } or IOException
                && attempt < MostCopies)
            {
                // A commit was cut in two, or the log went away: the next pair of copies will fit together.
            }
            catch (SqliteException failure) when (failure.SqliteErrorCode is Corrupt or NotADatabase)
            {
                throw new StoreException(
                    $"{path} is damaged ({failure.Message}). The next start of its service sets it aside and says so.", failure);
            }
            catch (SqliteException failure)
            {
                throw Explain(path, failure);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static string? FolderOf(string target) => Path.GetDirectoryName(Path.GetFullPath(target));

    private static string FolderIn(string near, int attempt) => Directory.CreateDirectory(
        Path.Combine(near, $"farlink-peek-{Environment.ProcessId}-{attempt}"),
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    /// <summary>For what is no operation of a store that runs.</summary>
    internal SqliteConnection Connection => _connection;

    private static long PayloadOf(StoreOperation operation) => operation switch
    {
        StoreOperation.Accept accept => accept.Row.Message.SizeOctets,
        StoreOperation.Receive { Row: { } row } => row.Message.SizeOctets,
        _ => 0,
    };

    private static SqliteStore OpenChecked(string path, StoreDisk? disk = null)
    {
        var isNew = !File.Exists(path);
        if (isNew) Create(path);
        if (DamagedFiles.Inspect(path) is { } damage) throw new SqliteException(damage, Corrupt);
        return OpenFile(path, disk);
    }

    /// <summary>
    /// Makes a store beside its place and then puts it there: so a file of this name is always a whole one, and one without
    /// content was damaged.
    /// </summary>
    private static void Create(string path)
    {
        var draft = $"{path}.new";
        foreach (var suffix in (string[])["", "-wal", "-shm"]) File.Delete(draft + suffix);
        using (var store = OpenFile(draft, null))
        {
            Schema.Begin(store._connection, isAfterDamage: DamagedFiles.Of(path).Count > 0);

            // Closing would fold the log into the file too, and say nothing if it cannot.
            Schema.Execute(store._connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        File.Move(draft, path);
    }

    private static SqliteStore OpenFile(string path, StoreDisk? disk)
    {
        var isNew = !File.Exists(path);
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            if (isNew) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

            // Exclusive: a second process must not take the same messages for its own. Without secure_delete, which Debian's
            // SQLite has on: it writes zeros over each message that is done, and an SD card wears out by that.
            Schema.Execute(connection, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Schema.Execute(connection, "PRAGMA secure_delete = OFF");

            Schema.Execute(connection, LogFolding.Settings);
            Schema.Execute(connection, "BEGIN IMMEDIATE; COMMIT");
            if (Schema.Scalar(connection, "PRAGMA quick_check(1)") is not "ok")
                throw new SqliteException("quick_check failed", Corrupt);

            // The room that a loss of power left is ours by now; a newer form of the tables may need it.
            var folding = new LogFolding(connection, path, disk ?? StoreDisk.Of(path));
            Schema.Migrate(connection, path);
            if (!isNew && Schema.Scalar(connection, "SELECT value FROM meta WHERE name = 'store_id'") is null)
                throw new SqliteException("it has no store in it", Corrupt);
            return new SqliteStore(path, connection, folding);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
