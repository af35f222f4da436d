using System.Collections.Concurrent;
using System.Text;
using Farlink.Mqtt;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Runtime.Services;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Runtime.Tests;

/// <summary>What comes, what does not, and what is told, through whole services.</summary>
public sealed class LinkServiceTests : LinkServiceBench
{
    [Fact]
    public async Task Negative29_SiteOutsideItsPrefix_IsDroppedAtTheBaseAndTold()
    {
        await BaseAsync([new Route("#")], Link(1, "barn"), prefix: "barn/");
        var site = await SiteAsync(1, "barn", [new Route("#")]);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        await device.PublishAsync(Text("well/level", "stolen"), default).WaitAsync(Patience);
        await device.PublishAsync(Text("barn/door", "open"), default).WaitAsync(Patience);
        await WaitAsync(_upstream, message => message.Topic == "barn/door");
        await WaitAsync(_upstream, message => message.Topic == "farlink/barn/dead"
            && Is(message, "\"topic\":\"well/level\"") && Is(message, "prefix barn/"));
        Assert.DoesNotContain(_upstream, message => message.Topic == "well/level");
    }

    [Fact]
    public async Task Start_StoreCannotBeOpened_TellsNothingOfWhatWaits()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "barn.db"));
        await Assert.ThrowsAsync<Storage.StoreException>(() => SiteAsync(1, "barn", [new Route("#")]));
        Assert.False(Log.Any("wait in the store"), Log.All);
    }

    [Fact]
    public async Task Negative30_ClosedOrRetainedCommand_IsNotSent()
    {
        await using (var earlier = await ClientAsync(_broker.Endpoints[0].Port, "earlier"))
            await earlier.PublishAsync(Text("cmnd/lamp", "old") with { Retain = true }, default).WaitAsync(Patience);
        var routes = new[] { new Route("cmnd/#", RouteDirection.Down) };
        var station = await BaseAsync(routes, Link(1, "barn"));
        var site = await SiteAsync(1, "barn", [new Route("#", RouteDirection.Down)]);
        await SubscribeAsync(site.Broker!.Endpoints[0].Port, "lamp", _local);
        await using var commander = await ClientAsync(_broker.Endpoints[0].Port, "commander");
        await commander.PublishAsync(Text("other/lamp", "closed topic"), default).WaitAsync(Patience);
        await commander.PublishAsync(Text("cmnd/lamp", "on"), default).WaitAsync(Patience);
        await WaitAsync(_local, message => message.Topic == "cmnd/lamp");
        Assert.Equal("on", Encoding.UTF8.GetString(Assert.Single(_local, IsMessage).Payload.Span));
        Assert.Equal(1, station.Counters.Accepted);
        await WaitAsync(_upstream, message => message.Topic == "farlink/barn/dead" && Is(message, "retained"));
    }

    [Fact]
    public async Task Negative32_ReceiptWithAResponseTopic_GoesToTheFixedTopicOnly()
    {
        await BaseAsync([new Route("#")], Link(1, "barn"));
        var site = await SiteAsync(1, "barn", [new Route("state")]);
        await SubscribeAsync(site.Broker!.Endpoints[0].Port, "watcher", _local);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        var message = Text("state", "1") with
        {
            Properties = new MessageProperties
            {
                ResponseTopic = "alarm/stop",
                UserProperties = [new("farlink-receipt", "seven")],
            },
        };
        await device.PublishAsync(message, default).WaitAsync(Patience);
        foreach (var state in (string[])["accepted", "on air", "delivered upstream"])
        {
            await WaitAsync(_local, receipt => receipt.Topic == "farlink/barn/receipt/device"
                && Is(receipt, "\"id\":\"seven\"") && Is(receipt, state));
        }

        Assert.DoesNotContain(_local, receipt => receipt.Topic == "alarm/stop");
        Assert.Contains(_upstream, arrived => arrived.Properties?.ResponseTopic == "alarm/stop");
    }

    [Fact]
    public async Task Receipt_RefusedAtTheBase_SaysSo()
    {
        await BaseAsync([new Route("other")], Link(1, "barn"));
        var site = await SiteAsync(1, "barn", [new Route("state")]);
        await SubscribeAsync(site.Broker!.Endpoints[0].Port, "watcher", _local);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        var message = Text("state", "1") with
        {
            Properties = new MessageProperties { UserProperties = [new("farlink-receipt", "8")] },
        };
        await device.PublishAsync(message, default).WaitAsync(Patience);
        await WaitAsync(_local, receipt => receipt.Topic.EndsWith("receipt/device", StringComparison.Ordinal)
            && Is(receipt, "refused: no route lets its topic in"));
        Assert.DoesNotContain(_local, receipt => Is(receipt, "delivered"));
    }

    [Fact]
    public async Task Down_SeveralSites_GoesToThoseOfThePrefixOrTheRoute()
    {
        var routes = new[]
        {
            new Route("news", RouteDirection.Down) { Sites = ["barn", "well"] },
            new Route("#", RouteDirection.Down),
        };
        var station = await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn"), Link(2, "well")], routes, BrokerSetup.Other(Options("house")),
            new Dictionary<byte, string> { [1] = "barn/", [2] = "well/" });
        var barn = await SiteAsync(1, "barn", routes);
        var well = await SiteAsync(2, "well", routes);
        var atWell = new ConcurrentQueue<MqttMessage>();
        await SubscribeAsync(barn.Broker!.Endpoints[0].Port, "watcher", _local);
        await SubscribeAsync(well.Broker!.Endpoints[0].Port, "watcher", atWell);
        await using var commander = await ClientAsync(_broker.Endpoints[0].Port, "commander");
        await commander.PublishAsync(Text("barn/door", "open"), default).WaitAsync(Patience);
        await commander.PublishAsync(Text("well/pump", "on"), default).WaitAsync(Patience);
        await commander.PublishAsync(Text("news", "rain"), default).WaitAsync(Patience);
        await WaitAsync(_local, message => message.Topic == "news");
        await WaitAsync(atWell, message => message.Topic == "news");
        Assert.Equal(["barn/door", "news"], _local.Where(IsMessage).Select(message => message.Topic));
        Assert.Equal(["well/pump", "news"], atWell.Where(IsMessage).Select(message => message.Topic));
        Assert.Equal(4, station.Counters.Accepted);
    }

    [Fact]
    public async Task Inbox_ExpiredWhileTheBrokerWasAway_IsNotPublishedAndTold()
    {
        var routes = new[] { new Route("#") { Expires = Duration.FromSeconds(8) } };
        await _broker.DisposeAsync();
        var station = await BaseAsync(routes, Link(1, "barn"));
        var site = await SiteAsync(1, "barn", routes);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        await device.PublishAsync(Text("first", "held"), default).WaitAsync(Patience);
        await device.PublishAsync(Text("second", "stale"), default).WaitAsync(Patience);
        await WaitAsync(() => site.Status(1).QueuedMessages == 0, () => "messages still wait at the site");

        // The subject of this test is that time passes: on the radio's clock, which the store's follows.
        await Task.Delay(TimeSpan.FromSeconds(9), _air);
        var port = _broker.Endpoints[0].Port;
        var again = await EmbeddedBroker.StartAsync(Broker(port), NullLogger.Instance, TimeProvider.System, default);
        _owned.Add(again);
        await SubscribeAsync(port, "late-watcher", _local);
        await WaitAsync(_local, message => message.Topic == "farlink/barn/dead"
            && Is(message, "second") && Is(message, "expired"));
        Assert.DoesNotContain(_local, message => message.Topic == "second");
        Assert.Equal(1, station.Counters.Received);
    }

    [Fact]
    public async Task Stop_UpstreamAwayWithAMessageInTheInbox_EndsCleanlyAndKeepsIt()
    {
        var routes = new[] { new Route("#") };
        await _broker.DisposeAsync();
        var station = await BaseAsync(routes, Link(1, "barn"));
        var site = await SiteAsync(1, "barn", routes);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        await device.PublishAsync(Text("a", "kept"), default).WaitAsync(Patience);
        await WaitAsync(() => station.Counters.Received > 0, () => "nothing arrived at the base");
        await station.DisposeAsync().AsTask().WaitAsync(Patience);
        using var store = Storage.SqliteStore.Open(Path.Combine(_folder, "house.db"));
        var kept = Assert.Single(store.Load().Inbox, row => row.Message.Topic == "a");
        Assert.Equal("kept", Encoding.UTF8.GetString(kept.Message.Payload.Span));
    }

    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task Publish_LongerThanTheLinkCarries_IsRefusedWithItsReasonInMqtt5(MqttQos qos)
    {
        var site = await SiteAsync(1, "barn", [new Route("#")]);
        await using var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        var longest = new MqttMessage { Topic = "big", Payload = new byte[9000], Qos = qos };
        for (var i = 0; i < 2; i++)
        {
            var outcome = await device.PublishAsync(longest, default).WaitAsync(Patience);
            Assert.Contains("the link carries at most 8192", outcome.Refusal, StringComparison.Ordinal);
        }

        Assert.True((await device.PublishAsync(Text("small", "1") with { Qos = qos }, default).WaitAsync(Patience)).IsAccepted);
    }

    [Fact]
    public async Task Letters_OfTheRunBefore_AreToldOnceAndDeleted()
    {
        var letter = new DeadLetter
        {
            Row = 9,
            Link = 1,
            Topic = "pump/set",
            Reason = DeadReason.RefusedByFilter,
            Words = "no route lets its topic in",
        };
        Prepare("house", new StoreOperation.Letter(letter));
        var station = await BaseAsync([new Route("#")], Link(1, "barn"));
        await WaitAsync(_upstream, message => message.Topic == "farlink/barn/dead" && Is(message, "pump/set"));
        await station.DisposeAsync();
        using var store = Storage.SqliteStore.Open(Path.Combine(_folder, "house.db"));
        Assert.Empty(store.Load().DeadLetters);
        Assert.Single(_upstream, message => message.Topic == "farlink/barn/dead");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Inbox_DeadlinePassedAfterItsPublicationBegan_IsPublishedToTheEnd(bool isReceived)
    {
        // MQTT 5 §4.3.3: once a PUBLISH was sent the message does not expire.
        var row = new InboxRow
        {
            Row = 5,
            Link = 1,
            PeerStore = 77,
            StreamId = 1,
            Deadline = new Instant(1),
            Message = Text("lamp", "begun") with { Qos = MqttQos.ExactlyOnce },
        };
        var stale = row with { Row = 6, StreamId = 2, Message = Text("lamp", "stale") with { Qos = MqttQos.ExactlyOnce } };
        Prepare(
            "house", new StoreOperation.KnowPeer(1, 77), new StoreOperation.Receive(1, 77, 1, row),
            new StoreOperation.Receive(1, 77, 2, stale), new StoreOperation.QosTwoSending(5, 5000, isReceived));
        await BaseAsync([new Route("#")], Link(1, "barn"));
        await WaitAsync(_upstream, message => message.Topic == "farlink/barn/dead" && Is(message, "expired before"));
        await WaitAsync(_upstream, message => message.Topic == "lamp");
        Assert.Equal(["begun"], _upstream.Where(IsMessage).Select(message => Encoding.UTF8.GetString(message.Payload.Span)));
    }

    [Fact]
    public async Task Unchanged_SameRetainedValueAfterARestart_IsNotSentAgain()
    {
        await BaseAsync([new Route("#")], Link(1, "barn"));
        var routes = new[] { new Route("#") { UnchangedFor = Duration.FromSeconds(3600) } };
        for (var start = 1; start <= 2; start++)
        {
            var site = await SiteAsync(1, "barn", routes);
            await using (var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device"))
            {
                await device.PublishAsync(Text("config", "same") with { Retain = true }, default).WaitAsync(Patience);
                await device.PublishAsync(Text("state", $"{start}"), default).WaitAsync(Patience);
                var number = start;
                await WaitAsync(_upstream, message => message.Topic == "state" && Is(message, $"{number}"));
            }

            await site.DisposeAsync();
        }

        Assert.Single(_upstream, message => message.Topic == "config");
    }

    [Fact]
    public async Task Unchanged_BrokerThatHandsOutWhatItKeepsAgain_IsAskedForNewsOnly()
    {
        // In MQTT 3.1.1 each subscription brings the retained messages, also of a session that goes on.
        await using (var earlier = await ClientAsync(_broker.Endpoints[0].Port, "earlier"))
            await earlier.PublishAsync(Text("cmnd/level", "kept") with { Retain = true }, default).WaitAsync(Patience);
        var routes = new[] { new Route("cmnd/#", RouteDirection.Down) { Retained = true } };
        await SiteAsync(1, "barn", [new Route("#", RouteDirection.Down) { Retained = true }]);
        for (var start = 1; start <= 2; start++)
        {
            var station = await StartAsync(
                LinkRole.BaseStation, "house", [Link(1, "barn")], routes,
                    BrokerSetup.Other(Options("house") with { UseMqtt5 = false }),
                new Dictionary<byte, string> { [1] = "" });

            // What it keeps shows that the base has subscribed; from then on the session holds what comes.
            if (start == 1) await WaitAsync(() => station.Counters.Accepted >= 1, () => "what the broker keeps did not come");
            await using (var commander = await ClientAsync(_broker.Endpoints[0].Port, "commander"))
                await commander.PublishAsync(Text("cmnd/lamp", $"on {start}"), default).WaitAsync(Patience);
            var expected = start == 1 ? 2 : 1;
            await WaitAsync(() => station.Counters.Accepted >= expected, () => $"{station.Counters.Accepted} were accepted");
            Assert.Equal(expected, station.Counters.Accepted);
            await station.DisposeAsync();
        }
    }

    /// <summary>
    /// MQTT 3.1.1 has no No Local; in 5 it is of one connection, and a further site's presence has one of its own.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reports_RouteForEverything_DoNotCrossTheLink(bool useMqtt5)
    {
        var routes = new[] { new Route("#", RouteDirection.Both) { Retained = true } };
        await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn"), Link(2, "well")], routes,
            BrokerSetup.Other(Options("house") with { UseMqtt5 = useMqtt5 }), [],
            options => options with { ReportInterval = TimeSpan.FromMilliseconds(200) });
        await WaitAsync(_upstream, message => message.Topic == "farlink/barn/link");
        await WaitAsync(_upstream, message => message.Topic == "farlink/well/state");
        await using var commander = await ClientAsync(_broker.Endpoints[0].Port, "commander");
        await commander.PublishAsync(Text("lamp/set", "on"), default).WaitAsync(Patience);
        await WaitAsync(() => Log.Any("octets on lamp/set"), () => Log.All);
        Assert.False(Log.Any("octets on farlink/"), Log.All);
    }
}
