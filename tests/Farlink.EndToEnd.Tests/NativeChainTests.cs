namespace Farlink.EndToEnd.Tests;

/// <summary>Device, site, ether, base as processes on the native link, and mosquitto.</summary>
public sealed class NativeChainTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Chain_NativeLink_DeliversOnceInOrderAndTellsPresence()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(_shop, 4);
        var station = await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        Assert.Equal(0, await _shop.Device(4).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(Enumerable.Range(1, 4).Select(Seed), watcher.Lines);
        Assert.Equal("online", await _shop.PresenceAsync());

        // The ledger of a service that runs, read beside it.
        var (code, ledger) = await RunningProcess.RunAsync(
            NativeProgram.Path, "airtime", "--ledger", "-c", _shop.File("native-site.toml"));
        Assert.True(code == 0, ledger);
        Assert.Matches("used in the last hour +[1-9]", ledger);
        Assert.Contains("now for an answer (12 octets)", ledger, StringComparison.Ordinal);
        Assert.Equal(0, await site.StopAsync());
        await station.WaitForAsync("is offline: it stopped");
        Assert.Equal(0, await station.StopAsync());
        Assert.Equal("offline", await _shop.PresenceAsync());
    }

    [Fact]
    public async Task Chain_SiteAndBaseKilledUnderLoad_EveryAcknowledgedMessageArrivesOnce()
    {
        const int count = 20;
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(_shop, int.MaxValue);
        var station = await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        var device = _shop.Device(count, "300ms");
        await watcher.WaitForLineAsync(Seed(3));
        await site.KillAsync();
        site = await _shop.NativeSiteAsync();
        await watcher.WaitForLineAsync(Seed(7));
        await station.KillAsync();
        station = await _shop.NativeBaseAsync();
        Assert.Equal(0, await device.WaitForExitAsync());
        await watcher.WaitForLineAsync(Seed(count));

        // QoS 1 towards the broker: what was published and not noted before a kill may come again, nothing may be missing, and
        // order is kept: after the last one there is nothing new.
        var expected = Enumerable.Range(1, count).Select(Seed);
        Assert.Equal(expected.Order(StringComparer.Ordinal), watcher.Lines.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public Task Chain_SiteBaseAndBrokerKilledUnderLoad_EveryAcknowledgedMessageReachesTheBroker() => KillRun.RunAsync(3, seed: 1);

    [Fact]
    public Task Chain_SitesOwnBrokerKilledUnderLoad_EverythingTheSiteAcknowledgedArrives() =>
        KillRun.RunWithSitesBrokerAsync(3, seed: 2);

    private static string Seed(int number) => $"Good job! You are connected {number} times";
}
