namespace Farlink.EndToEnd.Tests;

/// <summary>A base whose upstream broker is reached over WebSocket.</summary>
public sealed class WebSocketTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Upstream_WebSocket_MessagesArriveAndPresenceIsTold()
    {
        var webPort = await _shop.MosquittoWithWebSocketsAsync();
        await using var watcher = await Watcher.StartAsync(_shop, 2);
        var station = await _shop.NativeBaseAsync($"ws://127.0.0.1:{webPort}/mqtt");
        await station.WaitForAsync("Connected to broker");
        await _shop.NativeSiteAsync();
        Assert.Equal(0, await _shop.Device(2).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());

        // The base is gone without a word: its broker says so.
        await station.KillAsync();
        Assert.Equal("offline", await _shop.PresenceAsync());
    }
}
