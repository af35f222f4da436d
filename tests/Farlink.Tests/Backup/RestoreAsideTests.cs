using System.Collections;
using System.CommandLine;
using System.Text;
using Farlink.Backup;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Backup;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Output;

namespace Farlink.Tests.Backup;

/// <summary>What a restore leaves behind, whose its files are, and what it does beside another end.</summary>
public sealed class RestoreAsideTests : IDisposable
{
    private readonly BackupHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Restore_DamagedBackupToANewDisk_LeavesNoFolder()
    {
        PrivateFile.Write(_home.File("upstream.password"), new byte[300_000], replace: true);
        _home.Make();
        Directory.Delete(_home.Outside, recursive: true);
        var octets = File.ReadAllBytes(_home.Backup);
        octets[^20] ^= 1;
        File.WriteAllBytes(_home.Backup, octets);

        Assert.Throws<BackupException>(() => _home.Restore(_home.Other("new/disk")));

        Assert.False(Directory.Exists(_home.Other("new")));
        Assert.False(Directory.Exists(_home.Outside));
    }

    /// <summary>What somebody else has put into a folder meanwhile is not thrown away.</summary>
    [Fact]
    public void Restore_RefusedAtItsEnd_LeavesWhatIsNotItsOwn()
    {
        _home.Make();
        var folder = _home.Other("new/disk");
        Assert.Throws<BackupException>(() => _home.Restore(folder, step: what =>
        {
            if (what == "renew the store") Directory.CreateDirectory(Path.Combine(folder, "base.key.pem", "mine"));
        }));
        Assert.Equal(["base.key.pem"], Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)));
        Assert.False(Directory.Exists(Path.Combine(folder, "pki")));
    }

    [Theory]
    [InlineData("home", null)]
    [InlineData("other", "farlink.toml is that of base other, and the backup is of base home")]
    public void Other_EndThatIsThere_IsNamedIfItIsAnotherOne(string name, string? expected)
    {
        _home.Make();
        File.WriteAllText(_home.Config, BackupHome.Toml(name));
        using var stream = File.OpenRead(_home.Backup);
        using var archive = BackupReader.Open(stream, BackupHome.Passphrase, "home.backup");
        var plan = RestorePlan.Of(archive.Manifest, null, _home.Config);
        var words = BackupText.Instead(plan, PresentEnd.Other(plan));
        Assert.Equal(expected is null ? null : Path.Combine(_home.Folder, expected), words);
        File.Delete(_home.Config);
        Assert.Null(PresentEnd.Other(plan));
    }

    /// <summary>A key of a re-key is named with its whole path, which is another one there.</summary>
    [Fact]
    public void Restore_ReKeyedSiteToAnotherFolder_NamesItsKeyThere()
    {
        using var site = new BackupSite();
        site.Pair("home", 1);
        File.Move(site.File("site.key.pem"), site.File("site.key.2.pem"));
        var record = site.Pairings.Load().Single() with { Element = $"file:{site.File("site.key.2.pem")}" };
        site.Pairings.AddNext(record with { Id = "next" });
        site.Pairings.Promote(1);
        site.Pairings.AddNext(record with { Id = "after", Element = $"file:{site.File("site.key.3.pem")}" });
        PrivateFile.Write(
            site.File("site.pairings/rekey.request"), Encoding.UTF8.GetBytes($"file:{site.File("site.key.3.pem")}\n"));
        NewKeyFile.Create(site.File("site.key.3.pem"));
        site.Make();
        var folder = _home.Other("elsewhere");

        site.Restore(folder);

        var config = ConfigLoader.Load(Path.Combine(folder, "farlink.toml"), null, new Hashtable()).Config!;
        Assert.Equal($"file:{folder}/site.key.2.pem", config.Link.Pairing!.Element);
        Assert.True(File.Exists(Path.Combine(folder, "site.key.2.pem")));
        Assert.Equal(
            $"file:{folder}/site.key.3.pem\n", File.ReadAllText(Path.Combine(folder, "site.pairings/rekey.request")));
        Assert.Contains(
            $"file:{folder}/site.key.3.pem", File.ReadAllText(Path.Combine(folder, "site.pairings/001.next.json")),
            StringComparison.Ordinal);
        using var element = LinkComposition.OpenElement(config);
        Assert.NotNull(element);
    }

    /// <summary>Only root can give files away: by anybody else all are that user's own.</summary>
    [Fact]
    public async Task Restore_AsRoot_GivesWhatIsPrivateToTheOwnerOfTheStore()
    {
        _home.Make();
        Directory.Delete(_home.Folder, recursive: true);
        var (folder, isRoot) = (_home.Other("system"), Environment.UserName == "root");
        Directory.CreateDirectory(folder);
        if (isRoot) Assert.Equal(0, (await Tool.RunAsync("chown", ["12345:23456", folder])).Code);
        var user = FileOwner.UserOf(folder);

        _home.Restore(folder);

        foreach (var name in (string[])["farlink.toml", "base.db", "base.key.pem", "base.pairings", "pki/ecc.ca.cert.pem"])
            Assert.Equal(user, FileOwner.UserOf(Path.Combine(folder, name)));
        if (isRoot) Assert.Equal(12345U, user);
    }

    /// <summary>As a host of the package has it before its service first ran: no store, and keys in root's folder.</summary>
    [Fact]
    public async Task Restore_AsRootWithoutAStore_GivesWhatIsPrivateToTheOwnerOfItsFolder()
    {
        if (Environment.UserName != "root") Assert.Skip("only root can give files away");
        var state = _home.Other("state");
        File.Delete(_home.Store);
        File.WriteAllText(
            _home.Config,
            BackupHome.Toml("home").Replace("\"base.db\"", $"\"{state}/base.db\"", StringComparison.Ordinal));
        _home.Make();
        Directory.Delete(_home.Folder, recursive: true);
        Directory.CreateDirectory(state);
        Assert.Equal(0, (await Tool.RunAsync("chown", ["12345:23456", state])).Code);

        _home.Restore();

        Assert.Equal(12345U, FileOwner.UserOf(_home.File("base.key.pem")));
        Assert.Equal(12345U, FileOwner.UserOf(_home.File("upstream.password")));
        Assert.Equal(0U, FileOwner.UserOf(_home.Config));
    }

    [Theory]
    [InlineData("/etc/farlink/farlink.toml", "sudo systemctl start farlink-base")]
    [InlineData("/srv/farlink.toml", "farlink base -c /srv/farlink.toml")]
    public void StartWords_OfThePackagesConfiguration_NameItsService(string configuration, string expected) =>
        Assert.Equal(expected, StartWords.Of(Protocol.Session.LinkRole.BaseStation, configuration));

    [Fact]
    public async Task Finish_NoneOrInterrupted_IsSilentOrDoesTheRest()
    {
        Assert.Equal(ExitCodes.Done, await FinishAsync());
        _home.Make();
        File.WriteAllText(_home.Config, BackupHome.Toml("other"));
        Assert.Throws<InvalidOperationException>(() => _home.Restore(step: what =>
        {
            if (what == "take the configuration away") throw new InvalidOperationException("power");
        }));
        Assert.True(PendingRestore.Exists(_home.Config));

        Assert.Equal(ExitCodes.Done, await FinishAsync());

        Assert.False(PendingRestore.Exists(_home.Config));
        Assert.Equal(BackupHome.Toml("home"), File.ReadAllText(_home.Config));
        Assert.Empty(_home.Staged());
    }

    /// <summary>Nobody can carry out what nobody can read; the backup has all of it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("{\"farlink_restore\": 1, \"configuration\": \"x\", \"store\": null, \"moves\": []}")]
    public async Task Restore_ListOfMovesIsDamaged_BeginsAnewAndKeepsWhatWasReplaced(string list)
    {
        _home.Make();
        File.WriteAllText(_home.Config, BackupHome.Toml("other"));
        Assert.Throws<InvalidOperationException>(() => _home.Restore(step: what =>
        {
            if (what.StartsWith("move to ", StringComparison.Ordinal)) throw new InvalidOperationException("power");
        }));
        Assert.False(File.Exists(_home.Config));
        var moves = Path.Combine(RestoreStage.FolderOf(_home.Config), "moves");
        PrivateFile.Write(moves, Encoding.UTF8.GetBytes(list), replace: true);
        Assert.True(PendingRestore.IsDamaged(_home.Config));
        var refused = await Assert.ThrowsAsync<BackupException>(FinishAsync);
        Assert.Contains("farlink restore FILE --replace", refused.Message, StringComparison.Ordinal);

        var result = _home.Restore();

        Assert.Equal(_home.File("before-restore-1"), result.Dropped);
        Assert.Equal(BackupHome.Toml("other"), File.ReadAllText(_home.File("before-restore-1/farlink.toml")));
        Assert.Equal(BackupHome.Toml("home"), File.ReadAllText(_home.Config));
        Assert.Contains("before-restore-1", BackupText.Restored(result), StringComparison.Ordinal);
        Assert.Empty(_home.Staged());
    }

    /// <summary>Root must not move what another user wrote down; the service, as that user, does.</summary>
    [Fact]
    public async Task Finish_BegunByAnotherUser_IsLeftToThatUser()
    {
        if (Environment.UserName != "root") Assert.Skip("only root can give the list of moves to somebody");
        var stage = RestoreStage.FolderOf(_home.Config);
        Directory.CreateDirectory(stage);
        new RestoreMoves(_home.Config, null, [new RestoreMove("/nowhere", _home.Config)]).Save(stage);
        Assert.Equal(0, (await Tool.RunAsync("chown", ["12345", Path.Combine(stage, "moves")])).Code);
        Assert.Equal(ExitCodes.Done, await FinishAsync());
        Assert.True(PendingRestore.Exists(_home.Config));
    }

    /// <summary>A service that starts meanwhile must not take away what is being prepared.</summary>
    [Fact]
    public void Remove_WhileTheRestoreIsPrepared_IsRefused()
    {
        _home.Make();
        File.WriteAllText(_home.Config, BackupHome.Toml("other"));
        var wasTried = false;
        _home.Restore(step: what =>
        {
            if (wasTried || !what.StartsWith("mode of ", StringComparison.Ordinal)) return;
            wasTried = true;
            Assert.True(RestoreLeftovers.Exist(_home.Config));
            Assert.Throws<BackupException>(() => RestoreLeftovers.Remove(_home.Config));
        });
        Assert.True(wasTried);
        Assert.Equal(BackupHome.Toml("home"), File.ReadAllText(_home.Config));
        Assert.False(RestoreLeftovers.Exist(_home.Config));
    }

    /// <summary>A name that a loss of power cut off may be that of a file in use.</summary>
    [Fact]
    public void Remove_NameWasCutOff_LeavesTheFileOfThatName()
    {
        var stage = RestoreStage.FolderOf(_home.Config);
        Directory.CreateDirectory(stage);
        var (prepared, used) = (_home.Other("ssl/a" + RestoreLeftovers.Suffix), _home.Other("ssl/b"));
        foreach (var path in (string[])[prepared, prepared + "-wal", used]) File.WriteAllText(path, "x");
        RestoreLeftovers.Note(stage, prepared);
        RestoreLeftovers.Note(stage, used);
        File.AppendAllText(Path.Combine(stage, "outside"), used);

        RestoreLeftovers.Remove(_home.Config);

        Assert.False(Directory.Exists(stage));
        Assert.False(File.Exists(prepared) || File.Exists(prepared + "-wal"));
        Assert.True(File.Exists(used));
    }

    [Fact]
    public async Task Command_PipeAsBackup_IsRefusedAndNotWaitedFor()
    {
        Assert.Equal(0, (await Tool.RunAsync("mkfifo", [_home.Backup])).Code);
        var refused = await Assert.ThrowsAsync<BackupException>(() => InvokeAsync(_home.Backup, "--list"));
        Assert.Contains("is no plain file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_FileWhereAFolderIsMeant_SaysWhichOptionIsMeant()
    {
        _home.Make();
        var refused = await Assert.ThrowsAsync<UsageException>(() => InvokeAsync(_home.Backup, "--to", _home.Config));
        Assert.Contains($"-c {_home.Config}", refused.Message, StringComparison.Ordinal);
        string[] arguments = ["-c", _home.Config, "--to", _home.Folder];
        refused = await Assert.ThrowsAsync<UsageException>(() => BackupCommand.Create().Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
        Assert.Contains($"--to {_home.File("home.backup")}", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Nobody, root neither, makes a folder there.</summary>
    [Fact]
    public void Restore_WhereNothingCanBePut_SaysSo()
    {
        _home.Make();
        var refused = Assert.Throws<BackupException>(() => _home.Restore(configuration: "/proc/none/farlink.toml"));
        Assert.Contains("Nothing can be put into /proc/none: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--finish")]
    [InlineData("--finish", "-c", "farlink.toml", "x.backup")]
    [InlineData("-c", "farlink.toml")]
    public async Task Command_WithoutWhatItNeeds_IsWrongUsage(params string[] arguments) =>
        await Assert.ThrowsAsync<UsageException>(() => InvokeAsync(arguments));

    private Task<int> FinishAsync() => InvokeAsync("--finish", "-c", _home.Config);

    private static Task<int> InvokeAsync(params string[] arguments) => RestoreCommand.Create().Parse(arguments).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
