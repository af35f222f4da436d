using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Runtime.Services;

namespace Farlink.Runtime.Tests;

/// <summary>What running ends say of themselves, what changes while they run, and what becomes of a radio that is lost.</summary>
public sealed class LinkStatusTests : LinkServiceBench
{
    [Fact]
    public async Task Status_MessageHasPassed_ShowsItAtBothEnds()
    {
        var station = await BaseAsync([new Route("#")], Link(1, "barn"));
        var site = await SiteAsync(1, "barn", [new Route("#")]);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        await device.PublishAsync(Text("barn/door", "open"), null, default).WaitAsync(Patience);
        await WaitAsync(_upstream, message => message.Topic == "barn/door");
        await WaitAsync(() => site.Status() is { Queue.Messages: 0, Links: [{ Received: > 0 }] }, () => $"{site.Status()}");

        var told = site.Status();
        var link = Assert.Single(told.Links);
        Assert.Equal(("site", "barn", "farlink", "psk"), (told.Role, told.Name, told.Mode, link.Mode));
        Assert.True(link.HasSession);
        Assert.True(link.IsOnline);
        Assert.NotNull(link.SessionAge);
        Assert.NotNull(link.Rssi);
        Assert.InRange(link.Margin!.Value.Value, 0, 120);
        Assert.InRange(link.Sent, 2, 100);
        Assert.Equal(1, told.Taken);
        Assert.InRange(told.PayloadOctets!.Value, "barn/dooropen".Length, 1000);
        Assert.Equal((true, 1), (told.Broker.IsOwn, told.Broker.Clients));
        Assert.Null(Assert.Single(told.Airtime).Budget);
        Assert.True(told.Airtime[0].Used > Duration.Zero, "Without a limit nothing seems to be used.");
        Assert.Null(told.Radio.Trouble);
        Assert.Contains(told.Warnings, warning => warning.Contains("shared key", StringComparison.Ordinal));

        await WaitAsync(() => station.Status() is { Received: 1, Links: [{ Received: > 0 }] }, () => $"{station.Status()}");
        Assert.Equal((false, true), (station.Status().Broker.IsOwn, station.Status().Broker.IsUp));
    }

    [Fact]
    public async Task Status_BaseIsAway_ShowsWhatWaitsAndSinceWhen()
    {
        var site = await SiteAsync(1, "barn", [new Route("#")]);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        for (var i = 0; i < 3; i++) await device.PublishAsync(Text("t", "x"), null, default).WaitAsync(Patience);

        await WaitAsync(() => site.Status().Queue is { Messages: 3, OldestAge.Seconds: > 0.5 }, () => $"{site.Status()}");

        var told = site.Status();
        Assert.InRange(told.Queue.Octets!.Value, 6, 100);
        Assert.False(told.Links[0].HasSession);
        Assert.Contains(told.Warnings, warning => warning.Contains("no session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Status_FramesThatAreNotOurs_CountsThemByReason()
    {
        var site = await SiteAsync(1, "barn", [new Route("#")]);
        Assert.Equal(Enum.GetValues<LinkRefusal>().Length, site.Status().Refused.Count);
        var hostile = _ether.CreateRadio("hostile");
        _owned.Add(hostile);
        await hostile.ConfigureAsync(Channel, default);

        // One may come while the site itself sends.
        while (site.Status().Refused["malformed"] == 0) await hostile.SendAsync(new byte[] { 1 }, default);
        Assert.All(site.Status().Refused, one => Assert.True(one.Value == 0 || one.Key == "malformed"));
    }

    [Fact]
    public async Task Beats_PumpRuns_Rise()
    {
        var site = await SiteAsync(1, "barn", []);
        var first = site.Beats;
        await WaitAsync(() => site.Beats >= first + 2, () => $"{site.Beats} beats");
        Assert.InRange(site.Status().Age.Seconds, 0, 60);
    }

    [Fact]
    public async Task TryUse_OtherRoutes_CountFromTheNextMessageBothWays()
    {
        var station = await BaseAsync([new Route("old")], Link(1, "barn"));
        var site = await SiteAsync(1, "barn", [new Route("old")]);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        await device.PublishAsync(Text("old", "1"), null, default).WaitAsync(Patience);
        await WaitAsync(_upstream, message => message.Topic == "old");

        Assert.True(station.TryUse([new Route("new")]));
        Assert.True(site.TryUse([new Route("new")]));

        await device.PublishAsync(Text("old", "2"), null, default).WaitAsync(Patience);
        await device.PublishAsync(Text("new", "3"), null, default).WaitAsync(Patience);
        await WaitAsync(_upstream, message => message.Topic == "new");
        Assert.Single(_upstream, message => message.Topic == "old");
    }

    [Fact]
    public async Task TryUse_OtherTopicsOfAnotherBroker_NeedsARestart()
    {
        var down = new Route("cmnd/#", RouteDirection.Down);
        var station = await BaseAsync([new Route("#"), down], Link(1, "barn"));
        Assert.False(station.TryUse([new Route("#"), new Route("other/#", RouteDirection.Down)]));
        Assert.False(station.TryUse([new Route("#"), down with { Qos = MqttQos.AtMostOnce }]));
        Assert.True(station.TryUse([new Route("a/#"), down with { QuotaPerHour = 5 }]));
    }

    [Fact]
    public async Task Radio_UnpluggedAndPluggedIn_MessagesWaitAndEachIsToldOnce()
    {
        await BaseAsync([new Route("#")], Link(1, "barn"));
        PluggableRadio radio = null!;
        var site = await StartAsync(
            LinkRole.Site, "barn", [Link(1, "barn")], [new Route("#")], BrokerSetup.Own(Broker()), [],
            around: inner => radio = new PluggableRadio(inner));
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        await device.PublishAsync(Text("a", "before"), null, default).WaitAsync(Patience);
        await WaitAsync(_upstream, message => message.Topic == "a");

        radio.IsUnplugged = true;
        await device.PublishAsync(Text("b", "meanwhile"), null, default).WaitAsync(Patience);
        await WaitAsync(() => site.Status().Radio.LostFor?.Seconds > 2, () => $"{site.Status().Radio}");
        Assert.Equal("The modem is gone; it is looked for.", site.Status().Radio.Trouble);
        Assert.InRange(site.Status().Queue.Messages, 1, 5);

        radio.IsUnplugged = false;
        await WaitAsync(_upstream, message => message.Topic == "b");
        await WaitAsync(() => Log.Any("The radio works again"), () => Log.All);
        Assert.Single(Log.All.Split('\n'), line => line.StartsWith("The radio is lost", StringComparison.Ordinal));
        Assert.Single(Log.All.Split('\n'), line => line.StartsWith("The radio did not send:", StringComparison.Ordinal));
        Assert.Null(site.Status().Radio.Trouble);
    }
}
