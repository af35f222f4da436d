using Farlink.Protocol.Bridging;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Storage;

namespace Farlink.Runtime.Tests;

/// <summary>A site, or a base, that goes on with a store out of a backup: the other end finds out by itself.</summary>
public sealed class RestoredStoreTests : LinkServiceBench
{
    private static readonly Route[] Routes = [new("state"), new("cmnd/#", RouteDirection.Down)];

    [Fact]
    public async Task Restore_Site_NewMessagesArriveAtOnceAndTheBaseIsTold()
    {
        await BaseAsync(Routes, Link(1, "barn"));
        var site = await SiteAsync(1, "barn", Routes);
        await SendAsync(site.Broker!.Endpoints[0].Port, "before");
        SqliteStore.Snapshot(StoreOf("barn"), StoreOf("backup"));

        // As much as makes the base remember more than the backup knows.
        for (var i = 0; i < 5; i++) await SendAsync(site.Broker!.Endpoints[0].Port, $"between {i}");
        await site.DisposeAsync();
        Restore("barn", LinkRole.Site);

        site = await SiteAsync(1, "barn", Routes);
        for (var i = 0; i < 3; i++) await SendAsync(site.Broker!.Endpoints[0].Port, $"after {i}");

        // Not by way of "counter is": the restored site's hellos are ahead of those that were used since.
        Assert.False(Log.Any("was rolled back"), Log.All);
        Assert.Single(_upstream, message => message.Topic == "state" && Is(message, "between 4"));
    }

    [Fact]
    public async Task Restore_Base_NewMessagesArriveBothWays()
    {
        var station = await BaseAsync(Routes, Link(1, "barn"));
        var site = await SiteAsync(1, "barn", Routes);
        var port = site.Broker!.Endpoints[0].Port;
        await SendAsync(port, "before");
        SqliteStore.Snapshot(StoreOf("house"), StoreOf("backup"));
        for (var i = 0; i < 5; i++) await SendAsync(port, $"between {i}");

        // Only what the base has confirmed is gone from the site's store; the rest would be sent again, nothing would be lost.
        await WaitAsync(() => site.Status(1).QueuedMessages == 0, () => Log.All);
        await station.DisposeAsync();
        Restore("house", LinkRole.BaseStation);

        await BaseAsync(Routes, Link(1, "barn"));
        for (var i = 0; i < 3; i++) await SendAsync(port, $"after {i}");
        await SubscribeAsync(port, "lamp", _local);
        await using (var commander = await ClientAsync(_broker.Endpoints[0].Port, "commander"))
            await commander.PublishAsync(Text("cmnd/lamp", "on"), null, default).WaitAsync(Patience);
        await WaitAsync(_local, message => message.Topic == "cmnd/lamp");

        // The site knows that the base had more once, and says so.
        await WaitAsync(() => Log.Any("lost its store"), () => Log.All);
    }

    /// <summary>Publishes at the site, and waits until it is at the base's broker.</summary>
    private async Task SendAsync(int port, string text)
    {
        await using var device = await ClientAsync(port, "device");
        await device.PublishAsync(Text("state", text), null, default).WaitAsync(Patience);
        await WaitAsync(_upstream, message => message.Topic == "state" && Is(message, text));
    }

    private void Restore(string name, LinkRole role)
    {
        StoreImage before;
        using (var store = SqliteStore.Open(StoreOf(name))) before = store.Load();
        StoreRestore.Renew(StoreOf("backup"), role, [], _ => new Dictionary<string, ReadOnlyMemory<byte>>());
        File.Move(StoreOf("backup"), StoreOf(name), overwrite: true);
        using var restored = SqliteStore.Open(StoreOf(name));
        Assert.NotEqual(before.StoreId, restored.Load().StoreId);
    }

    private string StoreOf(string name) => Path.Combine(_folder, $"{name}.db");
}
