using Farlink.Tests.Shared;

namespace Farlink.EndToEnd.Tests;

/// <summary>A real site whose store finds no room: nothing is acknowledged, nothing is lost, nothing is doubled.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private const string Topic = "/esp8266";
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(1, RawMqtt.PubAck)]
    [InlineData(2, RawMqtt.PubRec)]
    public async Task Publish_DiskFullAndDeviceReconnects_IsTakenOnceWhenThereIsRoom(int qos, int acknowledgement)
    {
        await using var watcher = await Watcher.StartAsync(_shop, 2, qos: 2);
        await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync(mayFillDisk: true);
        await site.WaitForAsync("Session with link 1");
        await site.LimitFilesAsync(512);
        using (var device = await LoginAsync())
        {
            await device.PublishAsync(Topic, "one", 11, qos, isRepeat: false);
            await site.WaitForAsync("check the storage");

            // It is held back, not forgotten: its pings are answered, its message is not.
            await device.SendAsync(RawMqtt.PingReq, 0, []);
            await device.ReadAsync(RawMqtt.PingResp);
        }

        using var again = await LoginAsync();
        await again.PublishAsync(Topic, "one", 11, qos, isRepeat: true);
        await again.SendAsync(RawMqtt.PingReq, 0, []);
        await again.ReadAsync(RawMqtt.PingResp);
        await site.LimitFilesAsync(null);
        Assert.Equal(11, (await again.ReadAsync(acknowledgement)).Id);
        await site.WaitForAsync("room again");
        await again.PublishAsync(Topic, "two", 12, qos, isRepeat: false);
        await again.ReadAsync(acknowledgement);
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(["one", "two"], watcher.Lines);
    }

    [Fact]
    public async Task Publish_LogFillsASmallDisk_IsTakenThoughNobodyFreesAnything()
    {
        const int messages = 120;
        var payload = new string('x', 1000);
        var site = await _shop.NativeSiteOnSmallDiskAsync(700);
        using (var device = await LoginAsync())
        {
            for (ushort id = 1; id <= messages; id++)
            {
                await device.PublishAsync(Topic, payload, id, 1, isRepeat: false);
                Assert.Equal(id, (await device.ReadAsync(RawMqtt.PubAck)).Id);
            }
        }

        Assert.DoesNotContain("No room left", site.Output, StringComparison.Ordinal);
        Assert.Equal(0, await site.StopAsync());
    }

    private async Task<RawMqtt> LoginAsync()
    {
        var device = await RawMqtt.OpenAsync(_shop.PlainSitePort);
        await device.LoginAsync("esp8266", isClean: false, "esp8266", "secret");
        return device;
    }
}
