using Farlink.Tests.Shared;

namespace Farlink.EndToEnd.Tests;

/// <summary>QoS 2 through both ends and real brokers, a process killed between each two of the four packets.</summary>
public sealed class QosTwoTests : IAsyncLifetime
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

    [Fact]
    public async Task Device_SiteKilledBetweenEachTwoPackets_EveryMessageArrivesOnce()
    {
        await using var watcher = await Watcher.StartAsync(_shop, 4, qos: 2);
        await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();

        // PUBLISH, then the site dies: nobody knows whether it has it.
        var device = await LoginAsync();
        await device.PublishAsync(Topic, "one", 11, 2, isRepeat: false);
        (site, device) = await RestartAsync(site, device);
        await device.PublishAsync(Topic, "one", 11, 2, isRepeat: true);
        Assert.Equal(11, (await device.ReadAsync(RawMqtt.PubRec)).Id);
        await ReleaseAsync(device, 11);

        // PUBREC did not reach the device: it repeats what the site has.
        await device.PublishAsync(Topic, "two", 12, 2, isRepeat: false);
        await device.ReadAsync(RawMqtt.PubRec);
        (site, device) = await RestartAsync(site, device);
        await device.PublishAsync(Topic, "two", 12, 2, isRepeat: true);
        Assert.Equal(12, (await device.ReadAsync(RawMqtt.PubRec)).Id);

        // PUBREL to a site that was killed after PUBREC, and again after it died before its PUBCOMP was read.
        (site, device) = await RestartAsync(site, device);
        await device.AnswerAsync(RawMqtt.PubRel, 12);
        (site, device) = await RestartAsync(site, device);
        await ReleaseAsync(device, 12);

        // The id is free, the next message with it a new one.
        await device.PublishAsync(Topic, "three", 12, 2, isRepeat: false);
        await device.ReadAsync(RawMqtt.PubRec);
        await ReleaseAsync(device, 12);
        await device.PublishAsync(Topic, "four", 13, 2, isRepeat: false);
        await device.ReadAsync(RawMqtt.PubRec);
        device.Dispose();
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(["one", "two", "three", "four"], watcher.Lines);
        await AssertNoMoreAsync();
    }

    [Fact]
    public async Task Upstream_BaseKilledBetweenEachTwoPackets_EveryMessageArrivesOnce()
    {
        (int Type, bool FromBase)[] stages =
            [(RawMqtt.Publish, true), (RawMqtt.PubRec, false), (RawMqtt.PubRel, true), (RawMqtt.PubComp, false)];
        await using var watcher = await Watcher.StartAsync(_shop, stages.Length + 1, qos: 2);
        RunningProcess? station = null;
        (int Type, bool FromBase)? stage = null;
        var killed = new SemaphoreSlim(0);
        await using var proxy = new PacketProxy(_shop.UpstreamPort, async (first, fromBase, _) =>
        {
            // What the base says of itself it publishes at QoS 1.
            var isReport = first >> 4 == RawMqtt.Publish && (first & 6) != 4;
            if (isReport || stage != (first >> 4, fromBase)) return;
            stage = null;
            await station!.KillAsync();
            killed.Release();
        });
        station = await _shop.NativeBaseAsync($"mqtt://127.0.0.1:{proxy.Port}");
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");

        using var device = await LoginAsync();
        for (ushort i = 0; i < stages.Length; i++)
        {
            await station.WaitForAsync("Connected to broker");
            stage = stages[i];
            await device.PublishAsync(Topic, $"{i}", (ushort)(i + 1), 2, isRepeat: false);
            await device.ReadAsync(RawMqtt.PubRec);
            await ReleaseAsync(device, i + 1);
            Assert.True(await killed.WaitAsync(TimeSpan.FromSeconds(40)), $"stage {i} never came");
            station = await _shop.NativeBaseAsync($"mqtt://127.0.0.1:{proxy.Port}");
        }

        await device.PublishAsync(Topic, "last", 9, 2, isRepeat: false);
        await device.ReadAsync(RawMqtt.PubRec);
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(["0", "1", "2", "3", "last"], watcher.Lines);
        await AssertNoMoreAsync();
    }

    private static async Task ReleaseAsync(RawMqtt device, int id)
    {
        await device.AnswerAsync(RawMqtt.PubRel, id);
        Assert.Equal(id, (await device.ReadAsync(RawMqtt.PubComp)).Id);
    }

    private async Task<RawMqtt> LoginAsync()
    {
        var device = await RawMqtt.OpenAsync(_shop.PlainSitePort);
        await device.LoginAsync("esp8266", isClean: false, "esp8266", "secret");
        return device;
    }

    private async Task<(RunningProcess Site, RawMqtt Device)> RestartAsync(RunningProcess site, RawMqtt device)
    {
        await site.KillAsync();
        device.Dispose();
        site = await _shop.NativeSiteAsync();
        return (site, await LoginAsync());
    }

    /// <summary>A message sent now is the next one to arrive: nothing came twice meanwhile.</summary>
    private async Task AssertNoMoreAsync()
    {
        await using var watcher = await Watcher.StartAsync(_shop, 1, qos: 2);
        using var device = await LoginAsync();
        await device.PublishAsync(Topic, "end", 99, 2, isRepeat: false);
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(["end"], watcher.Lines);
    }
}
