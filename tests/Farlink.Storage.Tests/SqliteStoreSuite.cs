using Farlink.Protocol.Store;
using Microsoft.Data.Sqlite;

namespace Farlink.Storage.Tests;

public sealed class SqliteStoreSuite : StoreSuite, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("farlink-store-");
    private SqliteStore? _store;

    protected override IDurableStore Store => _store ??= SqliteStore.Open(File);

    private string File => Path.Combine(_folder.FullName, "farlink.db");

    public void Dispose()
    {
        _store?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Open_NewFile_IsPrivateAndFlushesEveryCommit()
    {
        Reopened();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.True(System.IO.File.Exists(File + "-wal"));
    }

    [Fact]
    public void Open_SecondTime_SaysWhoHasIt()
    {
        Assert.NotNull(Store);
        var refused = Assert.Throws<StoreException>(() => SqliteStore.Open(File));
        Assert.Contains("in use by another farlink", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DamagedFile_SetsItAsideAndSaysSo()
    {
        Commit(new StoreOperation.Accept(Row(1)));
        _store!.Dispose();
        _store = null;
        var octets = System.IO.File.ReadAllBytes(File);
        for (var i = 0; i < 8000 && i < octets.Length; i++) octets[i] ^= 0x5A;
        System.IO.File.WriteAllBytes(File, octets);
        var damaged = Assert.Throws<StoreException>(() => SqliteStore.Open(File));
        Assert.Contains("damaged-1", damaged.Message, StringComparison.Ordinal);
        Assert.Equal(octets, System.IO.File.ReadAllBytes(File + ".damaged-1"));
        Assert.False(System.IO.File.Exists(File));
        Assert.Empty(Reopened().Outbox);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("log cut off")]
    [InlineData("log changed")]
    [InlineData("no tables")]
    public void Open_DamageThatSqliteTakesForAnEmptyFile_IsSetAsideAndNeverBegunAnewSilently(string damage)
    {
        // As after a kill: what was committed is in the log alone.
        for (var row = 1; row <= 6; row++) Commit(new StoreOperation.Accept(Row(row)));
        var (main, log) = (System.IO.File.ReadAllBytes(File), System.IO.File.ReadAllBytes(File + "-wal"));
        _store!.Dispose();
        _store = null;
        System.IO.File.WriteAllBytes(File, damage switch { "empty" => [], "no tables" => main[..4096], _ => main });
        if (damage == "log cut off") log = log[..20];
        if (damage == "log changed") log[log.Length / 3] ^= 0x10;
        if (damage != "no tables") System.IO.File.WriteAllBytes(File + "-wal", log);
        if (damage == "log cut off")
        {
            // Nothing is left that shows what was in it; the store itself is whole.
            Assert.Empty(Reopened().Outbox);
            return;
        }

        var damaged = Assert.Throws<StoreException>(() => SqliteStore.Open(File));
        Assert.Contains("damaged-1", damaged.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
        Assert.False(System.IO.File.Exists(File + "-wal"));

        // What the lost store had sent in the last hour nobody knows: all of the budget counts as used.
        Assert.Equal(Protocol.Airtime.DutyCycle.Window, Reopened().Lease);
        Assert.NotEmpty(SqliteStore.SetAside(File));
    }

    [Fact]
    public void Open_LogWithATornEnd_IsTheNormalEndOfACrash()
    {
        for (var row = 1; row <= 6; row++) Commit(new StoreOperation.Accept(Row(row)));
        var (main, log) = (System.IO.File.ReadAllBytes(File), System.IO.File.ReadAllBytes(File + "-wal"));
        _store!.Dispose();
        _store = null;
        log[^5] ^= 0x10;
        System.IO.File.WriteAllBytes(File, main);
        System.IO.File.WriteAllBytes(File + "-wal", log);
        Assert.Equal(5, Reopened().Outbox.Count);
    }

    [Fact]
    public void Open_NewerVersion_IsRefused()
    {
        Reopened();
        _store!.Dispose();
        _store = null;
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        var refused = Assert.Throws<StoreException>(() => SqliteStore.Open(File));
        Assert.Contains("newer farlink", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderMissing_SaysWhatToDo()
    {
        var missing = Path.Combine(_folder.FullName, "no", "farlink.db");
        var refused = Assert.Throws<StoreException>(() => SqliteStore.Open(missing));
        Assert.Contains("folder exists", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_DiskFull_ChangesNothingAndWorksAgainWithRoom()
    {
        Commit(new StoreOperation.Accept(Row(1)));

        // SQLite itself finds no room: the file may not grow beyond its size now.
        _store!.LimitPages(20);
        var big = Row(2) with { Message = Row(2).Message with { Payload = new byte[1_000_000] } };
        var full = Assert.Throws<StoreException>(() => Commit(new StoreOperation.Accept(big)));
        Assert.True(full.IsDiskFull);
        _store.LimitPages(int.MaxValue - 1);
        Commit(new StoreOperation.Accept(big));
        Assert.Equal([1L, 2L], Reopened().Outbox.Select(row => row.Row));
    }

    [Fact]
    public void SaveClock_ReadBack_IsTheSame()
    {
        var store = SqliteStore.Open(File);
        _store = store;
        Assert.Null(store.LoadClock());
        store.SaveClock(-5, 77);
        Reopened();
        Assert.Equal((-5L, 77L), _store.LoadClock());
    }

    protected override StoreImage Reopened()
    {
        _store?.Dispose();
        _store = SqliteStore.Open(File);
        return _store.Load();
    }
}
