namespace Farlink.EndToEnd.Tests;

/// <summary>What mosquitto keeps for Home Assistant of a site, and that nothing is left of it once it is unpaired.</summary>
public sealed class HomeAssistantTests : IAsyncLifetime
{
    private const string Topic = "homeassistant/device/farlink-base-home/barn/config";
    private static readonly Dictionary<string, string> On = new() { ["FARLINK_HOMEASSISTANT__DISCOVERY"] = "true" };
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Workshop.CreateAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Unpair_WithDiscovery_ClearsWhatIsRetained()
    {
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await _shop.PairAsync();
        await using var watcher = await WatchAsync();
        var station = await _shop.NativeBaseAsync(environment: On);
        Assert.StartsWith($"{Topic} ", await watcher.WaitForAsync("{\"dev\":"), StringComparison.Ordinal);
        Assert.Equal(Topic, await FirstRetainedAsync());

        await Workshop.DoAsync(0, "unpair", "barn", "-c", _shop.File("native-base.toml"));

        await station.WaitForAsync("is no longer paired: its frames are refused from now on");
        await watcher.WaitForAsync($"{Topic} 0");
        Assert.Equal("farlink/barn/state", await FirstRetainedAsync());
        Assert.Equal(0, await station.StopAsync());
    }

    /// <summary>mosquitto_sub that prints topics, lengths (%l) and payloads, subscribed for certain.</summary>
    private async Task<RunningProcess> WatchAsync()
    {
        var process = RunningProcess.Start("stdbuf",
        [
            "-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{_shop.UpstreamPort}", "-t", "homeassistant/device/#", "-q", "1",
            "-F", "%t %l %p", "-d",
        ]);
        await process.WaitForAsync("received SUBACK");
        return process;
    }

    /// <summary>The first retained topic: mosquitto answers the filters in their order, and there is always a presence.</summary>
    private async Task<string> FirstRetainedAsync()
    {
        var (code, output) = await RunningProcess.RunAsync(
            "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{_shop.UpstreamPort}", "-t", "homeassistant/device/#", "-t",
            "farlink/barn/state", "-C", "1", "-F", "%t", "-W", "10");
        Assert.True(code == 0, output);
        return output.Trim();
    }
}
