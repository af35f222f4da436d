namespace Farlink.EndToEnd.Tests;

/// <summary><c>farlink backup</c> and <c>farlink restore</c> of ends that run, with the program's own commands.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private const string Passphrase = "correct horse battery";
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await WriteSecretAsync("passphrase", Passphrase);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Restore_SiteOnANewDisk_IsTheSameSiteAndItsBaseTakesItAtOnce()
    {
        await StartAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        await SendAsync(2);
        var made = await BackUpAsync("site");
        Assert.Contains("files of site barn", made, StringComparison.Ordinal);
        Assert.DoesNotContain("Not in it", made, StringComparison.Ordinal);

        // What happens afterwards the backup does not know: sessions, counters, messages.
        await SendAsync(2);
        Assert.Equal(0, await site.StopAsync());
        site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        await SendAsync(2);
        Assert.Equal(0, await site.StopAsync());
        string[] lost =
        [
            "native-site.toml", "site.db", "site.key.pem", "users", "acl", "pki/ecc.raspberry.key.pem",
            "pki/ecc.raspberry.cert.pem", "site.pairings/001.pairing.json",
        ];
        var before = lost.Where(name => name != "site.db")
            .ToDictionary(name => name, name => File.ReadAllBytes(_shop.File(name)));
        foreach (var name in lost) File.Delete(_shop.File(name));

        var restored = await RestoreAsync(0, "site", "--yes");

        Assert.Contains("Paired as it was then: home (link 1)", restored, StringComparison.Ordinal);
        Assert.Contains("The store goes on as a new one", restored, StringComparison.Ordinal);
        foreach (var (name, octets) in before) Assert.Equal(octets, File.ReadAllBytes(_shop.File(name)));
        site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        await SendAsync(3);
        Assert.Equal("online", await _shop.PresenceAsync());
    }

    [Fact]
    public async Task Restore_Base_GoesOnWithItsSite()
    {
        var station = await StartAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        await SendAsync(1);
        await BackUpAsync("base");
        await SendAsync(2);
        Assert.Contains(
            "in use by another farlink: stop that one first", await RestoreAsync(1, "base", "--replace", "--yes"),
            StringComparison.Ordinal);
        Assert.Equal(0, await station.StopAsync());

        Assert.Contains("What was replaced is in", await RestoreAsync(0, "base", "--replace", "--yes"), StringComparison.Ordinal);

        Assert.True(File.Exists(_shop.File("before-restore-1/base.db")));
        await _shop.NativeBaseAsync();
        await SendAsync(2);
    }

    /// <summary>Nobody knows what a lost disk had sent in its last hour.</summary>
    [Fact]
    public async Task Restore_WhereAirtimeIsLimited_SendsNothingForAnHour()
    {
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await _shop.PairAsync();
        Assert.Equal(0, await (await _shop.NativeSiteAsync()).StopAsync());
        await BackUpAsync("site");
        await RestoreAsync(0, "site", "--replace", "--yes");

        var ledger = await Workshop.DoAsync(0, "airtime", "--ledger", "-c", _shop.File("native-site.toml"), "--json");

        var report = System.Text.Json.JsonDocument.Parse(ledger).RootElement;
        Assert.Equal(report.GetProperty("budget_ms").GetDouble(), report.GetProperty("used_ms").GetDouble());
        Assert.All(report.GetProperty("next").EnumerateArray(), slot => Assert.True(slot.GetProperty("in_s").GetDouble() > 3000));
    }

    /// <summary>The store in clear is copied on its own disk, and nowhere else: /tmp may be memory, and small.</summary>
    [Fact]
    public async Task Backup_NoFolderForTemporaryFiles_IsMadeAllTheSame()
    {
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await _shop.PairAsync();
        Assert.Equal(0, await (await _shop.NativeSiteAsync()).StopAsync());
        var (code, output) = await RunningProcess.RunAsync(
            NativeProgram.Path, new Dictionary<string, string> { ["TMPDIR"] = "/nowhere" }, "backup", "-c",
            _shop.File("native-site.toml"), "--to", _shop.File("site.backup"), "--passphrase-file", _shop.File("passphrase"));
        Assert.True(code == 0, output);
    }

    /// <summary>In a mount namespace of its own: a disk with the store, and with nothing else than room for it.</summary>
    [Theory]
    [InlineData(null, 0, "files of site barn")]
    [InlineData("disk", 1, "There is no room to copy ")]
    public async Task Backup_DiskOfTheStoreIsFull_IsCopiedElsewhereOrSaysWhatIsNeeded(
        string? temporary, int expected, string said)
    {
        await _shop.EtherAsync();
        await _shop.PairAsync();
        Assert.Equal(0, await (await _shop.NativeSiteAsync()).StopAsync());
        var (config, disk) = (_shop.File("native-site.toml"), _shop.File("disk"));
        Directory.CreateDirectory(disk);
        var text = await File.ReadAllTextAsync(config);
        await File.WriteAllTextAsync(config, text.Replace("\"site.db\"", "\"disk/site.db\"", StringComparison.Ordinal));
        const string script = "mount -t tmpfs -o size=1m none \"$1\" && cp \"$2\" \"$1\" && { "
            + "dd if=/dev/zero of=\"$1/fill\" 2>/dev/null; shift 2; exec \"$0\" \"$@\"; }";
        string[] user = Environment.UserName == "root" ? [] : ["-r"];
        var environment = temporary is null
            ? new Dictionary<string, string>() : new Dictionary<string, string> { ["TMPDIR"] = _shop.File(temporary) };
        var (code, output) = await RunningProcess.RunAsync(
            "unshare", environment,
            [
                .. user, "-m", "sh", "-c", script, NativeProgram.Path, disk, _shop.File("site.db"), "backup", "-c", config,
                "--to", _shop.File("site.backup"), "--passphrase-file", _shop.File("passphrase"),
            ]);
        Assert.True(code == expected, output);
        Assert.Contains(said, output, StringComparison.Ordinal);
        if (expected != 0) Assert.Contains($"{disk}/site.db: about ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_OverAnotherEnd_SaysSoAndAsks()
    {
        await _shop.EtherAsync();
        await _shop.PairAsync();
        await BackUpAsync("site");
        await File.WriteAllTextAsync(_shop.File("native-site.toml"), "role = \"base\"\nname = \"home\"\n");
        Assert.Contains(
            "is that of base home, and the backup is of site barn. ", await RestoreAsync(1, "site", "--yes"),
            StringComparison.Ordinal);
        await using (var asked = RunningProcess.Asked(
            "restore", _shop.File("site.backup"), "-c", _shop.File("native-site.toml"), "--replace", "--passphrase-file",
            _shop.File("passphrase")))
        {
            await asked.TypeAsync("n");
            Assert.Equal(1, await asked.WaitForExitAsync());
            Assert.Contains("is that of base home, and the backup is of site barn.", asked.Output, StringComparison.Ordinal);
        }

        Assert.Contains("is that of base home", await RestoreAsync(0, "site", "--replace", "--yes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Negative40_UnpairedAfterTheBackup_StaysUnpairedWhateverIsPutBack()
    {
        var station = await StartAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        await BackUpAsync("base");
        await Workshop.DoAsync(0, "unpair", "barn", "-c", _shop.File("native-base.toml"));
        await station.WaitForAsync("is no longer paired: its frames are refused from now on");
        Assert.Equal(0, await station.StopAsync());

        Assert.Contains(
            "Not paired again: barn (link 1)", await RestoreAsync(0, "base", "--replace", "--yes"), StringComparison.Ordinal);
        await AssertUnpairedAsync();
        Directory.Delete(_shop.File("base.pairings"), recursive: true);
        await RestoreAsync(0, "base", "--replace", "--yes");
        await AssertUnpairedAsync();
        File.Delete(_shop.File("base.db.ended"));
        File.Delete(_shop.File("base.db"));
        await RestoreAsync(0, "base", "--replace", "--yes");
        await AssertUnpairedAsync();

        // On a disk that knows nothing of it a person has to.
        Directory.Delete(_shop.File("base.pairings"), recursive: true);
        File.Delete(_shop.File("base.db.ended"));
        var restored = await RestoreAsync(0, "base", "--replace", "--yes");
        Assert.Contains("Paired as it was then: barn (link 1)", restored, StringComparison.Ordinal);
        Assert.Contains("is paired again: farlink unpair NAME", restored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_NoSuchFileOrAFolder_SaysWhatToDo()
    {
        var missing = await Workshop.DoAsync(1, "restore", _shop.File("gone.backup"), "--list");
        Assert.Contains($"There is no backup {_shop.File("gone.backup")}: is the name right", missing, StringComparison.Ordinal);
        Assert.Contains("is a folder", await Workshop.DoAsync(1, "restore", _shop.File(""), "--list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_WrongPassphraseDamageOrFilesThere_SaysWhichAndChangesNothing()
    {
        await _shop.EtherAsync();
        await _shop.PairAsync();
        await BackUpAsync("site");
        await WriteSecretAsync("wrong", "incorrect horse battery");
        await WriteSecretAsync("short", "short");
        var (backup, config) = (_shop.File("site.backup"), _shop.File("native-site.toml"));
        string[] wrong = ["restore", backup, "-c", config, "--yes", "--passphrase-file", _shop.File("wrong")];
        Assert.Contains("The passphrase is not that of", await Workshop.DoAsync(1, wrong), StringComparison.Ordinal);
        Assert.Contains("The backup is whole.", await RestoreAsync(0, "site", "--list"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(config, "role = \"site\"\n");
        Assert.Contains("With --replace they are replaced", await RestoreAsync(1, "site", "--yes"), StringComparison.Ordinal);
        Assert.Contains("Nobody to ask: say --yes", await RestoreAsync(2, "site", "--replace"), StringComparison.Ordinal);
        await using (var asked = RunningProcess.Asked(
            "restore", backup, "-c", config, "--replace", "--passphrase-file", _shop.File("passphrase")))
        {
            await asked.TypeAsync("n");
            Assert.Equal(1, await asked.WaitForExitAsync());
            Assert.Contains("Nothing was changed", asked.Output, StringComparison.Ordinal);
        }

        var octets = await File.ReadAllBytesAsync(backup);
        octets[^1] ^= 1;
        await File.WriteAllBytesAsync(backup, octets);
        Assert.Contains("is damaged or cut off", await RestoreAsync(1, "site", "--replace", "--yes"), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(backup, octets[..40]);
        Assert.Contains("is cut off after 40 octets", await RestoreAsync(1, "site", "--list"), StringComparison.Ordinal);
        Assert.Equal("role = \"site\"\n", await File.ReadAllTextAsync(config));

        string[] make = ["backup", "-c", _shop.File("native-base.toml"), "--to", _shop.File("b"), "--passphrase-file"];
        Assert.Contains(
            "at least 12 characters", await Workshop.DoAsync(1, [.. make, _shop.File("short")]), StringComparison.Ordinal);
        Assert.Contains(
            "FARLINK_BACKUP_PASSPHRASE", await Workshop.DoAsync(2, make[..^1]), StringComparison.Ordinal);
        Assert.Contains("--to FOLDER, or -c", await Workshop.DoAsync(2, "restore", backup), StringComparison.Ordinal);
        Assert.False(File.Exists(_shop.File("b")));
    }

    /// <summary>What a loss of power leaves after a restore was decided: the configuration is still to come.</summary>
    [Fact]
    public async Task Base_StartedAfterAnInterruptedRestore_FinishesItFirst()
    {
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await _shop.PairAsync();
        var (config, stage) = (_shop.File("native-base.toml"), _shop.File(".native-base.toml.restore"));
        Directory.CreateDirectory(stage);
        File.Move(config, Path.Combine(stage, "0001"));
        await WriteSecretAsync(
            ".native-base.toml.restore/moves",
            $$"""
            {"farlink_restore": 1, "configuration": "{{config}}", "store": "{{_shop.File("base.db")}}",
             "moves": [{"from": "{{stage}}/0001", "to": "{{config}}"}]}
            """);

        var station = _shop.Keep(RunningProcess.Farlink("base", "-c", config));

        await station.WaitForAsync("a restore that was interrupted is finished now");
        await station.WaitForAsync("is running");
        Assert.False(Directory.Exists(stage));
        Assert.True(File.Exists(config));
    }

    /// <summary>An ether where nothing limits the airtime: after a restore there would be an hour to wait.</summary>
    private async Task<RunningProcess> StartAsync()
    {
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        _shop.SiteRadio = _shop.BaseRadio = $"uri = \"radiohead-ether://127.0.0.1:{_shop.EtherPort}\"\nregion = \"US915\"";
        await _shop.PairAsync();
        return await _shop.NativeBaseAsync();
    }

    private async Task SendAsync(int count)
    {
        await using var watcher = await Watcher.StartAsync(_shop, count);
        Assert.Equal(0, await _shop.Device(count).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
    }

    private async Task AssertUnpairedAsync()
    {
        var config = _shop.File("native-base.toml");
        Assert.Contains(
            "Nothing is paired", await Workshop.DoAsync(0, "pair", "list", "-c", config), StringComparison.Ordinal);
        Assert.Contains(
            "No site of this base is paired", await Workshop.DoAsync(1, "base", "-c", config), StringComparison.Ordinal);
    }

    private Task<string> BackUpAsync(string role) => Workshop.DoAsync(
        0, "backup", "-c", _shop.File($"native-{role}.toml"), "--to", _shop.File($"{role}.backup"), "--passphrase-file",
        _shop.File("passphrase"));

    private Task<string> RestoreAsync(int expected, string role, params string[] more) => Workshop.DoAsync(
        expected, ["restore", _shop.File($"{role}.backup"), "-c", _shop.File($"native-{role}.toml"), "--passphrase-file",
            _shop.File("passphrase"), .. more]);

    private async Task WriteSecretAsync(string name, string secret)
    {
        await File.WriteAllTextAsync(_shop.File(name), secret + "\n");
        File.SetUnixFileMode(_shop.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
