using Farlink.Mqtt;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Runtime.Services;
using Farlink.Runtime.Watching;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>What a hub has seen of two real ends.</summary>
public sealed class WatchedLinkTests : LinkServiceBench
{
    [Fact]
    public async Task Message_ThroughBothEnds_HasOneTraceAndEveryFrameOfItsWay()
    {
        var (device, _, _) = await ChainAsync();
        await device.PublishAsync(Text("well/level", "42"), default).WaitAsync(Patience);
        await WaitAsync(_upstream, message => message.Topic == "well/level");
        var sent = await SeenAsync("site", MessageState.Confirmed);
        var received = await SeenAsync("base", MessageState.Published);

        Assert.Equal(32, sent.Trace!.Length);
        Assert.Equal(sent.Trace, received.Trace);
        Assert.Equal(received.Id, Watch!.Messages.FindTwin(sent)!.Id);
        Assert.Equal(["broker", "site", "air", "base"], sent.Steps.Select(step => step.Where));
        Assert.Equal(["base", "upstream"], received.Steps.Select(step => step.Where));
        Assert.Null(sent.Payload);
        Assert.True(sent.CodedOctets > 0);
        Assert.True(sent.Latency > Duration.Zero);
        var carrying = Assert.Single(sent.CarriedBy, frame => frame.Use == FrameUse.Data);
        var frame = Watch.Frames.Find(carrying.Frame)!;
        Assert.True(frame is { IsSent: true, Role: "site", Use: FrameUse.Data });
        Assert.Contains(sent.Id, frame.Messages);
        Assert.Equal(frame.Airtime, carrying.Airtime);
    }

    [Fact]
    public async Task Frames_OfBothEnds_AreHeardAsTheyWereSentAndReadByBoth()
    {
        var (device, _, _) = await ChainAsync();
        await device.PublishAsync(Text("well/level", "42"), default).WaitAsync(Patience);
        await SeenAsync("site", MessageState.Confirmed);
        var frames = Watch!.Frames.After(0, 1000);
        var sent = frames.Where(frame => frame.IsSent).ToArray();
        foreach (var heard in frames.Where(frame => !frame.IsSent))
        {
            var same = Assert.Single(
                sent, frame => frame.Role != heard.Role && frame.Octets.Span.SequenceEqual(heard.Octets.Span));

            // Whether a chunk comes for the second time its receiver need not know.
            Assert.Equal(same.Use == FrameUse.Repeat ? FrameUse.Data : same.Use, heard.Use);
            if (heard.Use != FrameUse.Handshake) Assert.Equal(same.Fields, heard.Fields);
        }

        Assert.Contains(sent, frame => frame.Use == FrameUse.Handshake);
        Assert.Contains(sent, frame => frame.Fields.Any(field => field.Name == "has every chunk below"));
        Assert.DoesNotContain(frames, frame => frame.Fields.Any(field => field.Value.Contains("42", StringComparison.Ordinal)
            && field.Name == "payload"));
    }

    [Fact]
    public async Task Airtime_ByUse_IsWhatTheFramesTook()
    {
        var (device, _, _) = await ChainAsync();
        for (var i = 0; i < 5; i++) await device.PublishAsync(Text($"well/{i % 2}", $"{i}"), default).WaitAsync(Patience);
        await WaitAsync(() => Watch!.Messages.Search(null, null, null, null, 50)
            .Count(one => one is { Role: "site", State: MessageState.Confirmed }) == 5, () => "not all were confirmed");
        var totals = Watch!.Airtime.Totals();
        var frames = Watch.Frames.After(0, 1000).Where(frame => frame.IsSent).ToArray();
        foreach (var use in totals.ByUse)
        {
            var own = frames.Where(frame => frame.Role == use.Role && frame.Use == use.Use).ToArray();
            Assert.Equal(own.Length, use.Frames);
            Assert.Equal(own.Sum(frame => frame.Airtime.Nanoseconds), use.Airtime.Nanoseconds);
            Assert.Equal(use.Airtime, use.LastHour);
        }

        var topics = totals.ByTopic.Where(topic => topic.Topic!.StartsWith("well/", StringComparison.Ordinal)).ToArray();
        Assert.Equal([3, 2], topics.OrderByDescending(topic => topic.Messages).Select(topic => (int)topic.Messages));
        Assert.All(topics, topic => Assert.True(topic.Airtime > Duration.Zero && topic.CodedOctets > 0));
    }

    [Fact]
    public async Task Pause_OfASite_HoldsItsMessagesUntilItGoesOn()
    {
        var (device, site, _) = await ChainAsync();
        Assert.True(site.TryPause(1, isPaused: true));
        await device.PublishAsync(Text("well/level", "1"), default).WaitAsync(Patience);
        Assert.True(site.Status(1).IsPaused);
        Assert.Equal(1, site.Status(1).QueuedMessages);
        Assert.True(site.TryPause(1, isPaused: false));
        await WaitAsync(_upstream, message => message.Topic == "well/level");
    }

    [Fact]
    public async Task Flush_OfWhatGathersForAnHour_SendsItNow()
    {
        var (device, site, _) = await ChainAsync(new Route("#") { MostLatency = Duration.FromSeconds(3600) });
        await device.PublishAsync(Text("well/level", "1"), default).WaitAsync(Patience);
        Assert.Equal(1, site.Status(1).QueuedMessages);
        Assert.True(site.TryFlush(1));
        await WaitAsync(_upstream, message => message.Topic == "well/level");
    }

    [Fact]
    public async Task Events_OfASession_AreToldByBothEnds()
    {
        await ChainAsync();
        await WaitAsync(
            () => Watch!.Events.After(0, 100).Count(one => one.Kind == EventKind.Session) == 2,
            () => "no two sessions were told");
        Assert.All(Watch!.Events.After(0, 100), one => Assert.NotEqual(EventLevel.Error, one.Level));
    }

    private async Task<(BrokerClient Device, LinkService Site, LinkService Base)> ChainAsync(Route? route = null)
    {
        Watch = new WatchHub(new WatchOptions(), TimeProvider.System);
        var routes = new[] { route ?? new Route("#") };
        var station = await BaseAsync(routes, Link(1, "barn"));
        var site = await SiteAsync(1, "barn", routes);
        await WaitAsync(() => site.Status(1).HasSession, () => "no session");
        var device = await ClientAsync(site.Broker!.Endpoints[0].Port, "device");
        _owned.Add(device);
        return (device, site, station);
    }

    private async Task<SeenMessage> SeenAsync(string role, MessageState state)
    {
        SeenMessage? Find() => Watch!.Messages.Search(topic => topic == "well/level", null, null, null, 10)
            .FirstOrDefault(one => one.Role == role && one.State == state);
        await WaitAsync(() => Find() is not null, () => $"at the {role} it is not {state}");
        return Find()!;
    }
}
