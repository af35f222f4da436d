namespace Farlink.EndToEnd.Tests;

/// <summary>Device, site, ether, base as processes, and mosquitto.</summary>
public sealed class ChainTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Chain_EmbeddedBrokerAndMosquittoUpstream_DeliversInOrder()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await WatchAsync(4);
        var station = await _shop.BaseAsync();
        var site = await _shop.SiteAsync();
        Assert.Equal(0, await _shop.Device(4).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(Enumerable.Range(1, 4).Select(Seed), watcher.Lines);
        Assert.Equal(0, await site.StopAsync());
        Assert.Equal(0, await station.StopAsync());
        Assert.Contains("4 messages taken, 4 sent, 0 dropped", site.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chain_MosquittoOnBothSides_DeliversInOrder()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await WatchAsync(3);
        var own = await _shop.SeedMosquittoAsync();
        await _shop.BaseAsync();
        await File.WriteAllTextAsync(_shop.File("password"), "secret\n");
        File.SetUnixFileMode(_shop.File("password"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var site = await _shop.SiteAsync(broker: $"""
            [broker]
            kind = "external"
            url = "mqtts://127.0.0.1:{_shop.SitePort}"
            tls_name = "mqtt.com"
            ca = "pki/ecc.ca.cert.pem"
            cert = "pki/ecc.esp8266.cert.pem"
            key = "pki/ecc.esp8266.key.pem"
            user = "esp8266"
            password_file = "password"
            """);
        await own.WaitForAsync("/esp8266 (QoS 1)");
        Assert.Equal(0, await _shop.Device(3).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(Enumerable.Range(1, 3).Select(Seed), watcher.Lines);
        Assert.Equal(0, await site.StopAsync());
    }

    [Fact]
    public async Task Device_KilledAndRestarted_GoesOn()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await WatchAsync(3);
        await _shop.BaseAsync();
        await _shop.SiteAsync();
        var first = _shop.Device(1000, "5s");
        await first.WaitForAsync(Seed(1));
        await first.KillAsync();
        Assert.Equal(0, await _shop.Device(2).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
    }

    [Fact]
    public async Task Site_KilledAndRestarted_DeviceRepeatsWhatWasNotAcknowledged()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await WatchAsync(6);
        await _shop.BaseAsync();
        var site = await _shop.SiteAsync();
        var device = _shop.Device(6, "700ms");
        await watcher.WaitForLineAsync(Seed(2));
        await site.KillAsync();
        await _shop.SiteAsync();
        Assert.Equal(0, await device.WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(Enumerable.Range(1, 6).Select(Seed), watcher.Lines.Distinct());
    }

    [Fact]
    public async Task Base_KilledAndRestarted_GoesOn()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await WatchAsync(3);
        var station = await _shop.BaseAsync();
        await _shop.SiteAsync(link: "reliable = true\nretries = 20");
        var device = _shop.Device(3, "1s");
        await watcher.WaitForLineAsync(Seed(1));
        await station.KillAsync();
        await _shop.BaseAsync();
        Assert.Equal(0, await device.WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(Enumerable.Range(1, 3).Select(Seed), watcher.Lines);
    }

    [Fact]
    public async Task Upstream_DownForAWhile_GetsEverythingAfterwards()
    {
        var upstream = await _shop.MosquittoAsync(_shop.UpstreamPort);
        var station = await _shop.BaseAsync();
        await station.WaitForAsync("Connected to broker");
        await _shop.SiteAsync();
        await upstream.StopAsync();
        Assert.Equal(0, await _shop.Device(4).WaitForExitAsync());
        await station.WaitForAsync("Received 35 octets", count: 4);
        var again = await _shop.MosquittoAsync(_shop.UpstreamPort);
        await again.WaitForAsync("Received PUBLISH from farlink-base", count: 4);
        Assert.Equal(0, await station.StopAsync());
        Assert.Contains("4 messages received, 4 published, 0 dropped, 0 left waiting", station.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SiteBroker_DownForAWhile_DeviceDoesNotBlockAndLosesNothing()
    {
        var broker = await _shop.SeedMosquittoAsync();
        var device = _shop.Device(6, "300ms");
        await device.WaitForAsync(Seed(1));
        await broker.KillAsync();
        await device.WaitForAsync("trying again");
        await _shop.SeedMosquittoAsync();
        Assert.Equal(0, await device.WaitForExitAsync());
        foreach (var number in Enumerable.Range(1, 6)) await device.WaitForAsync(Seed(number));
    }

    [Fact]
    public async Task SiteBroker_DyingBeforeItAcknowledges_GetsTheMessageAgainWithDup()
    {
        var broker = await _shop.SeedMosquittoAsync();
        var device = _shop.Device(4, "300ms");
        await device.WaitForAsync(Seed(1));

        // Suspended, it answers nothing: the device's next message hangs in the kernel, unread.
        broker.Suspend();
        await Workshop.WaitForUnreadAsync(_shop.SitePort);
        await broker.KillAsync();
        var again = await _shop.SeedMosquittoAsync();
        await again.WaitForAsync("Received PUBLISH from esp8266 (d1, q1");
        Assert.Equal(0, await device.WaitForExitAsync());
        Assert.Contains("(repeated)", device.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ether_Restarted_SiteAndBaseComeBack()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await WatchAsync(2);
        await _shop.BaseAsync();
        await _shop.SiteAsync(link: "reliable = true\nretries = 20");
        Assert.Equal(0, await _shop.Device(1).WaitForExitAsync());
        await watcher.WaitForLineAsync(Seed(1));
        await _shop.RestartEtherAsync();
        Assert.Equal(0, await _shop.Device(1).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
    }

    private static string Seed(int number) => $"Good job! You are connected {number} times";

    private async Task<Watcher> WatchAsync(int count) => await Watcher.StartAsync(_shop, count);
}
