using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Storage.Tests;

/// <summary>The real store on a disk that its own log fills: nobody frees anything, and it goes on.</summary>
public sealed class FullLogTests : IDisposable
{
    private const int Messages = 150, FewWaiting = 20;
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
        using var store = OpenOn(kibibytes);
        Assert.True(RoomKept() > 0);
        for (var number = 1; number <= Messages; number++)
        {
            CarryOne(store, number);
        }

        Assert.Equal(FewWaiting, store.Load().Outbox.Count);
        Assert.True(RoomKept() > 0);
    }

    /// <summary>A disk that others have filled: what becomes free is theirs at once.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(120)]
    public void Commit_OthersHaveAllThatIsFree_GoesOn(int before)
    {
        using var store = OpenOn(kibibytes: 8 * 1024);
        for (var number = 1; number <= before + Messages; number++)
        {
            CarryOne(store, number);
            if (number > before) _disk.Room -= _disk.Free;
        }

        Assert.Equal(FewWaiting, store.Load().Outbox.Count);
    }

    /// <summary>The log that was left is full of new pages, and the room for it is what was left beside it.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public void Open_PowerWasLostOnAFullDisk_FoldsTheLogInAndGoesOn(int waiting)
    {
        using (var store = OpenOn(kibibytes: 8 * 1024))
        {
            for (var number = 1; number <= waiting; number++) store.Commit([Accept(number, 8000)]);
            _disk.Room -= _disk.Free;
            var room = RoomKept();
            store.Abandon();
            File.WriteAllBytes(Store + ".room", new byte[room]);
        }

        for (var start = 1; start <= 3; start++)
        {
            using var again = SqliteStore.Open(Store, View(), keepsRoom: true);
            _disk.Room -= _disk.Free;
            for (var number = 1; number <= Messages; number++)
            {
                again.Commit([Request(number, new StoreOperation.Remember("clock", new byte[100]))]);
                _disk.Room -= _disk.Free;
            }

            var room = RoomKept();
            again.Abandon();
            File.WriteAllBytes(Store + ".room", new byte[room]);
        }
    }

    [Fact]
    public void Commit_DiskIsFullOfMessages_SaysSoAndGoesOnWhenThereIsRoom()
    {
        using var store = OpenOn(kibibytes: 1024);
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

    /// <summary>As a message goes: taken, given an id, and done when the other end has it.</summary>
    private static void CarryOne(SqliteStore store, int number)
    {
        store.Commit([Accept(number, 600)]);
        store.Commit([Request(number, new StoreOperation.Give(1, number, number))]);
        if (number > FewWaiting) store.Commit([Request(number, new StoreOperation.Free(1, number - FewWaiting))]);
    }

    private SqliteStore OpenOn(int kibibytes)
    {
        _disk.Room = kibibytes * 1024L;
        _disk.Others = RoomKept;
        return SqliteStore.Open(Store, View(), keepsRoom: true);
    }

    private StoreDisk View() => new(() => _disk.Free, () => _disk.LengthOf($"{Store}-wal"));

    private long RoomKept() => new FileInfo(Store + ".room") is { Exists: true } file ? file.Length : 0;

    private static CommitRequest Accept(int number, int octets)
    {
        var message = new MqttMessage { Topic = "t", Payload = new byte[octets] };
        return Request(number, new StoreOperation.Accept(
            new OutboxRow { Row = number, Link = 1, Message = message, Accepted = new Instant(number) }));
    }

    private static CommitRequest Request(int number, StoreOperation operation) => new(number, new Instant(number), [operation]);
}
