using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Microsoft.Data.Sqlite;

namespace Farlink.Storage;

/// <summary>Turns store operations into SQL.</summary>
internal sealed class OperationWriter : IDisposable
{
    private const string MessageColumns = "topic, payload, qos, retain, properties";
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];

    public OperationWriter(SqliteConnection connection) => _connection = connection;

    public void Apply(CommitRequest request)
    {
        Run("UPDATE meta SET value = max(value, $1) WHERE name = 'time_ns'", request.At.Nanoseconds);
        foreach (var operation in request.Operations) Apply(operation, request.At);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
    }

    private void Apply(StoreOperation operation, Instant at)
    {
        switch (operation)
        {
            case StoreOperation.Accept accept:
                Accept(accept.Row);
                break;
            case StoreOperation.Discard discard:
                Run("DELETE FROM outbox WHERE id = $1", discard.Row);
                break;
            case StoreOperation.Give give:
                Link(give.Link);
                Run("UPDATE link SET highest_given = max(highest_given, $2) WHERE id = $1", give.Link, give.StreamId);
                if (give.Row is { } given) Run("UPDATE outbox SET stream_id = $2 WHERE id = $1", given, give.StreamId);
                break;
            case StoreOperation.Free free:
                Link(free.Link);
                Run("UPDATE link SET freed = $2 WHERE id = $1", free.Link, free.UpTo);
                Run("DELETE FROM outbox WHERE link = $1 AND stream_id BETWEEN 1 AND $2", free.Link, free.UpTo);
                break;
            case StoreOperation.Return back:
                Link(back.Link);
                Run("UPDATE link SET highest_given = $2, freed = $2 WHERE id = $1", back.Link, back.Above);
                Run("UPDATE outbox SET stream_id = 0 WHERE link = $1 AND stream_id > $2", back.Link, back.Above);
                break;
            case StoreOperation.Receive receive:
                Link(receive.Link);
                Run("UPDATE link SET committed = $2 WHERE id = $1", receive.Link, receive.StreamId);
                if (receive.Row is { } received) Receive(received);
                break;
            case StoreOperation.Published published:
                Run("DELETE FROM inbox WHERE id = $1", published.Row);
                Run("DELETE FROM qos2_sending WHERE inbox_id = $1", published.Row);
                break;
            case StoreOperation.Airtime airtime:
                Airtime(airtime, at);
                break;
            default:
                ApplyRare(operation);
                break;
        }
    }

    private void ApplyRare(StoreOperation operation)
    {
        switch (operation)
        {
            case StoreOperation.Rewind rewind:
                Rewind(rewind);
                break;
            case StoreOperation.KnowPeer know:
                Link(know.Link);
                Run("UPDATE link SET peer_store = $2, committed = 0 WHERE id = $1", know.Link, unchecked((long)know.PeerStore));
                break;
            case StoreOperation.Hello hello:
                Link(hello.Link);
                Run(
                    "UPDATE link SET hello_counter = $2, hint_counter = $3, attempts = $4 WHERE id = $1",
                    hello.Link, (long)hello.HelloCounter, (long)hello.HintCounter, hello.Attempts);
                break;
            case StoreOperation.NewIncarnation incarnation:
                Link(incarnation.Link);
                Run(
                    "UPDATE link SET incarnation = $2, highest_given = 0, freed = 0 WHERE id = $1",
                    incarnation.Link, unchecked((long)incarnation.Incarnation));
                Run("UPDATE outbox SET stream_id = 0 WHERE link = $1", incarnation.Link);
                break;
            case StoreOperation.Letter { Content: var letter }:
                Run(
                    "INSERT INTO dead_letter VALUES ($1, $2, $3, $4, $5)",
                    letter.Row, letter.Link, letter.Topic, (long)letter.Reason, letter.Words);
                NextRow(letter.Row);
                break;
            case StoreOperation.LetterTold told:
                Run("DELETE FROM dead_letter WHERE id = $1", told.Row);
                break;
            case StoreOperation.Carried carried:
                Run("INSERT OR REPLACE INTO carried VALUES ($1, $2, $3)", carried.Topic, carried.Hash, carried.At.Nanoseconds);
                break;
            case StoreOperation.Forget forget:
                Run("DELETE FROM carried WHERE topic = $1", forget.Topic);
                break;
            case StoreOperation.Remember { Value.IsEmpty: true } forgotten:
                Run("DELETE FROM remembered WHERE name = $1", forgotten.Name);
                break;
            case StoreOperation.Remember remember:
                Run("INSERT OR REPLACE INTO remembered VALUES ($1, $2)", remember.Name, remember.Value.ToArray());
                break;
            case StoreOperation.QosTwoReceived received:
                Run("INSERT OR IGNORE INTO qos2_received VALUES ($1, $2)", received.Client, (long)received.PacketId);
                break;
            case StoreOperation.QosTwoReleased released:
                Run("DELETE FROM qos2_received WHERE client = $1 AND packet_id = $2", released.Client, (long)released.PacketId);
                break;
            case StoreOperation.QosTwoSending sending:
                Run(
                    "INSERT OR REPLACE INTO qos2_sending VALUES ($1, $2, $3)",
                    sending.Row, (long)sending.PacketId, sending.IsReceived);
                break;
            default:
                throw new InvalidOperationException($"Unknown operation {operation}.");
        }
    }

    private void Accept(OutboxRow row)
    {
        var message = row.Message;
        Run(
            "INSERT INTO outbox (id, link, stream_id, priority, accepted_ns, flush_ns, deadline_ns, newest_only, pad_to, client,"
            + $" receipt, {MessageColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            row.Row, row.Link, row.StreamId, (long)row.Priority, row.Accepted.Nanoseconds, row.FlushAt.Nanoseconds,
            row.Deadline.Nanoseconds, row.NewestOnly, row.PadTo, row.Client, row.ReceiptId, message.Topic,
            message.Payload.ToArray(), (long)message.Qos, message.Retain, PropertiesBlob.Write(message.Properties));
        NextRow(row.Row);
    }

    private void Receive(InboxRow row)
    {
        var message = row.Message;
        Run(
            $"INSERT INTO inbox (id, link, peer_store, stream_id, deadline_ns, wants_receipt, {MessageColumns})"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            row.Row, row.Link, unchecked((long)row.PeerStore), row.StreamId, row.Deadline.Nanoseconds, row.WantsReceipt,
            message.Topic, message.Payload.ToArray(), (long)message.Qos, message.Retain,
            PropertiesBlob.Write(message.Properties));
        NextRow(row.Row);
    }

    private void Rewind(StoreOperation.Rewind rewind)
    {
        const string above = "FROM inbox WHERE link = $1 AND peer_store = $2 AND stream_id > $3";
        var store = unchecked((long)rewind.PeerStore);
        Run("UPDATE link SET committed = $2 WHERE id = $1", rewind.Link, rewind.Above);
        Run($"DELETE FROM qos2_sending WHERE inbox_id IN (SELECT id {above})", rewind.Link, store, rewind.Above);
        Run($"DELETE {above}", rewind.Link, store, rewind.Above);
    }

    private void Airtime(StoreOperation.Airtime airtime, Instant at)
    {
        foreach (var entry in airtime.Entries)
            Run("INSERT INTO ledger VALUES ($1, $2)", entry.Start.Nanoseconds, entry.Airtime.Nanoseconds);
        Run("UPDATE meta SET value = $1 WHERE name = 'lease_ns'", airtime.Lease.Nanoseconds);
        Run("DELETE FROM ledger WHERE start_ns + airtime_ns <= $1", (at - Protocol.Airtime.DutyCycle.Window).Nanoseconds);
    }

    private void NextRow(long used) => Run("UPDATE meta SET value = max(value, $1) WHERE name = 'next_row'", used + 1);

    private void Link(byte link) => Run("INSERT OR IGNORE INTO link (id) VALUES ($1)", link);

    private void Run(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = new Statement(_connection, sql, values.Length);
        statement.Run(values);
    }
}
