using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Storage.Tests;

/// <summary>
/// The real store on a file system that becomes read-only while it runs, as the kernel makes it after errors of the storage: a
/// write to an open file fails then (EROFS), which SQLite tells as a failed write.
/// </summary>
public sealed class ReadOnlyTests : IDisposable
{
    private const int ReadOnly = 8, WriteFailed = 10 | (3 << 8);
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-readonly-").FullName;
    private readonly PowerLossDisk _disk;

    public ReadOnlyTests() => _disk = PowerLossVfs.Mount(_folder);

    public void Dispose()
    {
        PowerLossVfs.Unmount(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(WriteFailed)]
    [InlineData(ReadOnly)]
    public void Commit_FileSystemBecomesReadOnly_SaysSoChangesNothingAndWorksAgain(int refusal)
    {
        var path = Path.Combine(_folder, "store.db");
        using var store = SqliteStore.Open(path);
        store.Commit([Request(1)]);
        _disk.Refusal = refusal;

        var refused = Assert.Throws<StoreException>(() => store.Commit([Request(2)]));

        Assert.True(refused.IsDiskFull);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal([1L], store.Load().Outbox.Select(row => row.Row));

        // A start on such a disk notes its clock first, which must not end it.
        Assert.False(store.SaveClock(7, 9));
        _disk.Refusal = null;
        Assert.True(store.SaveClock(7, 9));
        store.Commit([Request(2)]);
        Assert.Equal([1L, 2L], store.Load().Outbox.Select(row => row.Row));
    }

    [Fact]
    public void PayloadOctets_AcceptedAndReceived_CountOnceCommitted()
    {
        using var store = SqliteStore.Open(Path.Combine(_folder, "store.db"));
        Assert.Equal(0, store.PayloadOctets);
        store.Commit([Request(1)]);
        Assert.Equal(101, store.PayloadOctets);
        _disk.Refusal = WriteFailed;
        Assert.Throws<StoreException>(() => store.Commit([Request(2)]));
        Assert.Equal(101, store.PayloadOctets);
        _disk.Refusal = null;
        store.Commit([Request(2), new CommitRequest(3, new Instant(3), [new StoreOperation.Free(1, 0)])]);
        Assert.Equal(202, store.PayloadOctets);
    }

    private static CommitRequest Request(int number)
    {
        var message = new MqttMessage { Topic = "t", Payload = new byte[100] };
        var row = new OutboxRow { Row = number, Link = 1, Message = message, Accepted = new Instant(number) };
        return new CommitRequest(number, new Instant(number), [new StoreOperation.Accept(row)]);
    }
}
