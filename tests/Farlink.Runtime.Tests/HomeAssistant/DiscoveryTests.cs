using System.Collections.Concurrent;
using System.Text;
using Farlink.Keys.Elements;
using Farlink.Keys.Pairing;
using Farlink.Mqtt;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Runtime.HomeAssistant;
using Farlink.Runtime.Services;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Runtime.Tests.HomeAssistant;

/// <summary>What whole services tell Home Assistant, and take back.</summary>
public sealed class DiscoveryTests : LinkServiceBench
{
    private const string Barn = "homeassistant/device/farlink-base-house/barn/config";
    private const string Well = "homeassistant/device/farlink-base-house/well/config";

    [Fact]
    public async Task Base_WithDiscovery_TellsEachSiteRetainedAndAsDocumented()
    {
        await StartBaseAsync("barn", "well");
        await WaitAsync(_upstream, message => message.Topic == Well && message.Payload.Length > 0);
        var late = await LateAsync(_broker.Endpoints[0].Port);
        foreach (var topic in (string[])[Barn, Well])
        {
            Assert.Contains(late, message => message.Topic == topic);
            Assert.Empty(DiscoverySchema.Check(topic, late.First(message => message.Topic == topic).Payload));
        }
    }

    [Fact]
    public async Task Base_WithoutDiscovery_TellsNothing()
    {
        await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], [new Route("#")], BrokerSetup.Other(Options("house")), []);
        await WaitAsync(_upstream, message => message.Topic == "farlink/barn/state");
        Assert.DoesNotContain(_upstream, IsDiscovery);
    }

    [Fact]
    public async Task Site_WithItsOwnBroker_TellsItsLinkThere()
    {
        var site = await StartAsync(
            LinkRole.Site, "barn", [Link(1, "barn")], [], BrokerSetup.Own(Broker()), [], Discovered);
        await SubscribeAsync(site.Broker!.Endpoints[0].Port, "homeassistant", _local);
        const string topic = "homeassistant/device/farlink-site-barn/barn/config";
        await WaitAsync(_local, message => message.Topic == topic);
        Assert.Empty(DiscoverySchema.Check(topic, _local.First(message => message.Topic == topic).Payload));
    }

    [Fact]
    public async Task Base_StartedWithoutASite_TakesItBackAndForgetsIt()
    {
        await using (var first = await StartBaseAsync("barn", "well"))
            await WaitAsync(_upstream, message => message.Topic == Well && message.Payload.Length > 0);
        Assert.Equal($"{Barn} {Well}", Told());
        await using (var second = await StartBaseAsync("barn"))
        {
            await WaitAsync(_upstream, message => message.Topic == Well && message.Payload.Length == 0);
            await WaitAsync(() => Told() == Barn, () => $"remembered: {Told()}");
        }

        var late = await LateAsync(_broker.Endpoints[0].Port);
        Assert.Contains(late, message => message.Topic == Barn);
        Assert.DoesNotContain(late, message => message.Topic == Well);
    }

    [Fact]
    public async Task Base_DiscoverySwitchedOff_TakesAllBack()
    {
        await using (var first = await StartBaseAsync("barn"))
            await WaitAsync(_upstream, message => message.Topic == Barn && message.Payload.Length > 0);
        await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], [], BrokerSetup.Other(Options("house")), []);
        await WaitAsync(_upstream, message => message.Topic == Barn && message.Payload.Length == 0);
        await WaitAsync(() => Told().Length == 0, () => $"remembered: {Told()}");
    }

    /// <summary>The broker is away while a site goes, and this end is stopped before it is back.</summary>
    [Fact]
    public async Task Base_BrokerAwayWhenASiteGoes_TakesItBackWhenTheBrokerIsThere()
    {
        await using (var first = await StartBaseAsync("barn", "well"))
            await WaitAsync(_upstream, message => message.Topic == Well && message.Payload.Length > 0);
        var port = _broker.Endpoints[0].Port;
        await _broker.DisposeAsync();
        await using (var second = await StartBaseAsync("barn"))
            Assert.True(Log.Any($"Home Assistant is told to forget what {Well} told it"), Log.All);
        Assert.Equal($"{Barn} {Well}", Told());

        var again = await EmbeddedBroker.StartAsync(Broker(port), NullLogger.Instance, TimeProvider.System, default);
        _owned.Add(again);
        await again.PublishAsync(Text(Well, "{}") with { Retain = true }, default);
        await StartBaseAsync("barn");
        await WaitAsync(() => Told() == Barn, () => $"remembered: {Told()}");
        Assert.DoesNotContain(await LateAsync(port), message => message.Topic == Well);
    }

    [Fact]
    public async Task Unpair_WhileTheBaseRuns_TakesTheSiteBack()
    {
        var (folder, element) = Pair();
        using var key = element;
        await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], [], BrokerSetup.Other(Options("house")), [],
            options => Discovered(options) with
            {
                Pairings = folder,
                Element = element,
                Station = options.Station with
                {
                    Links =
                    [
                        options.Station.Links[0] with { Identity = folder.Load()[0].Identity(LinkRole.BaseStation) },
                    ],
                },
            });
        await WaitAsync(_upstream, message => message.Topic == Barn && message.Payload.Length > 0);

        folder.End("barn");

        await WaitAsync(_upstream, message => message.Topic == Barn && message.Payload.Length == 0);
        await WaitAsync(() => Told().Length == 0, () => $"remembered: {Told()}");
    }

    [Fact]
    public async Task Birth_Online_TellsAgain()
    {
        var station = await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], [], BrokerSetup.Own(Broker()), [], Discovered);
        var port = station.Broker!.Endpoints[0].Port;
        var first = new ConcurrentQueue<MqttMessage>();
        await SubscribeAsync(port, "first", first);
        await WaitAsync(first, message => message.Topic == Barn);

        // By now it is retained: whoever comes gets it once.
        await SubscribeAsync(port, "homeassistant", _local);
        await using var home = await ClientAsync(port, "home");
        await home.PublishAsync(Text("homeassistant/status", "offline"), default).WaitAsync(Patience);
        await home.PublishAsync(Text("mark", "behind it"), default).WaitAsync(Patience);
        await WaitAsync(_local, message => message.Topic == "mark");
        var before = _local.Count(message => message.Topic == Barn);
        Assert.Equal(1, before);
        await home.PublishAsync(Text("homeassistant/status", "online"), default).WaitAsync(Patience);
        await WaitAsync(() => _local.Count(message => message.Topic == Barn) > before, () => "its start was not heard");
    }

    /// <summary>A route for everything, at a broker that shows us what we publish (MQTT 3.1.1 has no No Local).</summary>
    [Fact]
    public async Task Discovery_RouteForEverything_DoesNotCrossTheLink()
    {
        var routes = new[] { new Route("#", RouteDirection.Both) };
        await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], routes,
            BrokerSetup.Other(Options("house") with { UseMqtt5 = false }), [], Discovered);
        await WaitAsync(_upstream, message => message.Topic == Barn);
        await using var commander = await ClientAsync(_broker.Endpoints[0].Port, "commander");
        await commander.PublishAsync(Text("homeassistant/status", "online"), default).WaitAsync(Patience);
        await commander.PublishAsync(Text("lamp/set", "on"), default).WaitAsync(Patience);
        await WaitAsync(() => Log.Any("octets on lamp/set"), () => Log.All);
        Assert.False(Log.Any($"octets on {Barn}"), Log.All);
        Assert.True(Log.Any("octets on homeassistant/status"), Log.All);
    }

    /// <summary>What is taken back is an empty message, which the broker shows us too.</summary>
    [Fact]
    public async Task Discovery_SwitchedOffWithARouteForEverything_IsTakenBackWithoutCrossing()
    {
        await using (var first = await StartBaseAsync("barn"))
            await WaitAsync(_upstream, message => message.Topic == Barn && message.Payload.Length > 0);
        await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], [new Route("#", RouteDirection.Both)],
            BrokerSetup.Other(Options("house") with { UseMqtt5 = false }), []);
        await WaitAsync(_upstream, message => message.Topic == Barn && message.Payload.Length == 0);
        await using var commander = await ClientAsync(_broker.Endpoints[0].Port, "commander");
        await commander.PublishAsync(Text("lamp/set", "on"), default).WaitAsync(Patience);
        await WaitAsync(() => Log.Any("octets on lamp/set"), () => Log.All);
        Assert.False(Log.Any($"octets on {Barn}"), Log.All);
        Assert.DoesNotContain(_upstream, message => message.Topic == "farlink/barn/dead" && Is(message, Barn));
    }

    [Fact]
    public async Task Site_TopicThatTheBaseTells_IsRefusedThere()
    {
        var routes = new[] { new Route("homeassistant/#") };
        await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], routes, BrokerSetup.Other(Options("house")), [], Discovered);
        var site = await SiteAsync(1, "barn", routes);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        await device.PublishAsync(Text(Well, "{}"), default).WaitAsync(Patience);
        await WaitAsync(_upstream, message => message.Topic == "farlink/barn/dead"
            && Is(message, "only Farlink publishes under its topic"));
        Assert.DoesNotContain(_upstream, message => message.Topic == Well);
    }

    private static bool IsDiscovery(MqttMessage message) =>
        message.Topic.StartsWith("homeassistant/device/", StringComparison.Ordinal);

    private static LinkServiceOptions Discovered(LinkServiceOptions options) =>
        options with { HomeAssistant = new DiscoveryOptions { Version = "1.2.3" } };

    private Task<LinkService> StartBaseAsync(params string[] sites) => StartAsync(
        LinkRole.BaseStation, "house", [.. sites.Select((site, index) => Link((byte)(index + 1), site))], [],
        BrokerSetup.Other(Options("house")), [], Discovered);

    /// <summary>What a client gets that subscribes now: what is retained.</summary>
    private async Task<ConcurrentQueue<MqttMessage>> LateAsync(int port)
    {
        var late = new ConcurrentQueue<MqttMessage>();
        await SubscribeAsync(port, "late", late);
        await using var marker = await ClientAsync(port, "marker");
        await marker.PublishAsync(Text("mark", "behind it"), default).WaitAsync(Patience);
        await WaitAsync(late, message => message.Topic == "mark");
        return late;
    }

    /// <summary>What the base's store says was told.</summary>
    private string Told()
    {
        var (image, _) = Storage.SqliteStore.Peek(Path.Combine(_folder, "house.db"));
        return image.Remembered.TryGetValue(Discovery.Memory, out var kept)
            ? Encoding.UTF8.GetString(kept.Span).Replace('\n', ' ') : "";
    }

    private (PairingFolder Folder, ISecureElement Element) Pair()
    {
        var (sitePath, basePath) = (Path.Combine(_folder, "site.pem"), Path.Combine(_folder, "base.pem"));
        NewKeyFile.Create(sitePath);
        NewKeyFile.Create(basePath);
        using var siteKey = FileElement.Open(sitePath);
        var baseKey = FileElement.Open(basePath);
        var site = new PairedEnd(LinkRole.Site, "barn", siteKey.PublicKey);
        var own = new PairedEnd(LinkRole.BaseStation, "house", baseKey.PublicKey);
        var folder = new PairingFolder(
            Path.Combine(_folder, "base.pairings"), LinkRole.BaseStation, Path.Combine(_folder, "house.db"));
        folder.Add(PairingRecord.Make(1, own, site, baseKey), replace: false);
        return (folder, baseKey);
    }
}
