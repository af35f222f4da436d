using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Microsoft.Data.Sqlite;

namespace Farlink.Storage;

/// <summary>Reads everything a store holds.</summary>
internal static class ImageReader
{
    public static StoreImage Read(SqliteConnection connection)
    {
        var meta = Rows(connection, "SELECT name, value FROM meta", row => (row.GetString(0), row.GetInt64(1)))
            .ToDictionary(row => row.Item1, row => row.Item2);
        return new StoreImage
        {
            StoreId = unchecked((ulong)meta["store_id"]),
            Time = new Instant(meta["time_ns"]),
            NextRow = meta["next_row"],
            Lease = new Duration(meta["lease_ns"]),
            Outbox = Rows(connection, "SELECT * FROM outbox ORDER BY id", Outbox),
            Inbox = Rows(connection, "SELECT * FROM inbox ORDER BY id", Inbox),
            Links = Rows(connection, "SELECT * FROM link ORDER BY id", Link),
            Ledger = Rows(
                connection, "SELECT start_ns, airtime_ns FROM ledger ORDER BY start_ns",
                row => new LedgerEntry(new Instant(row.GetInt64(0)), new Duration(row.GetInt64(1)))),
            DeadLetters = Rows(connection, "SELECT * FROM dead_letter ORDER BY id", Letter),
            Carried = Rows(
                connection, "SELECT topic, hash, at_ns FROM carried ORDER BY topic",
                row => new StoreOperation.Carried(row.GetString(0), row.GetInt64(1), new Instant(row.GetInt64(2)))),
            Remembered = Rows(
                connection, "SELECT name, value FROM remembered",
                row => (Name: row.GetString(0), Value: row.GetFieldValue<byte[]>(1)))
                .ToDictionary(row => row.Name, row => (ReadOnlyMemory<byte>)row.Value, StringComparer.Ordinal),
            QosTwoReceived = Rows(
                connection, "SELECT client, packet_id FROM qos2_received",
                row => new StoreOperation.QosTwoReceived(row.GetString(0), (ushort)row.GetInt64(1))),
            QosTwoSending = Rows(
                connection, "SELECT inbox_id, packet_id, is_received FROM qos2_sending",
                row => new StoreOperation.QosTwoSending(row.GetInt64(0), (ushort)row.GetInt64(1), row.GetBoolean(2))),
        };
    }

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var statement = new Statement(connection, sql, 0);
        return statement.Read(read);
    }

    private static OutboxRow Outbox(SqliteDataReader row) => new()
    {
        Row = row.GetInt64(0),
        Link = row.GetByte(1),
        StreamId = row.GetInt64(2),
        Priority = (Priority)row.GetInt64(3),
        Accepted = new Instant(row.GetInt64(4)),
        FlushAt = new Instant(row.GetInt64(5)),
        Deadline = new Instant(row.GetInt64(6)),
        NewestOnly = row.GetBoolean(7),
        PadTo = row.GetInt32(8),
        Client = row.GetString(9),
        ReceiptId = row.IsDBNull(10) ? null : row.GetString(10),
        Message = Message(row, 11),
    };

    private static InboxRow Inbox(SqliteDataReader row) => new()
    {
        Row = row.GetInt64(0),
        Link = row.GetByte(1),
        PeerStore = unchecked((ulong)row.GetInt64(2)),
        StreamId = row.GetInt64(3),
        Deadline = new Instant(row.GetInt64(4)),
        WantsReceipt = row.GetBoolean(5),
        Message = Message(row, 6),
    };

    private static LinkRecord Link(SqliteDataReader row) => new()
    {
        Link = row.GetByte(0),
        PeerStore = unchecked((ulong)row.GetInt64(1)),
        Committed = row.GetInt64(2),
        HighestGiven = row.GetInt64(3),
        Freed = row.GetInt64(4),
        HelloCounter = (uint)row.GetInt64(5),
        HintCounter = (uint)row.GetInt64(6),
        Attempts = row.GetInt32(7),
        Incarnation = unchecked((ulong)row.GetInt64(8)),
    };

    private static DeadLetter Letter(SqliteDataReader row) => new()
    {
        Row = row.GetInt64(0),
        Link = row.GetByte(1),
        Topic = row.GetString(2),
        Reason = (Protocol.Link.DeadReason)row.GetInt64(3),
        Words = row.IsDBNull(4) ? null : row.GetString(4),
    };

    private static MqttMessage Message(SqliteDataReader row, int from) => new()
    {
        Topic = row.GetString(from),
        Payload = row.GetFieldValue<byte[]>(from + 1),
        Qos = (MqttQos)row.GetInt64(from + 2),
        Retain = row.GetBoolean(from + 3),
        Properties = PropertiesBlob.Read(row.IsDBNull(from + 4) ? null : row.GetFieldValue<byte[]>(from + 4)),
    };
}
