using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Farlink.Storage;

/// <summary>The tables, and how an older file becomes a newer one: forward only, each step in one transaction.</summary>
internal static class Schema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY, link INTEGER NOT NULL, stream_id INTEGER NOT NULL, priority INTEGER NOT NULL,
            accepted_ns INTEGER NOT NULL, flush_ns INTEGER NOT NULL, deadline_ns INTEGER NOT NULL, newest_only INTEGER NOT NULL,
            pad_to INTEGER NOT NULL, client TEXT NOT NULL, receipt TEXT,
            topic TEXT NOT NULL, payload BLOB NOT NULL, qos INTEGER NOT NULL, retain INTEGER NOT NULL, properties BLOB);
        CREATE INDEX outbox_stream ON outbox (link, stream_id);
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY, link INTEGER NOT NULL, peer_store INTEGER NOT NULL, stream_id INTEGER NOT NULL,
            deadline_ns INTEGER NOT NULL, wants_receipt INTEGER NOT NULL,
            topic TEXT NOT NULL, payload BLOB NOT NULL, qos INTEGER NOT NULL, retain INTEGER NOT NULL, properties BLOB,
            UNIQUE (link, peer_store, stream_id));
        CREATE TABLE link (
            id INTEGER PRIMARY KEY, peer_store INTEGER NOT NULL DEFAULT 0, committed INTEGER NOT NULL DEFAULT 0,
            highest_given INTEGER NOT NULL DEFAULT 0, freed INTEGER NOT NULL DEFAULT 0, hello_counter INTEGER NOT NULL DEFAULT 0,
            hint_counter INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, incarnation INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE ledger (start_ns INTEGER NOT NULL, airtime_ns INTEGER NOT NULL);
        CREATE TABLE qos2_received (
            client TEXT NOT NULL, packet_id INTEGER NOT NULL, PRIMARY KEY (client, packet_id)) WITHOUT ROWID;
        CREATE TABLE qos2_sending (inbox_id INTEGER PRIMARY KEY, packet_id INTEGER NOT NULL, is_received INTEGER NOT NULL);
        """,
        """
        CREATE TABLE dead_letter (
            id INTEGER PRIMARY KEY, link INTEGER NOT NULL, topic TEXT NOT NULL, reason INTEGER NOT NULL, words TEXT);
        CREATE TABLE carried (topic TEXT PRIMARY KEY, hash INTEGER NOT NULL, at_ns INTEGER NOT NULL) WITHOUT ROWID;
        """,
        "CREATE TABLE remembered (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;",
    ];

    /// <summary>Brings a file to the newest version.</summary>
    /// <exception cref="StoreException">It is of a newer program.</exception>
    public static void Migrate(SqliteConnection connection, string path) => Migrate(connection, path, Steps);

    /// <summary>Brings a file of other tables to its newest version.</summary>
    /// <param name="connection">The file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="steps">From each version to the next, the first from an empty file.</param>
    /// <exception cref="StoreException">It is of a newer program.</exception>
    public static void Migrate(SqliteConnection connection, string path, IReadOnlyList<string> steps)
    {
        var version = (int)(long)Scalar(connection, "PRAGMA user_version")!;
        if (version > steps.Count)
        {
            throw new StoreException(
                $"{path} was written by a newer farlink (version {version}; this one knows {steps.Count})."
                + " Install that one again.");
        }

        for (; version < steps.Count; version++)
        {
            var step = version;
            InTransaction(connection, () =>
            {
                Execute(connection, steps[step]);
                Execute(connection, $"PRAGMA user_version = {step + 1}");
            });
        }
    }

    /// <summary>Gives an empty store its identity.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="isAfterDamage">
    /// Whether it replaces one that was lost: what that one had sent in the last hour is not known, so all of it counts as used.
    /// </param>
    public static void Begin(SqliteConnection connection, bool isAfterDamage)
    {
        long storeId;
        do storeId = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        while (storeId == 0);
        var lease = isAfterDamage ? Protocol.Airtime.DutyCycle.Window.Nanoseconds : 0;
        Execute(connection, string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO meta VALUES ('store_id', {storeId}), ('time_ns', 0), ('next_row', 1), ('lease_ns', {lease})"));
    }

    /// <summary>All or nothing.</summary>
    public static void InTransaction(SqliteConnection connection, Action change)
    {
        Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            change();
            Execute(connection, "COMMIT");
        }
        catch
        {
            // SQLite may have rolled back by itself, as it does when the disk is full.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) Execute(connection, "ROLLBACK");
            throw;
        }
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
