using Microsoft.Data.Sqlite;
using static Farlink.Storage.SqliteErrors;

namespace Farlink.Storage;

/// <summary>
/// How links were, in a SQLite file of its own: minutes of a day, half hours of a month. It is written in one go every few
/// minutes, and is not worth more: a damaged file is begun anew. Thread-safe.
/// </summary>
public sealed class HistoryStore : IDisposable
{
    /// <summary>Length of a fine step.</summary>
    public const int MinuteSeconds = 60;

    /// <summary>Length of a coarse step.</summary>
    public const int HalfHourSeconds = 1800;

    /// <summary>How long fine steps are kept: a day, and an hour more so that a day is whole.</summary>
    public const int KeepMinutesSeconds = 25 * 3600;

    /// <summary>How long coarse steps are kept: a month.</summary>
    public const int KeepHalfHoursSeconds = 31 * 86_400;

    /// <summary>While the clock is not sure: how many times more is kept of a link than is for good.</summary>
    private const int MostUnsure = 2;

    /// <summary>The last minutes of a half hour may be added so much later.</summary>
    private const int Settled = 600;

    private const string Columns = "rssi, snr, margin, loss, round_trip, repeats, queue, online";

    /// <summary>Files of the first version have no version: they may have its table already.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE IF NOT EXISTS sample (
            step INTEGER NOT NULL, role TEXT NOT NULL, link INTEGER NOT NULL, at INTEGER NOT NULL, rssi REAL, snr REAL,
            margin REAL, loss REAL, round_trip REAL, repeats REAL NOT NULL, queue REAL NOT NULL, online REAL NOT NULL,
            PRIMARY KEY (step, role, link, at)) WITHOUT ROWID;
        """,
        """
        ALTER TABLE sample RENAME TO sample_before;
        CREATE TABLE sample (
            step INTEGER NOT NULL, role TEXT NOT NULL, link INTEGER NOT NULL, at INTEGER NOT NULL, rssi REAL, snr REAL,
            margin REAL, loss REAL, round_trip REAL, repeats REAL NOT NULL, queue REAL NOT NULL, online REAL,
            PRIMARY KEY (step, role, link, at)) WITHOUT ROWID;
        INSERT INTO sample SELECT * FROM sample_before;
        DROP TABLE sample_before;
        """,
    ];

    private readonly string _path;
    private readonly Lock _lock = new();

    /// <summary>Null: it was damaged, and could not be begun anew yet.</summary>
    private SqliteConnection? _connection;
    private bool _isClosed;

    private HistoryStore(string path) => _path = path;

    /// <summary>Opens a history, or makes one where there is none.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public static HistoryStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var store = new HistoryStore(path);
        store.Run(_ => true);
        return store;
    }

    /// <summary>Adds minutes, makes half hours of those that are over, and drops what is too old; all of it or nothing.</summary>
    /// <param name="minutes">One sample a link and minute; <see cref="LinkSample.At"/> is where the minute began.</param>
    /// <param name="now">Seconds since 1970. What is later than that is of a clock that was ahead, and dropped.</param>
    /// <param name="isClockSure">
    /// Whether <paramref name="now"/> can be believed. If not, nothing is dropped for its time: a host without a clock of its own
    /// begins somewhere in the past, or far ahead, and a month would be lost at its first write.
    /// </param>
    /// <exception cref="StoreException">The disk is full, or broken.</exception>
    public void Add(IReadOnlyList<LinkSample> minutes, long now, bool isClockSure = true)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        Run(connection =>
        {
            using var transaction = connection.BeginTransaction();
            using (var insert = new Statement(
                connection, $"INSERT OR REPLACE INTO sample (step, role, link, at, {Columns}) VALUES "
                + "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", 12))
            {
                foreach (var one in minutes) Insert(insert, one);
            }

            if (isClockSure) DropFuture(connection, now);
            Fold(connection, now);
            Action<SqliteConnection, int, int, long> shorten = isClockSure ? DropOld : DropFarthest;
            shorten(connection, MinuteSeconds, KeepMinutesSeconds, now);
            shorten(connection, HalfHourSeconds, KeepHalfHoursSeconds, now);
            transaction.Commit();
            return true;
        });
    }

    /// <summary>Reads samples of one link, oldest first.</summary>
    /// <param name="role">Which end.</param>
    /// <param name="link">The link.</param>
    /// <param name="stepSeconds"><see cref="MinuteSeconds"/> or <see cref="HalfHourSeconds"/>.</param>
    /// <param name="from">Not before this, in seconds since 1970.</param>
    /// <param name="to">Not after this.</param>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public IReadOnlyList<LinkSample> Read(string role, int link, int stepSeconds, long from, long to = long.MaxValue) =>
        Run(connection =>
        {
            using var select = new Statement(
                connection,
                $"SELECT at, {Columns} FROM sample WHERE step = $1 AND role = $2 AND link = $3 AND at >= $4 AND at <= $5 "
                + "ORDER BY at",
                5);
            return select.Read(
                row => new LinkSample
                {
                    Role = role,
                    Link = link,
                    At = row.GetInt64(0),
                    RssiDbm = Real(row, 1),
                    SnrDb = Real(row, 2),
                    MarginDb = Real(row, 3),
                    Loss = Real(row, 4),
                    RoundTripSeconds = Real(row, 5),
                    Repeats = row.GetDouble(6),
                    Queue = row.GetDouble(7),
                    Online = Real(row, 8),
                },
                stepSeconds, role, link, from, to);
        });

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _connection?.Dispose();
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var isNew = !File.Exists(path);
        var file = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        var connection = new SqliteConnection(file.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL");

            // What the last minutes were is not worth a flush of an SD card; a torn file is not possible all the same.
            Execute(connection, "PRAGMA synchronous = NORMAL");
            Execute(connection, "PRAGMA cache_size = -256");
            Schema.Migrate(connection, path, Steps);
            if (isNew) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Insert(Statement insert, LinkSample one) => insert.Run(
        MinuteSeconds, one.Role, one.Link, one.At, one.RssiDbm, one.SnrDb, one.MarginDb, one.Loss, one.RoundTripSeconds,
        one.Repeats, one.Queue, one.Online);

    private static void Fold(SqliteConnection connection, long now)
    {
        using var fold = new Statement(
            connection,
            $"INSERT OR REPLACE INTO sample (step, role, link, at, {Columns}) SELECT $1, role, link, at / $1 * $1, avg(rssi), "
            + "avg(snr), avg(margin), avg(loss), avg(round_trip), sum(repeats), avg(queue), avg(online) FROM sample "
            + "WHERE step = $2 AND at >= (SELECT coalesce(max(at) + $1, 0) FROM sample WHERE step = $1 AND at < $3) "
            + "AND at < $3 GROUP BY role, link, at / $1",
            3);
        fold.Run(HalfHourSeconds, MinuteSeconds, (now - Settled) / HalfHourSeconds * HalfHourSeconds);
    }

    /// <summary>Of a clock that was ahead: nothing after it would ever be made to half hours.</summary>
    private static void DropFuture(SqliteConnection connection, long now)
    {
        using var delete = new Statement(connection, "DELETE FROM sample WHERE at > $1", 1);
        delete.Run(now + HalfHourSeconds);
    }

    private static void DropOld(SqliteConnection connection, int step, int keepSeconds, long now)
    {
        using var old = new Statement(connection, "DELETE FROM sample WHERE step = $1 AND at < $2", 2);
        old.Run(step, now - keepSeconds);
    }

    /// <summary>
    /// Drops what is too much where nobody knows how old it is: what is farthest from now, on either side, since a clock that was
    /// ahead may have been put back by somebody of whom this host knows nothing.
    /// </summary>
    private static void DropFarthest(SqliteConnection connection, int step, int keepSeconds, long now)
    {
        using var tooMany = new Statement(
            connection,
            "DELETE FROM sample WHERE step = $1 AND (role, link, at) IN (SELECT role, link, at FROM (SELECT role, link, at, "
            + "row_number() OVER (PARTITION BY role, link ORDER BY abs(at - $3)) AS place FROM sample WHERE step = $1) "
            + "WHERE place > $2)",
            3);
        tooMany.Run(step, keepSeconds / step * MostUnsure, now);
    }

    private static double? Real(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql, 0);
        statement.Run();
    }

    /// <summary>Runs something on the file. What is damaged is begun anew, whenever it is found.</summary>
    private T Run<T>(Func<SqliteConnection, T> run)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            try
            {
                try
                {
                    return run(_connection ??= Connect(_path));
                }
                catch (SqliteException failure) when (failure.SqliteErrorCode is Corrupt or NotADatabase)
                {
                    _connection?.Dispose();
                    _connection = null;
                    foreach (var end in (string[])["", "-wal", "-shm"]) File.Delete(_path + end);
                    return run(_connection = Connect(_path));
                }
            }
            catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw new StoreException(
                    $"{_path}: the history of links cannot be used: {failure.Message} Nothing else depends on it.", failure);
            }
        }
    }
}
