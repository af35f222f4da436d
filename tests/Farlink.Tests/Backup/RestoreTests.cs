using Farlink.Backup;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;
using Farlink.Output;
using Farlink.Protocol.Airtime;
using Farlink.Storage;

namespace Farlink.Tests.Backup;

/// <summary>What a restore puts where, and what it leaves alone.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly BackupHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Restore_NewDisk_IsTheSameEndWithAStoreThatGoesOnAsANewOne()
    {
        var before = BackupHome.ImageOf(_home.Store);
        _home.Make();
        var files = Directory.GetFiles(_home.Folder).Where(file => file != _home.Store).ToDictionary(
            file => Path.GetFileName(file), file => (Octets: File.ReadAllBytes(file), Mode: File.GetUnixFileMode(file)));
        var outside = File.ReadAllBytes(Path.Combine(_home.Outside, "client.key.pem"));
        Directory.Delete(_home.Folder, recursive: true);
        Directory.Delete(_home.Outside, recursive: true);

        var result = _home.Restore();

        foreach (var (name, file) in files)
        {
            Assert.Equal(file.Octets, File.ReadAllBytes(_home.File(name)));
            Assert.Equal(file.Mode, File.GetUnixFileMode(_home.File(name)));
        }

        Assert.Equal(outside, File.ReadAllBytes(Path.Combine(_home.Outside, "client.key.pem")));
        Assert.Equal("barn well", BackupHome.PairedIn(_home.Folder));
        Assert.Equal(["barn (link 1)", "well (link 2)"], result.Paired);
        Assert.Null(result.Aside);
        Assert.Equal(new RestoredStore(1, 0, 1), result.Store);
        var image = BackupHome.ImageOf(_home.Store);
        Assert.NotEqual(before.StoreId, image.StoreId);
        Assert.Equal(DutyCycle.Window, image.Lease);
        Assert.Empty(_home.Staged());
    }

    [Fact]
    public void Restore_FoldersThatItMakes_AreTheOwnersAlone()
    {
        _home.Make();
        var folder = _home.Other("new/disk");
        _home.Restore(folder);
        foreach (var made in (string[])[folder, Path.Combine(folder, "base.pairings"), Path.Combine(folder, "pki")])
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
        }
    }

    [Fact]
    public void Restore_AnotherNameOfTheConfiguration_IsTaken()
    {
        _home.Make();
        var config = _home.Other("disk/site-a.toml");
        _home.Restore(configuration: config);
        Assert.Equal(BackupHome.Toml("home"), File.ReadAllText(config));
        Assert.False(File.Exists(_home.Other("disk/farlink.toml")));
        Assert.True(File.Exists(_home.Other("disk/base.key.pem")));
    }

    [Fact]
    public void Conflicts_FilesThatDiffer_AreNamedAndTheSameOnesAreNot()
    {
        _home.Make();
        Assert.Equal([_home.Store], _home.Conflicts());
        Assert.Empty(_home.Conflicts(keepStore: true));
        File.WriteAllText(_home.Config, BackupHome.Toml("other"));
        File.Delete(_home.File("upstream.password"));
        _home.Pairings.End("barn");
        Assert.Equal([_home.Config], _home.Conflicts(keepStore: true));
    }

    [Fact]
    public void Restore_OverWhatIsThere_KeepsItInAFolderBeside()
    {
        _home.Make();
        File.WriteAllText(_home.Config, BackupHome.Toml("other"));
        PrivateFile.Write(_home.File("upstream.password"), "newer"u8, replace: true);
        PrivateFile.Write(Path.Combine(_home.Outside, "client.key.pem"), "newer"u8, replace: true);
        var store = BackupHome.ImageOf(_home.Store).StoreId;

        var aside = _home.Restore().Aside!;

        Assert.Equal(_home.File("before-restore-1"), aside);
        Assert.Equal("newer", File.ReadAllText(Path.Combine(aside, "upstream.password")));
        Assert.Equal("newer", File.ReadAllText(aside + Path.Combine(_home.Outside, "client.key.pem")));
        Assert.Equal(BackupHome.Toml("other"), File.ReadAllText(Path.Combine(aside, "farlink.toml")));
        Assert.Equal(store, BackupHome.ImageOf(Path.Combine(aside, "base.db")).StoreId);
        Assert.False(File.Exists(Path.Combine(aside, "base.key.pem")));
        Assert.Equal("secret of upstream", File.ReadAllText(_home.File("upstream.password")));
        Assert.Equal(BackupHome.Toml("home"), File.ReadAllText(_home.Config));

        Assert.Equal(_home.File("before-restore-2"), _home.Restore().Aside);
    }

    [Fact]
    public void Restore_KeepStore_LeavesItAsItIs()
    {
        _home.Make();
        var before = BackupHome.ImageOf(_home.Store);
        var result = _home.Restore(keepStore: true);
        Assert.Null(result.Store);
        Assert.Equal(before.StoreId, BackupHome.ImageOf(_home.Store).StoreId);
        Assert.Equal(before.Lease, BackupHome.ImageOf(_home.Store).Lease);
    }

    [Fact]
    public void Restore_StoreThatIsThereKnowsMore_ItsCountersWin()
    {
        _home.Make();
        using (var store = SqliteStore.Open(_home.Store))
        {
            store.Commit([new Protocol.Store.CommitRequest(
                2, new Protocol.Units.Instant(2), [new Protocol.Store.StoreOperation.Hello(1, 5_000, 200, 0)])]);
        }

        _home.Restore();

        Assert.Equal(5_000U, Assert.Single(BackupHome.ImageOf(_home.Store).Links).HelloCounter);
    }

    [Fact]
    public void Restore_StoreThatIsThereIsDamaged_IsReplacedAndKept()
    {
        _home.Make();
        var damaged = new byte[9000];
        File.WriteAllBytes(_home.Store, damaged);

        var result = _home.Restore();

        Assert.Equal([_home.Store], result.Damaged);
        Assert.Equal(new RestoredStore(1, 0, 1), result.Store);
        Assert.Equal(damaged, File.ReadAllBytes(Path.Combine(result.Aside!, "base.db")));
        Assert.Empty(SqliteStore.SetAside(_home.Store));
        Assert.Contains(
            "base.db, as it was here, is damaged: nothing of it was used, and it is kept", BackupText.Restored(result),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_KeepStoreThatIsDamaged_ChangesNothingAndSaysWhatToDo()
    {
        _home.Make();
        File.WriteAllBytes(_home.Store, new byte[9000]);
        var refused = Assert.Throws<BackupException>(() => _home.Restore(keepStore: true));
        Assert.Contains("Without --keep-store", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new byte[9000], File.ReadAllBytes(_home.Store));
        Assert.False(PendingRestore.Exists(_home.Config));
    }

    [Fact]
    public void Restore_ServiceRuns_ChangesNothing()
    {
        _home.Make();
        File.WriteAllText(_home.Config, BackupHome.Toml("other"));
        var before = _home.State();
        using var running = SqliteStore.Open(_home.Store);

        var refused = Assert.Throws<StoreException>(() => _home.Restore());

        Assert.Contains("in use by another farlink", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, _home.State());
        Assert.False(PendingRestore.Exists(_home.Config));
    }

    /// <summary>A service that starts in the last moment is noticed when its configuration is away.</summary>
    [Fact]
    public void Restore_ServiceStartsMeanwhile_ChangesNothing()
    {
        _home.Make();
        File.WriteAllText(_home.Config, BackupHome.Toml("other"));
        var before = _home.State();
        SqliteStore? running = null;

        Assert.Throws<StoreException>(() => _home.Restore(step: what =>
        {
            if (what == "take the configuration away") running = SqliteStore.Open(_home.Store);
        }));

        Assert.NotNull(running);
        running.Dispose();
        Assert.Equal(before, _home.State());
        Assert.False(PendingRestore.Exists(_home.Config));
        Assert.Empty(_home.Staged());
    }

    [Fact]
    public void Restore_DamagedAtItsEnd_ChangesNothing()
    {
        // Some chunks are staged before the damaged one comes.
        PrivateFile.Write(_home.File("upstream.password"), new byte[300_000], replace: true);
        _home.Make();
        File.WriteAllText(_home.Config, BackupHome.Toml("other"));
        File.Delete(_home.File("base.key.pem"));
        var before = _home.State();
        var octets = File.ReadAllBytes(_home.Backup);
        octets[^20] ^= 1;
        File.WriteAllBytes(_home.Backup, octets);

        Assert.Contains(
            "is damaged or cut off", Assert.Throws<BackupException>(() => _home.Restore()).Message, StringComparison.Ordinal);

        Assert.Equal(before, _home.State());
        Assert.Empty(_home.Staged());
    }

    [Fact]
    public void Restore_NewerListOfRevocations_StaysAndAnOlderOneDoesNot()
    {
        _home.Make();
        Assert.Equal(2, _home.Revoke());
        var words = Assert.Single(_home.Restore().Lists);
        Assert.Contains("number 2, which is here; the backup has 1", words, StringComparison.Ordinal);
        Assert.Equal(2, BackupHome.ListIn(_home.Folder));

        var older = File.ReadAllBytes(_home.File("pki/ecc.ca.crl.pem"));
        Assert.Equal(3, _home.Revoke());
        File.Delete(_home.Backup);
        _home.Make();
        File.WriteAllBytes(_home.File("pki/ecc.ca.crl.pem"), older);
        Assert.Contains("number 3", Assert.Single(_home.Restore().Lists), StringComparison.Ordinal);
        Assert.Equal(3, BackupHome.ListIn(_home.Folder));
    }
}
