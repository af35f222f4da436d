namespace Farlink.EndToEnd.Tests;

/// <summary>Negative test 43: nothing that is secret comes out of the programs, even where they tell all they can.</summary>
public sealed class SecretsTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Workshop.CreateAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logs_AtDebug_HoldNoKeyPasswordOrPayload(bool isPaired)
    {
        var pcap = _shop.File("air.pcap");
        var ether = await _shop.PhysicalEtherAsync(pcap);
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        if (isPaired) await _shop.PairAsync();
        await using var watcher = await Watcher.StartAsync(_shop, 2);
        var station = await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        Assert.Equal(0, await _shop.Device(2).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        List<string> states = [];
        foreach (var end in (string[])["site", "base"])
            states.Add(await Workshop.DoAsync(0, "status", "-c", _shop.File($"native-{end}.toml"), "--json"));
        Assert.Equal(0, await site.StopAsync());
        Assert.Equal(0, await station.StopAsync());
        Assert.Equal(0, await ether.StopAsync());
        var listed = await Workshop.DoAsync(0, "pair", "list", "-c", _shop.File("native-base.toml"), "--json");

        var said = site.Output + station.Output + (isPaired ? listed : "");
        Assert.Contains("/esp8266", said, StringComparison.Ordinal);
        var (told, onAir) = (string.Join('\n', states), Text(pcap));
        Assert.Contains("\"frames\":", told, StringComparison.Ordinal);
        Assert.True(onAir.Length > 200, $"{onAir.Length} octets were on the air");
        foreach (var secret in Secrets(isPaired))
        {
            Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, onAir, StringComparison.Ordinal);
        }

        // In a frame it would be as it is.
        if (!isPaired) Assert.DoesNotContain(Text(_shop.File("link.key")), onAir, StringComparison.Ordinal);
    }

    /// <summary>
    /// What is in /proc of a process belongs to its user and group, or to root where only root may look into it; then there is no
    /// core either (proc(5), PR_SET_DUMPABLE).
    /// </summary>
    [Fact]
    public async Task Memory_OfAService_IsRootsAloneToLookInto()
    {
        await _shop.EtherAsync();
        await (await _shop.NativeSiteAsync()).StopAsync();
        string[] command = [NativeProgram.Path, "site", "-c", _shop.File("native-site.toml")];
        // Run by root, the group tells it.
        var site = _shop.Keep(Environment.IsPrivilegedProcess
            ? RunningProcess.Start("setpriv", ["--regid", "65534", "--clear-groups", .. command])
            : RunningProcess.Start(command[0], command[1..]));
        await site.WaitForAsync("is running");
        var (code, owner) = await RunningProcess.RunAsync("stat", "-c", "%u %g", $"/proc/{site.Id}/io");
        Assert.Equal((0, "0 0"), (code, owner.Trim()));
        var told = await Workshop.DoAsync(0, "status", "-c", _shop.File("native-site.toml"), "--json");
        Assert.Contains("written_octets", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backup_OfBothEnds_HoldsNoKeyPasswordOrPayload(bool isPaired)
    {
        const string passphrase = "correct horse battery";
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        if (isPaired) await _shop.PairAsync();

        // Nobody takes these, so they are in the site's store.
        var site = await _shop.NativeSiteAsync();
        Assert.Equal(0, await _shop.Device(2).WaitForExitAsync());
        Assert.Equal(0, await site.StopAsync());
        await (await _shop.NativeBaseAsync()).StopAsync();
        await File.WriteAllTextAsync(_shop.File("passphrase"), passphrase);
        File.SetUnixFileMode(_shop.File("passphrase"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        List<string> hidden = [], open = [];
        foreach (var end in new[] { "site", "base" })
        {
            var (backup, elsewhere) = (_shop.File($"{end}.backup"), _shop.File($"{end}-elsewhere"));
            string[] key = ["--passphrase-file", _shop.File("passphrase")];
            hidden.Add(await Workshop.DoAsync(
                0, ["backup", "-c", _shop.File($"native-{end}.toml"), "--to", backup, .. key]));
            hidden.Add(await Workshop.DoAsync(0, ["restore", backup, "--list", .. key]));
            hidden.Add(await Workshop.DoAsync(0, ["restore", backup, "--to", elsewhere, "--yes", .. key]));
            hidden.Add(Text(backup));
            open.AddRange(Directory.GetFiles(elsewhere, "*", SearchOption.AllDirectories).Select(Text));
        }

        var secrets = Secrets(isPaired).ToList();
        if (!isPaired) secrets.Add(Text(_shop.File("link.key")));
        var (said, inside) = (string.Join('\n', hidden), string.Join('\n', open));
        Assert.DoesNotContain(passphrase, said, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase));

        // They would have been found: what came out of the backups has them.
        Assert.Contains("Good job!", inside, StringComparison.Ordinal);
        Assert.Contains(secrets[^1], inside, StringComparison.OrdinalIgnoreCase);
        Assert.True(secrets.Count(secret => inside.Contains(secret, StringComparison.OrdinalIgnoreCase)) >= 4);
    }

    private static string Text(string path) => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));

    /// <summary>Each key as it is in its file, as hexadecimal and as Base64; the password; what devices publish.</summary>
    private IEnumerable<string> Secrets(bool isPaired)
    {
        yield return "secret";
        yield return "Good job!";
        string[] files = isPaired ? ["site.key.pem", "base.key.pem", "pki/ecc.raspberry.key.pem"] : ["pki/ecc.raspberry.key.pem"];
        foreach (var file in files)
        {
            var text = File.ReadAllText(_shop.File(file));
            foreach (var line in text.Split('\n'))
                if (line.Length > 20 && !line.StartsWith('-')) yield return line.Trim();
        }

        if (!isPaired)
        {
            var key = File.ReadAllBytes(_shop.File("link.key"));
            yield return Convert.ToHexString(key);
            yield return Convert.ToBase64String(key);
            yield break;
        }

        foreach (var file in Directory.GetFiles(_shop.File("base.pairings"), "*.pairing.json"))
        {
            using var record = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));
            yield return record.RootElement.GetProperty("hello_key").GetString()!;
        }
    }
}
