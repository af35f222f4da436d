using System.Text.Json;

namespace Farlink.EndToEnd.Tests;

/// <summary><c>farlink status</c> beside real services.</summary>
public sealed class StatusTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private string Site => _shop.File("native-site.toml");

    private string Base => _shop.File("native-base.toml");

    [Fact]
    public async Task Status_SiteAndBaseRun_ToldApartByTheirConfigurations()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(_shop, 2);
        var station = await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        Assert.Equal(0, await _shop.Device(2).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());

        // The figures are as old as the last beat. What the base has not confirmed yet still counts as waiting.
        var told = await AskUntilAsync(Site, one => one.GetProperty("messages").GetProperty("taken").GetInt64() == 2
            && one.GetProperty("links")[0].GetProperty("frames").GetProperty("sent").GetInt64() >= 3);
        Assert.Equal((1, "site", "barn", "farlink"), (
            told.GetProperty("version").GetInt32(), told.GetProperty("role").GetString(), told.GetProperty("name").GetString(),
            told.GetProperty("mode").GetString()));
        var link = told.GetProperty("links")[0];
        Assert.True(link.GetProperty("session").GetBoolean());
        Assert.Equal("psk", link.GetProperty("mode").GetString());
        Assert.InRange(link.GetProperty("frames").GetProperty("sent").GetInt64(), 3, 1000);
        Assert.InRange(link.GetProperty("frames").GetProperty("received").GetInt64(), 1, 1000);
        Assert.Equal(2, told.GetProperty("messages").GetProperty("taken").GetInt64());
        Assert.Equal("listening", told.GetProperty("broker").GetProperty("state").GetString());
        Assert.Equal("g3 869.4-869.65 MHz", told.GetProperty("airtime")[0].GetProperty("band").GetString());
        Assert.InRange(told.GetProperty("airtime")[0].GetProperty("used_ms").GetDouble(), 100, 10_000);
        Assert.InRange(told.GetProperty("store").GetProperty("payload_octets").GetInt64(), 80, 10_000);

        var upstream = await AskUntilAsync(Base, one => one.GetProperty("messages").GetProperty("received").GetInt64() == 2);
        Assert.Equal("connected", upstream.GetProperty("upstream").GetProperty("state").GetString());

        var text = await Workshop.DoAsync(0, "status", "-c", Site);
        Assert.Contains("barn (psk): session up", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);

        Assert.Equal(0, await site.StopAsync());
        var nobody = await Workshop.DoAsync(1, "status", "-c", Site, "--json");
        Assert.Contains($"no farlink is running with this configuration ({Site})", nobody, StringComparison.Ordinal);
        Assert.Contains("farlink site -c", nobody, StringComparison.Ordinal);
        Assert.Equal(0, await station.StopAsync());
    }

    [Fact]
    public async Task Status_SiteWasKilled_IsNotRunningAndStartsAgain()
    {
        var site = await _shop.NativeSiteAsync();
        await site.KillAsync();
        Assert.Contains("no farlink is running", await Workshop.DoAsync(1, "status", "-c", Site), StringComparison.Ordinal);
        await _shop.NativeSiteAsync();
        await AskUntilAsync(Site, _ => true);
    }

    [Fact]
    public async Task Status_SiteHangs_SaysSo()
    {
        var site = await _shop.NativeSiteAsync();
        await AskUntilAsync(Site, _ => true);
        site.Suspend();
        Assert.Contains("does not answer in 5 s", await Workshop.DoAsync(1, "status", "-c", Site), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_RadioHeadSite_IsToldToo()
    {
        await _shop.SiteAsync();
        var told = await AskUntilAsync(_shop.File("site.toml"), _ => true);
        Assert.Equal("radiohead", told.GetProperty("mode").GetString());
        Assert.Contains("nothing on the air is authenticated", $"{told.GetProperty("warnings")}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NoConfiguration_IsWrongUsage() => Assert.Contains(
        "/nowhere/farlink.toml", await Workshop.DoAsync(2, "status", "-c", "/nowhere/farlink.toml"), StringComparison.Ordinal);

    [Fact]
    public async Task Radio_LostAndBack_IsToldOnceEachAndMessagesArrive()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(_shop, 2);
        await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        await _shop.StopEtherAsync();
        await site.WaitForAsync("The radio is lost: The ether at");
        Assert.Equal(0, await _shop.Device(2, "100ms").WaitForExitAsync());
        var told = await AskUntilAsync(Site, one => one.GetProperty("queue").GetProperty("messages").GetInt32() >= 2);
        Assert.Equal("lost", told.GetProperty("radio").GetProperty("state").GetString());
        Assert.Contains("The radio is lost", $"{told.GetProperty("warnings")}", StringComparison.Ordinal);

        await _shop.EtherAsync();

        await site.WaitForAsync("The radio works again");
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Single(site.Lines, line => line.Contains("The radio is lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upstream_AwayForAWhile_IsSaidOnceAndTold()
    {
        var station = await _shop.NativeBaseAsync();
        var told = await AskUntilAsync(
            Base, one => one.GetProperty("upstream").TryGetProperty("last_error", out var why)
                && why.GetString() != "not connected yet");
        Assert.Equal("disconnected", told.GetProperty("upstream").GetProperty("state").GetString());
        await station.WaitForAsync("Still no connection to broker");
        Assert.Single(station.Lines, line => line.Contains("No connection to broker", StringComparison.Ordinal));
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await AskUntilAsync(Base, one => one.GetProperty("upstream").GetProperty("state").GetString() == "connected");
    }

    [Fact]
    public async Task Start_StoreOnReadOnlyFileSystem_SaysWhatAndWhere()
    {
        var site = await _shop.NativeSiteAsync();
        Assert.Equal(0, await site.StopAsync());
        var folder = Path.GetDirectoryName(Site)!;

        // A mount namespace of its own (unshare(1)): the folder is read-only for this program alone.
        const string script =
            "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" && exec \"$0\" site -c \"$2\"";
        string[] user = Environment.UserName == "root" ? [] : ["-r"];
        var (code, output) = await RunningProcess.RunAsync(
            "unshare", [.. user, "-m", "sh", "-c", script, NativeProgram.Path, folder, Site]);

        Assert.True(code == 1, output);
        Assert.Contains("site.db", output, StringComparison.Ordinal);
        Assert.Contains("read-only", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    /// <summary>Asks again until it is so; a beat takes a second.</summary>
    private static async Task<JsonElement> AskUntilAsync(string config, Func<JsonElement, bool> isSo)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var (code, line) = await RunningProcess.RunAsync(NativeProgram.Path, "status", "-c", config, "--json");
            if (code == 0 && JsonDocument.Parse(line).RootElement is var told && isSo(told)) return told;
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(40), line);
        }
    }
}
