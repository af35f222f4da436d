using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Storage.Tests;

public sealed class PeekTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-peek-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Peek_StoreInUse_SeesWhatWasCommittedAndChangesNothing()
    {
        var path = Path.Combine(_folder, "a.db");
        using var store = SqliteStore.Open(path);
        var entry = new LedgerEntry(new Instant(5), Duration.FromMilliseconds(40));
        var operation = new StoreOperation.Airtime([entry], Duration.FromMilliseconds(100));
        store.Commit([new CommitRequest(1, new Instant(50), [operation])]);
        store.SaveClock(7, 9);
        var (image, clock) = SqliteStore.Peek(path);
        Assert.Equal([entry], image.Ledger);
        Assert.Equal(Duration.FromMilliseconds(100), image.Lease);
        Assert.Equal((7, 9), clock);
        store.Commit([new CommitRequest(2, new Instant(60), [new StoreOperation.Airtime([], Duration.Zero)])]);
        Assert.Equal(store.Load().StoreId, image.StoreId);
    }

    [Fact]
    public void Peek_NoStore_SaysWhatToDo()
    {
        var path = Path.Combine(_folder, "none.db");
        var failure = Assert.Throws<StoreException>(() => SqliteStore.Peek(path));
        Assert.Contains("start farlink site or farlink base", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
