using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests;

/// <summary>One trace a message: device, the site's broker, the air, the base, mosquitto.</summary>
public sealed partial class TraceTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Trace_OfTheDevice_ReachesTheUpstreamBroker()
    {
        await using var watcher = await WatchAsync();
        await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        var device = _shop.Device(1, "300ms", "--mqtt5", "--trace");
        Assert.Equal(0, await device.WaitForExitAsync());
        var told = Told().Match(await device.WaitForAsync("(trace "));
        Assert.True(told.Success, device.Output);
        await watcher.WaitForAsync($"/esp8266 traceparent:00-{told.Groups["trace"].Value}-");
    }

    [Fact]
    public async Task Trace_OfNobody_IsAddedWhereTheConfigurationSaysSo()
    {
        await using var watcher = await WatchAsync();
        await _shop.NativeBaseAsync(environment: new Dictionary<string, string> { ["FARLINK_LINK__TRACE"] = "true" });
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        Assert.Equal(0, await _shop.Device(1).WaitForExitAsync());
        Assert.Matches(Added(), await watcher.WaitForAsync("/esp8266 "));
    }

    /// <summary>mosquitto_sub that prints topics and user properties (%P), subscribed for certain.</summary>
    private async Task<RunningProcess> WatchAsync()
    {
        var process = RunningProcess.Start("stdbuf",
        [
            "-oL", "mosquitto_sub", "-V", "5", "-h", "127.0.0.1", "-p", $"{_shop.UpstreamPort}", "-t", "/esp8266", "-q", "1",
            "-F", "%t %P", "-d",
        ]);
        await process.WaitForAsync("received SUBACK");
        return process;
    }

    [GeneratedRegex(@"\(trace (?<trace>[0-9a-f]{32})\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Told();

    [GeneratedRegex("^/esp8266 traceparent:00-[0-9a-f]{32}-[0-9a-f]{16}-01$")]
    private static partial Regex Added();
}
