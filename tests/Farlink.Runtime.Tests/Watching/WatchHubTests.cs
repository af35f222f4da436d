using System.Runtime.CompilerServices;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>What a hub keeps, and what it lets go.</summary>
public sealed class WatchHubTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Refused_VeryOften_IsOneEventAMinuteWithTheCount()
    {
        var hub = Hub();
        for (var i = 0; i < 1000; i++) Refuse(hub, LinkRefusal.NotAuthentic);
        Refuse(hub, LinkRefusal.StaleHello);
        Assert.Equal(2, hub.Events.LastId);
        _time.Advance(TimeSpan.FromMinutes(1));
        Refuse(hub, LinkRefusal.NotAuthentic);
        Assert.Contains("999 more", hub.Events.Before(long.MaxValue, 1)[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_MoreThanAreKept_AreTheNewestAndFoundNoMoreByAnyName()
    {
        var hub = Hub(new WatchOptions { MostMessages = 10 });
        for (var i = 1; i <= 25; i++) hub.Observe(new ChainEvent.Dropped("site", Message($"t/{i}"), "too long", 1));
        Assert.Equal(
            ["t/25", "t/24", "t/23"], hub.Messages.Search(null, null, null, null, 3).Select(one => one.Topic));
        Assert.Equal(10, hub.Messages.Search(null, null, null, null, 100).Count);
        Assert.Null(hub.Messages.Find(15));
        Assert.Equal("t/16", hub.Messages.Find(16)!.Topic);
        Assert.Equal(10, hub.Messages.ChangedAfter(0, 100).Count);
    }

    [Fact]
    public void Dropped_VeryOften_IsFewMessagesAndOneEventAMinuteOfEachReason()
    {
        var hub = Hub();
        Drop(hub, "its link was ended", 1);
        for (var i = 0; i < 5000; i++) Drop(hub, $"{9000 + i} octets; the link carries at most 8192", 1);
        Drop(hub, "the queue of the link is full", 1);
        Drop(hub, "the queue of the link is full", 2);
        Assert.Equal(4, hub.Events.LastId);
        var kept = hub.Messages.Search(null, null, null, null, 100);
        Assert.Equal(3 + 20, kept.Count);
        Assert.Equal("its link was ended", kept[^1].Reason);
        Assert.StartsWith("13999 octets", kept[2].Reason, StringComparison.Ordinal);
        Assert.Equal(kept.Select(one => one.Id).Reverse(), hub.Messages.ChangedAfter(0, 100).Select(one => one.Id));
        Assert.Equal(
            kept.Skip(5).Select(one => one.Id),
            hub.Messages.Search(null, null, null, kept[4].Id, 100).Select(one => one.Id));
        _time.Advance(TimeSpan.FromMinutes(1));
        Drop(hub, "9999 octets; the link carries at most 8192", 1);
        Assert.EndsWith(
            "4999 more came since the one told before.", hub.Events.Before(long.MaxValue, 1)[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Expired_VeryOften_IsOneEventAMinuteOfEachLink()
    {
        var hub = Hub();
        for (var i = 1; i <= 100; i++)
        {
            foreach (var link in (byte[])[1, 2])
            {
                var end = new LinkEvent.Dead(link, Row(i).Message, DeadReason.Expired, null);
                hub.Observe(new ChainEvent.LinkHappened("site", end));
            }
        }

        Assert.Equal([EventKind.Expired, EventKind.Expired], hub.Events.After(0, 10).Select(one => one.Kind));
    }

    [Fact]
    public void ChangedAfter_MoreThanAskedFor_AreTheLastInTheirOrder()
    {
        var hub = Hub();
        for (var i = 1; i <= 5; i++) hub.Observe(new ChainEvent.Dropped("site", Message($"t/{i}"), "too long", 1));
        var changed = hub.Messages.ChangedAfter(hub.Messages.LastChange - 3, 2);
        Assert.Equal(["t/4", "t/5"], changed.Select(one => one.Topic));
    }

    [Fact]
    public void Frame_OfWhichTheStationSaysNothing_IsShownAfterAMoment()
    {
        var hub = Hub();
        hub.Observe(new ChainEvent.LinkFrameReceived("site", Heard([0x01, 0x07, 0x00])));
        Assert.Empty(hub.Frames.After(0, 10));
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.False(Assert.Single(hub.Frames.After(0, 10)).IsSent);
    }

    [Fact]
    public void Frame_Refused_SaysWhy()
    {
        var hub = Hub();
        hub.Observe(new ChainEvent.LinkFrameReceived("base", Heard([0x01, 0x07, 0x00])));
        Refuse(hub, LinkRefusal.NotAuthentic);
        Assert.Equal("not_authentic", Assert.Single(hub.Frames.After(0, 10)).Refusal);
    }

    /// <summary>That a frame breaks the protocol shows only after it was opened.</summary>
    [Theory]
    [InlineData(LinkRefusal.Breach, "breach")]
    [InlineData(LinkRefusal.Undecodable, "undecodable")]
    public void Frame_OpenedAndThenRefused_SaysWhy(LinkRefusal reason, string why)
    {
        var hub = Hub();
        hub.Observe(new ChainEvent.LinkFrameReceived("base", Heard([0x01, 0x07, 0x00])));
        Open(hub);
        Refuse(hub, reason);
        hub.Observe(new ChainEvent.LinkFrameReceived("base", Heard([0x01, 0x07, 0x01])));
        Open(hub);
        Assert.Equal([why, null], hub.Frames.After(0, 10).Select(frame => frame.Refusal));
        Assert.All(hub.Frames.After(0, 10), frame => Assert.NotNull(frame.Use));
    }

    /// <summary>What was put off is decoded when there is room, long after its frame came.</summary>
    [Fact]
    public void Refused_LongAfterTheLastFrame_IsNotThatFrame()
    {
        var hub = Hub();
        hub.Observe(new ChainEvent.LinkFrameReceived("base", Heard([0x01, 0x07, 0x00])));
        Open(hub);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Refuse(hub, LinkRefusal.Undecodable);
        Assert.Null(Assert.Single(hub.Frames.After(0, 10)).Refusal);
    }

    [Fact]
    public async Task WaitAsync_UntilSomethingHappens_CompletesThen()
    {
        var hub = Hub();
        var waiting = hub.WaitAsync(hub.Version, default);
        Assert.False(waiting.IsCompleted);
        hub.Events.Add("site", EventKind.Action, EventLevel.Info, 1, "done");
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(hub.WaitAsync(0, default).IsCompleted);
    }

    [Fact]
    public void RadioHead_SentTwice_IsOneMessageInTwoFrames()
    {
        var hub = Hub(new WatchOptions { IsNative = false });
        hub.Observe(new ChainEvent.SiteAccepted(Message("/esp8266")));
        var sent = new Transmission(new Instant(0), Duration.FromMilliseconds(50));
        hub.Observe(new ChainEvent.FrameSent("site", new byte[] { 1, 10, 5, 0, 0xAA, 0xBB }, sent));
        hub.Observe(new ChainEvent.FrameSent("site", new byte[] { 1, 10, 5, 0x40, 0xAA, 0xBB }, sent));
        hub.Observe(new ChainEvent.FrameSent("base", new byte[] { 10, 1, 5, 0x80, 0x21 }, sent));
        var message = Assert.Single(hub.Messages.Search(null, null, null, null, 10));
        Assert.Equal(MessageState.OnAir, message.State);
        Assert.Equal([FrameUse.Data, FrameUse.Repeat], message.CarriedBy.Select(one => one.Use));
        Assert.Equal(Duration.FromMilliseconds(100), message.Airtime);
        Assert.Equal(2, message.CodedOctets);
        Assert.Equal(
            [(FrameUse.Acknowledgement, 1L), (FrameUse.Data, 1L), (FrameUse.Repeat, 1L)],
            hub.Airtime.Totals().ByUse.Select(one => (one.Use, one.Frames)).OrderBy(one => one.Use.ToString()));
    }

    [Fact]
    public void Airtime_AnHourLater_IsNoneOfTheLastHour()
    {
        var hub = Hub(new WatchOptions { IsNative = false });
        var sent = new Transmission(new Instant(0), Duration.FromMilliseconds(50));
        hub.Observe(new ChainEvent.FrameSent("base", new byte[] { 10, 1, 5, 0x80, 0x21 }, sent));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(Duration.FromMilliseconds(50), hub.Airtime.Totals().ByUse[0].LastHour);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Duration.Zero, hub.Airtime.Totals().ByUse[0].LastHour);
        Assert.Equal(Duration.FromMilliseconds(50), hub.Airtime.Totals().ByUse[0].Airtime);
    }

    [Fact]
    public void Message_PayloadsAreNotKept_LetsThePayloadGo()
    {
        var hub = Hub();
        var payload = Observe(hub);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(100_000, hub.Messages.Find(1)!.Octets);
        Assert.False(payload.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Observe(WatchHub hub)
        {
            var octets = new byte[100_000];
            hub.Observe(new ChainEvent.Dropped("site", new MqttMessage { Topic = "t", Payload = octets }, "too long", 1));
            return new WeakReference(octets);
        }
    }

    [Fact]
    public void Dead_OnArrival_IsItselfAndNoOtherOfItsTopic()
    {
        var hub = Hub();
        hub.Observe(new ChainEvent.LinkHappened("base", new LinkEvent.Received(Row(1))));
        var late = new LinkEvent.Dead(1, Row(2).Message, DeadReason.ExpiredOnArrival, null) { Arrived = Row(2) };
        hub.Observe(new ChainEvent.LinkHappened("base", late));
        Assert.Equal(
            [MessageState.Dead, MessageState.Received],
            hub.Messages.Search(null, null, null, null, 10).Select(one => one.State));
        Assert.Equal(EventKind.Expired, hub.Events.Before(long.MaxValue, 1)[0].Kind);
    }

    [Fact]
    public void Published_AfterASubscriberHasIt_IsCountedAndStaysDelivered()
    {
        var hub = Hub(new WatchOptions { KeepsPayloads = true });
        hub.Observe(new ChainEvent.LinkHappened("base", new LinkEvent.Received(Row(1))));
        hub.Observe(new ChainEvent.Delivered(Row(1).Message));
        hub.Observe(new ChainEvent.UpstreamPublished("base", Row(1).Message, Row(1)));
        Assert.Equal(1, hub.Traffic.Messages("base", isOutgoing: false, MessageStage.Published).Total);
        Assert.Equal(MessageState.Delivered, hub.Messages.Find(1)!.State);
    }

    private static InboxRow Row(long id) =>
        new() { Row = id, Link = 1, PeerStore = 7, StreamId = id, Message = Message("t") };

    /// <summary>None but a station makes such a content; what is in it is no matter here.</summary>
    private static void Open(WatchHub hub)
    {
        var content = (FrameContent)RuntimeHelpers.GetUninitializedObject(typeof(FrameContent));
        hub.Observe(new ChainEvent.LinkHappened("base", new LinkEvent.Opened(content)));
    }

    private static void Drop(WatchHub hub, string reason, byte link) =>
        hub.Observe(new ChainEvent.Dropped("site", Message("t"), reason, link));

    private static void Refuse(WatchHub hub, LinkRefusal reason) =>
        hub.Observe(new ChainEvent.LinkHappened("base", new LinkEvent.Refused(reason, 1)));

    private static ReceivedFrame Heard(byte[] octets) => new(octets, new Instant(0));

    private static MqttMessage Message(string topic) => new() { Topic = topic, Payload = "42"u8.ToArray() };

    private WatchHub Hub(WatchOptions? options = null) => new(options ?? new WatchOptions(), _time);
}
