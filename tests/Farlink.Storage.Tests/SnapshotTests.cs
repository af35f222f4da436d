using System.Text;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Storage.Tests;

/// <summary>A copy of a store that somebody else is writing to.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const int PayloadOctets = 20_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-snapshot-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Each commit takes a message in, another one out, and notes its number; the log is folded into the file every few
    /// hundred of them. A copy that mixed two states would show, although every page of it is good.
    /// </summary>
    [Fact]
    public async Task Snapshot_StoreThatIsWrittenTo_IsOneStateOfIt()
    {
        const int commits = 600;
        const int kept = 5;
        using var store = SqliteStore.Open(Store);
        var writing = Task.Run(() =>
        {
            for (var row = 1; row <= commits; row++)
            {
                StoreOperation[] change =
                [
                    new StoreOperation.Accept(Row(row, new byte[PayloadOctets])), new StoreOperation.Discard(row - kept),
                    new StoreOperation.Remember("last", BitConverter.GetBytes(row)),
                ];
                store.Commit([new CommitRequest(row, new Instant(row), change)]);
            }
        });

        var copies = 0;
        do
        {
            var copy = Path.Combine(_folder, $"copy-{copies++}.db");
            SqliteStore.Snapshot(Store, copy);
            var image = Load(copy);
            var last = image.Remembered.TryGetValue("last", out var number) ? BitConverter.ToInt32(number.Span) : 0;
            Assert.Equal(
                Enumerable.Range(1, last).Skip(Math.Max(0, last - kept)).Select(row => (long)row),
                image.Outbox.Select(row => row.Row));
            Assert.Equal(((long)last, last + 1L), (image.Time.Nanoseconds, image.NextRow));
            File.Delete(copy);
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.True(copies > 2, $"only {copies} copies");
    }

    [Fact]
    public void Snapshot_AfterAKill_HasWhatIsInTheLogAlone()
    {
        using var store = SqliteStore.Open(Store);
        store.Commit([new CommitRequest(1, new Instant(1), [new StoreOperation.Accept(Row(1, [1]))])]);
        var (file, log) = (Path.Combine(_folder, "killed.db"), Path.Combine(_folder, "killed.db-wal"));
        File.Copy(Store, file);
        File.Copy($"{Store}-wal", log);
        var before = File.ReadAllBytes(log);

        SqliteStore.Snapshot(file, Path.Combine(_folder, "copy.db"));

        Assert.Equal(1, Assert.Single(Load(Path.Combine(_folder, "copy.db")).Outbox).Row);
        Assert.Equal(before, File.ReadAllBytes(log));
    }

    [Fact]
    public void Snapshot_WhatWasDeleted_IsNotInIt()
    {
        var secret = Encoding.ASCII.GetBytes("the door is open");
        using var store = SqliteStore.Open(Store);
        store.Commit([new CommitRequest(1, new Instant(1), [new StoreOperation.Accept(Row(1, secret))])]);
        store.Commit([new CommitRequest(2, new Instant(2), [new StoreOperation.Discard(1)])]);
        var copy = Path.Combine(_folder, "copy.db");

        SqliteStore.Snapshot(Store, copy);

        Assert.True(File.ReadAllBytes($"{Store}-wal").AsSpan().IndexOf(secret) >= 0);
        Assert.True(File.ReadAllBytes(copy).AsSpan().IndexOf(secret) < 0);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        Assert.False(File.Exists($"{copy}-wal"));
    }

    [Fact]
    public void Snapshot_NoStore_SaysSo()
    {
        var copy = Path.Combine(_folder, "copy.db");
        var failure = Assert.Throws<StoreException>(() => SqliteStore.Snapshot(Store, copy));
        Assert.Contains("There is no store", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(copy));
    }

    [Fact]
    public void Snapshot_DamagedStore_SaysSoAndLeavesIt()
    {
        File.WriteAllText(Store, new string('x', 5000));
        var failure = Assert.Throws<StoreException>(() => SqliteStore.Snapshot(Store, Path.Combine(_folder, "copy.db")));
        Assert.Contains("is damaged", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Store));
    }

    private string Store => Path.Combine(_folder, "a.db");

    private static StoreImage Load(string path)
    {
        using var store = SqliteStore.Open(path);
        return store.Load();
    }

    private static OutboxRow Row(long row, byte[] payload) => new()
    {
        Row = row,
        Link = 1,
        Message = new MqttMessage { Topic = "t", Payload = payload },
        Accepted = new Instant(row),
    };
}
