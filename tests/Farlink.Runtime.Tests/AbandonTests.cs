using Farlink.Protocol.Bridging;
using Farlink.Runtime.Services;

namespace Farlink.Runtime.Tests;

/// <summary>An end that breaks off as by a loss of power, in this process.</summary>
public sealed class AbandonTests : LinkServiceBench
{
    private static readonly Route[] Routes = [new("state")];

    [Fact]
    public async Task Abandon_SiteWithAMessageInItsStore_GoesOnFromThere()
    {
        var site = await SiteAsync(1, "barn", Routes);
        await SendAsync(site, "kept");
        await site.AbandonAsync();

        // A clean end folds the log into the file and removes it.
        Assert.True(new FileInfo(Path.Combine(_folder, "barn.db-wal")).Length > 0);
        await SiteAsync(1, "barn", Routes);
        await BaseAsync(Routes, Link(1, "barn"));
        await WaitAsync(_upstream, message => Is(message, "kept"));
        Assert.Single(_upstream, message => Is(message, "kept"));
    }

    [Fact]
    public async Task Abandon_SiteInASession_SaysNoGoodbye()
    {
        var station = await BaseAsync(Routes, Link(1, "barn"));
        var site = await SiteAsync(1, "barn", Routes);
        await SendAsync(site, "before");
        await WaitAsync(_upstream, message => Is(message, "before"));
        await site.AbandonAsync();
        Assert.True(station.Status(1).IsOnline);
        site = await SiteAsync(1, "barn", Routes);
        await SendAsync(site, "after");
        await WaitAsync(_upstream, message => Is(message, "after"));

        // As a goodbye is told.
        Assert.False(Log.Any("it stopped"), Log.All);
    }

    [Fact]
    public async Task Abandon_Base_ItsBrokerPublishesTheLastWill()
    {
        var station = await BaseAsync(Routes, Link(1, "barn"));
        var site = await SiteAsync(1, "barn", Routes);
        await SendAsync(site, "before");
        await WaitAsync(_upstream, message => Is(message, "before"));
        await WaitAsync(_upstream, message => Is(message, "online"));
        await station.AbandonAsync();
        await WaitAsync(_upstream, message => message.Topic == "farlink/barn/state" && Is(message, "offline"));
        await SendAsync(site, "after");
        await BaseAsync(Routes, Link(1, "barn"));
        await WaitAsync(_upstream, message => Is(message, "after"));
        Assert.Single(_upstream, message => Is(message, "after"));
    }

    private static async Task SendAsync(LinkService site, string text)
    {
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        await device.PublishAsync(Text("state", text), null, default).WaitAsync(Patience);
    }
}
