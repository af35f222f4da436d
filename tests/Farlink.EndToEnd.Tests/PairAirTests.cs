namespace Farlink.EndToEnd.Tests;

/// <summary><c>farlink pair</c> over the air, with the program at both ends and somebody at both keyboards.</summary>
public sealed class PairAirTests : IAsyncLifetime
{
    private readonly List<RunningProcess> _started = [];
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
        await _shop.WritePairedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started) await process.DisposeAsync();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Pair_BothSayYes_TheChainRunsAndAServiceKeepsTheRadio()
    {
        var (site, station) = await OpenAsync();
        Assert.Equal(CodeOf(site), CodeOf(station));
        await site.TypeAsync("yes");
        await station.TypeAsync("yes");
        Assert.Equal(0, await site.WaitForExitAsync());
        Assert.Equal(0, await station.WaitForExitAsync());
        Assert.Contains("Paired with barn as link 1", station.Output, StringComparison.Ordinal);
        Assert.Contains("as link 1", site.Output, StringComparison.Ordinal);

        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(_shop, 1);
        await _shop.NativeBaseAsync();
        var running = await _shop.NativeSiteAsync();
        await running.WaitForAsync("Session with link 1");
        Assert.Equal(0, await _shop.Device(1).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        var refused = await Workshop.DoAsync(1, "pair", "-c", _shop.File("native-base.toml"));
        Assert.Contains("is in use by another farlink: stop that one first", refused, StringComparison.Ordinal);
        Assert.Contains("sudo systemctl stop farlink-base, and when", refused, StringComparison.Ordinal);
    }

    /// <summary>Tests 38 and 39.</summary>
    [Fact]
    public async Task Pair_OneSaysNoThenAnotherKeyOfThatName_NeedsReplace()
    {
        var (site, station) = await OpenAsync();
        await station.TypeAsync("no");
        Assert.Equal(1, await station.WaitForExitAsync());
        Assert.Contains("The codes differ", station.Output, StringComparison.Ordinal);
        await site.KillAsync();
        foreach (var end in new[] { "native-site.toml", "native-base.toml" })
        {
            Assert.Contains(
                "Nothing is paired", await Workshop.DoAsync(0, "pair", "list", "-c", _shop.File(end)), StringComparison.Ordinal);
        }

        await YesAsync();
        File.Delete(_shop.File("site.key.pem"));
        Directory.Delete(_shop.File("site.pairings"), recursive: true);
        var refused = Start("native-base.toml");
        var again = Start("native-site.toml");
        Assert.Equal(1, await refused.WaitForExitAsync());
        Assert.Contains("barn (link 1) is paired already, with another key", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Code:", refused.Output, StringComparison.Ordinal);
        await again.KillAsync();
        Directory.Delete(_shop.File("site.pairings"), recursive: true);
        await YesAsync("--replace");
        var listed = await Workshop.DoAsync(0, "pair", "list", "-c", _shop.File("native-base.toml"), "--json");
        Assert.Single(System.Text.Json.JsonDocument.Parse(listed).RootElement.GetProperty("pairings").EnumerateArray());
    }

    /// <summary>Test 37: the fourth try.</summary>
    [Fact]
    public async Task Pair_FourthTryInARow_WaitsAMinute()
    {
        for (var i = 0; i < 3; i++)
        {
            var open = Start("native-base.toml");
            await open.WaitForAsync("is open for pairing");
            await open.StopAsync();
        }

        var refused = await Workshop.DoAsync(1, "pair", "-c", _shop.File("native-base.toml"));
        Assert.Contains("3 tries to pair have failed: the next one is possible in", refused, StringComparison.Ordinal);
    }

    private static string CodeOf(RunningProcess end) =>
        end.Lines.First(line => line.StartsWith("Code:", StringComparison.Ordinal));

    private async Task YesAsync(params string[] more)
    {
        var (site, station) = await OpenAsync(more);
        await site.TypeAsync("yes");
        await station.TypeAsync("yes");
        Assert.Equal(0, await station.WaitForExitAsync());
        Assert.Equal(0, await site.WaitForExitAsync());
    }

    private async Task<(RunningProcess Site, RunningProcess Station)> OpenAsync(params string[] more)
    {
        var station = Start("native-base.toml", more);
        await station.WaitForAsync("is open for pairing");
        var site = Start("native-site.toml", more);
        await site.WaitForAsync("Code:");
        await station.WaitForAsync("Code:");
        return (site, station);
    }

    private RunningProcess Start(string config, params string[] more)
    {
        var started = RunningProcess.Asked(["pair", "-c", _shop.File(config), .. more]);
        _started.Add(started);
        return started;
    }
}
