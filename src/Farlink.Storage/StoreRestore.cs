using System.Globalization;
using System.Security.Cryptography;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Microsoft.Data.Sqlite;

namespace Farlink.Storage;

/// <summary>
/// Makes a store that can run out of one from a backup. What was true when the backup was made is not true any more: for each
/// table either it does no harm, or it is dropped, or it goes on where nobody has been (docs/backup.md says which and why).
/// </summary>
public static class StoreRestore
{
    /// <summary>
    /// So many handshake counters are passed over: more than an end uses in a year, less than the other end takes in one step
    /// (2^24).
    /// </summary>
    public const uint CountersSkipped = 1 << 16;

    /// <summary>Counters end before; as in a site's handshake.</summary>
    private const long HighestCounter = uint.MaxValue - 32;

    /// <summary>Changes the copy of a store, in its file: all of it, or after a failure nothing.</summary>
    /// <param name="path">The copy; nobody has it open.</param>
    /// <param name="role">Whose it is.</param>
    /// <param name="present">Stores that are there now, if any: their counters win where they are higher.</param>
    /// <param name="remember">
    /// Told what the copy holds; gives what is to be remembered beside or instead of what it remembers.
    /// </param>
    /// <returns>What became of its messages.</returns>
    /// <exception cref="StoreException">It cannot be used: it is of a newer program, for example.</exception>
    public static RestoredStore Renew(
        string path, LinkRole role, IReadOnlyList<StoreImage> present,
        Func<StoreImage, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> remember)
    {
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(remember);
        try
        {
            using var store = SqliteStore.Open(path, null, keepsRoom: false);
            var kept = remember(store.Load());
            RestoredStore? restored = null;
            Schema.InTransaction(store.Connection, () =>
            {
                BeginAnew(store.Connection);
                restored = Messages(store.Connection);
                Counters(store.Connection, role, present);
                foreach (var (name, value) in kept)
                    Run(store.Connection, "INSERT OR REPLACE INTO remembered VALUES ($1, $2)", name, value.ToArray());
            });

            // Into the file itself: it is moved without its log.
            Schema.Execute(store.Connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            return restored!;
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.Explain(path, failure);
        }
    }

    /// <summary>
    /// Another store for every peer, so that no new message is taken for an old one; all of the hour's airtime counts as used,
    /// since nobody knows what was; its clock goes on from its last commit.
    /// </summary>
    private static void BeginAnew(SqliteConnection connection)
    {
        var before = (long)Schema.Scalar(connection, "SELECT value FROM meta WHERE name = 'store_id'")!;
        long storeId;
        do storeId = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        while (storeId == 0 || storeId == before);
        Run(connection, "UPDATE meta SET value = $1 WHERE name = 'store_id'", storeId);
        Run(connection, "UPDATE meta SET value = $1 WHERE name = 'lease_ns'", DutyCycle.Window.Nanoseconds);
        Schema.Execute(connection, "DELETE FROM ledger; DELETE FROM meta WHERE name IN ('boot', 'boot_offset_ns')");
        Schema.Execute(connection, "UPDATE link SET incarnation = 0, highest_given = 0, freed = 0, attempts = 0");
    }

    /// <summary>
    /// What waits goes again, under new ids. What could be taken for something newer is forgotten: packet ids of publishers,
    /// values that were carried. A publication that the broker has is not made again.
    /// </summary>
    private static RestoredStore Messages(SqliteConnection connection)
    {
        var expired = Expire(connection, "outbox", DeadReason.Expired)
            + Expire(connection, "inbox", DeadReason.ExpiredInInbox);
        Schema.Execute(
            connection,
            "UPDATE outbox SET stream_id = 0; DELETE FROM qos2_received; DELETE FROM carried; DELETE FROM qos2_sending"
            + " WHERE is_received = 0 OR inbox_id NOT IN (SELECT id FROM inbox)");
        return new RestoredStore(Count(connection, "outbox"), Count(connection, "inbox"), expired);
    }

    /// <summary>Ends what had a time to live; the service tells it on its topic of dead messages, as always.</summary>
    private static int Expire(SqliteConnection connection, string table, DeadReason reason)
    {
        var never = Instant.Never.Nanoseconds.ToString(CultureInfo.InvariantCulture);
        using var statement = new Statement(connection, $"SELECT link, topic FROM {table} WHERE deadline_ns < {never}", 0);
        var expired = statement.Read(row => (Link: row.GetInt64(0), Topic: row.GetString(1)));
        foreach (var (link, topic) in expired)
        {
            // What ends say to each other is nobody's message.
            if (topic.StartsWith('$')) continue;
            Run(
                connection, "INSERT INTO dead_letter SELECT value, $1, $2, $3, $4 FROM meta WHERE name = 'next_row'",
                link, topic, (long)reason, "the store was restored from a backup");
            Schema.Execute(connection, "UPDATE meta SET value = value + 1 WHERE name = 'next_row'");
        }

        Schema.Execute(connection, $"DELETE FROM {table} WHERE deadline_ns < {never}");
        return expired.Count;
    }

    /// <summary>
    /// Counters of this end's own frames go on far above those that were used since; those of the other end's where a store
    /// that is there knows more. What was committed of the other end's messages stays as the copy has it: it sends the others
    /// again.
    /// </summary>
    private static void Counters(SqliteConnection connection, LinkRole role, IReadOnlyList<StoreImage> present)
    {
        foreach (var link in present.SelectMany(image => image.Links))
        {
            Run(connection, "INSERT OR IGNORE INTO link (id) VALUES ($1)", link.Link);
            Run(
                connection,
                "UPDATE link SET hello_counter = max(hello_counter, $2), hint_counter = max(hint_counter, $3) WHERE id = $1",
                link.Link, (long)link.HelloCounter, (long)link.HintCounter);
        }

        var own = role == LinkRole.Site ? "hello_counter" : "hint_counter";
        Run(connection, $"UPDATE link SET {own} = min({own} + $1, $2)", (long)CountersSkipped, HighestCounter);
    }

    private static int Count(SqliteConnection connection, string from) =>
        (int)(long)Schema.Scalar(connection, $"SELECT count(*) FROM {from}")!;

    private static void Run(SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = new Statement(connection, sql, values.Length);
        statement.Run(values);
    }
}
