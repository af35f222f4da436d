using System.Globalization;
using System.Security.Cryptography;
using Farlink.Protocol.Store;
using Microsoft.Data.Sqlite;

namespace Farlink.Storage;

/// <summary>
/// The durable state of one end in one SQLite file: write-ahead log, synchronous=FULL, one writer. What
/// <see cref="Commit"/> has returned from survives a loss of power, as long as the storage honours a flush.
/// </summary>
public sealed class SqliteStore : IDurableStore, IDisposable
{
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;
    private const int Busy = 5;
    private const int InputOutput = 10;
    private const int WriteFailed = InputOutput | (3 << 8);
    private const int SyncFailed = InputOutput | (4 << 8);

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly OperationWriter _writer;

    private SqliteStore(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
        _writer = new OperationWriter(connection);
    }

    /// <summary>Opens a store, or makes one where there is none.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="StoreException">
    /// Another process has it, it cannot be written, it is of a newer program, or it is damaged: then it has been renamed, never
    /// overwritten, and the next start begins with an empty one.
    /// </exception>
    public static SqliteStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return OpenChecked(path);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Corrupt or NotADatabase)
        {
            throw SetAside(path, failure);
        }
        catch (SqliteException failure)
        {
            throw Explain(path, failure);
        }
    }

    /// <summary>Reads a store that another process may have open, from a copy; changes nothing.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its content, and what <see cref="LoadClock"/> gives.</returns>
    /// <exception cref="StoreException">There is none, or it cannot be read.</exception>
    public static (StoreImage Image, (long BootIdHash, long OffsetNanoseconds)? Clock) Peek(string path)
    {
        if (!File.Exists(path))
        {
            throw new StoreException(
                $"There is no store {path}: start farlink site or farlink base with this configuration first.");
        }

        const int tries = 5;
        for (var attempt = 1; ; attempt++)
        {
            var folder = Directory.CreateTempSubdirectory("farlink-peek-").FullName;
            try
            {
                var copy = Path.Combine(folder, "store.db");
                File.Copy(path, copy);
                if (File.Exists($"{path}-wal")) File.Copy($"{path}-wal", $"{copy}-wal");
                using var store = OpenChecked(copy);
                return (store.Load(), store.LoadClock());
            }
            catch (Exception failure) when (failure is SqliteException or IOException && attempt < tries)
            {
                // The log was folded into the file between the two copies: the next pair will fit together.
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
            throw new StoreException(
                $"{_path} is damaged ({failure.Message}). Move it away to start with an empty store; what waited in it is lost.",
                failure);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">Nothing was changed: the disk is full, or broken.</exception>
    public void Commit(IReadOnlyList<CommitRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        try
        {
            Schema.InTransaction(_connection, () =>
            {
                foreach (var request in requests) _writer.Apply(request);
            });
        }
        catch (SqliteException failure)
        {
            throw Explain(_path, failure);
        }
    }

    /// <summary>Notes on which boot the store's time was last read, so that it can go on over a restart of the program.</summary>
    /// <param name="bootIdHash">64 bits of the boot id.</param>
    /// <param name="offsetNanoseconds">Store time minus time since boot.</param>
    public void SaveClock(long bootIdHash, long offsetNanoseconds)
    {
        Schema.Execute(_connection, string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT OR REPLACE INTO meta VALUES ('boot', {bootIdHash}), ('boot_offset_ns', {offsetNanoseconds})"));
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
        _connection.Dispose();
    }

    private static SqliteStore OpenChecked(string path)
    {
        var isNew = !File.Exists(path);
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            if (isNew) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

            // Exclusive: a second process must not take the same messages for its own.
            Schema.Execute(connection, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Schema.Execute(connection, "BEGIN IMMEDIATE; COMMIT");
            if (Schema.Scalar(connection, "PRAGMA quick_check(1)") is not "ok")
                throw new SqliteException("quick_check failed", Corrupt);
            Schema.Migrate(connection, path);
            Begin(connection);
            return new SqliteStore(path, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Begin(SqliteConnection connection)
    {
        if (Schema.Scalar(connection, "SELECT value FROM meta WHERE name = 'store_id'") is not null) return;
        long storeId;
        do storeId = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        while (storeId == 0);
        Schema.Execute(connection, string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO meta VALUES ('store_id', {storeId}), ('time_ns', 0), ('next_row', 1), ('lease_ns', 0)"));
    }

    private static StoreException SetAside(string path, SqliteException failure)
    {
        var number = 1;
        while (File.Exists($"{path}.damaged-{number}")) number++;
        var aside = $"{path}.damaged-{number}";
        File.Move(path, aside);
        foreach (var suffix in new[] { "-wal", "-shm" })
            if (File.Exists(path + suffix)) File.Move(path + suffix, aside + suffix);
        return new StoreException(
            $"{path} is damaged ({failure.Message}). It was renamed to {aside}; messages that waited in it are there and nowhere"
            + " else. Check the storage, then start again: farlink begins with an empty store and tells the other end.",
            failure);
    }

    private static StoreException Explain(string path, SqliteException failure)
    {
        switch (failure.SqliteErrorCode)
        {
            case Full:
                return new StoreException($"No room left for {path}: free some; nothing is accepted until then.", failure)
                {
                    IsDiskFull = true,
                };
            case Busy:
                return new StoreException($"{path} is in use by another farlink: stop that one first.", failure);
            case InputOutput when failure.SqliteExtendedErrorCode is WriteFailed or SyncFailed:
                return new StoreException($"{path} cannot be written ({failure.Message}): check the storage.", failure)
                {
                    IsDiskFull = true,
                };
            default:
                return new StoreException(
                    $"{path}: {failure.Message}. Check that its folder exists and may be written.", failure);
        }
    }
}
