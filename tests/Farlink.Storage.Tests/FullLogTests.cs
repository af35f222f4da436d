using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Storage.Tests;

/// <summary>The real store on a disk that its own log fills: nobody frees anything, and it goes on.</summary>
public sealed class FullLogTests : IDisposable
{
    private const int Messages = 150;
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-fulllog-").FullName;
    private readonly PowerLossDisk _disk;

    public FullLogTests() => _disk = PowerLossVfs.Mount(_folder);

    private string Store => Path.Combine(_folder, "store.db");

    public void Dispose()
    {
        PowerLossVfs.Unmount(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(800)]
    [InlineData(1200)]
    public void Commit_LogFillsTheDisk_FoldsItInAndGoesOn(int kibibytes)
    {
        using var store = SqliteStore.Open(Store);
        Assert.True(RoomKept() > 0);
        _disk.Room = kibibytes * 1024L;
        _disk.Others = RoomKept;
        for (var number = 1; number <= Messages; number++)
        {
            // As a message goes: taken, given an id, and done when the other end has it.
            store.Commit([Accept(number, 600)]);
            store.Commit([Request(number, new StoreOperation.Give(1, number, number))]);
            if (number > 20) store.Commit([Request(number, new StoreOperation.Free(1, number - 20))]);
        }

        Assert.Equal(20, store.Load().Outbox.Count);
        Assert.True(RoomKept() > 0);
    }

    [Fact]
    public void Commit_DiskIsFullOfMessages_SaysSoAndGoesOnWhenThereIsRoom()
    {
        using var store = SqliteStore.Open(Store);
        _disk.Room = 1024 * 1024;
        _disk.Others = RoomKept;
        var taken = 0;
        var full = Assert.Throws<StoreException>(() =>
        {
            while (taken < Messages)
            {
                store.Commit([Accept(taken + 1, 8000)]);
                taken++;
            }
        });
        Assert.True(full.IsDiskFull);
        Assert.True(taken > 20, $"only {taken} were taken");
        _disk.Room += 64 * 1024;
        store.Commit([Accept(taken + 1, 8000)]);
        Assert.Equal(taken + 1, store.Load().Outbox.Count);
    }

    [Fact]
    public void Dispose_RoomWasKept_LeavesNoFileOfIt()
    {
        SqliteStore.Open(Store).Dispose();
        Assert.False(File.Exists(Store + ".room"));
    }

    private long RoomKept() => new FileInfo(Store + ".room") is { Exists: true } file ? file.Length : 0;

    private static CommitRequest Accept(int number, int octets)
    {
        var message = new MqttMessage { Topic = "t", Payload = new byte[octets] };
        return Request(number, new StoreOperation.Accept(
            new OutboxRow { Row = number, Link = 1, Message = message, Accepted = new Instant(number) }));
    }

    private static CommitRequest Request(int number, StoreOperation operation) => new(number, new Instant(number), [operation]);
}
