using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>What a hub keeps of an end in RadioHead mode.</summary>
public sealed class RadioHeadWatchTests
{
    private static readonly Transmission Sent = new(new Instant(0), Duration.FromMilliseconds(50));

    private static readonly WatchOptions Usual = new() { IsNative = false, Topic = "/esp8266" };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(true, false, "010A0500")]
    [InlineData(true, true, "010A0500AABB")]
    [InlineData(false, false, "010A0500AABB")]
    public void Frames_WhereTheyAreTheMessages_AreKeptWhereTheseAre(bool isInClear, bool keepsPayloads, string kept)
    {
        var hub = Hub(new WatchOptions { IsNative = false, IsInClear = isInClear, KeepsPayloads = keepsPayloads });
        hub.Observe(new ChainEvent.FrameSent("site", new byte[] { 1, 10, 5, 0, 0xAA, 0xBB }, Sent));
        Receive(hub, [1, 10, 5, 0, 0xAA, 0xBB]);
        var frames = hub.Frames.After(0, 10);
        Assert.Equal([kept, kept], frames.Select(frame => Convert.ToHexString(frame.Octets.Span)));
        Assert.Equal([6, 6], frames.Select(frame => frame.Length));
    }

    [Fact]
    public void Message_Received_HasItsFrame()
    {
        var hub = Hub(Usual with { AirtimeOf = octets => Duration.FromMilliseconds(octets) });
        Receive(hub, [1, 10, 5, 0, 0xAA, 0xBB]);
        var message = hub.Messages.Find(1)!;
        var carrier = Assert.Single(message.CarriedBy);
        Assert.Equal((1, "site", FrameUse.Data), (message.Frames, carrier.Role, carrier.Use));
        Assert.Equal((2, Duration.FromMilliseconds(6)), (message.CodedOctets, message.Airtime));
        Assert.Equal([1L], hub.Frames.Find(carrier.Frame)!.Messages);
    }

    [Fact]
    public void Frames_RefusedOrWithoutAMessage_AreThere()
    {
        var hub = Hub(Usual);
        hub.Observe(new ChainEvent.FrameRefused("base", FrameRefusal.TruncatedHeader, Heard([7])));
        hub.Observe(new ChainEvent.FrameRefused("base", FrameRefusal.OtherAddress, Heard([2, 10, 1, 0, 0xAA])));
        hub.Observe(new ChainEvent.FrameHeard("site", Heard([10, 1, 5, 0x80, 0x21])));
        var frames = hub.Frames.After(0, 10);
        Assert.Equal(
            ["base truncated_header  07", "base other_address Data 020A0100AA", "site  Acknowledgement 0A01058021"],
            frames.Select(one => $"{one.Role} {one.Refusal} {one.Use} {Convert.ToHexString(one.Octets.Span)}"));
        Assert.Empty(frames[0].Fields);
        Assert.All(frames, frame => Assert.False(frame.IsSent));
    }

    /// <summary>They all say the same, as those of a sensor often do.</summary>
    [Fact]
    public void Messages_SomeOfThemDropped_EndEachInItsOwnWay()
    {
        var hub = Hub(Usual);
        var messages = Enumerable.Range(0, 4).Select(_ => Receive(hub, [1, 10, 0, 0, 0xAA])).ToArray();
        hub.Observe(new ChainEvent.UpstreamDropped(messages[3], "3 messages wait for the broker already"));
        hub.Observe(new ChainEvent.UpstreamPublished("base", messages[0], null));
        hub.Observe(new ChainEvent.UpstreamDropped(messages[1], "the broker refused it: \u001b[31mno"));
        hub.Observe(new ChainEvent.UpstreamPublished("base", messages[2], null));
        Assert.Equal(
            [MessageState.Published, MessageState.Dead, MessageState.Published, MessageState.Dead],
            Enumerable.Range(1, 4).Select(id => hub.Messages.Find(id)!.State));
        Assert.Equal("3 messages wait for the broker already", hub.Messages.Find(4)!.Reason);
        Assert.Equal(2, hub.Traffic.Messages("base", isOutgoing: false, MessageStage.Published).Total);
        var told = hub.Events.After(0, 10);
        Assert.Equal([EventKind.Dead, EventKind.Dead], told.Select(one => one.Kind));
        Assert.DoesNotContain('\u001b', told[1].Text);
    }

    [Fact]
    public void Published_AfterASubscriberHasIt_IsNoOtherMessage()
    {
        var hub = Hub(Usual with { KeepsPayloads = true });
        var first = Receive(hub, [1, 10, 0, 0, 0xAA]);
        Receive(hub, [1, 10, 0, 0, 0xBB]);
        hub.Observe(new ChainEvent.Delivered(first));
        hub.Observe(new ChainEvent.UpstreamPublished("base", first, null));
        Assert.Equal(MessageState.Delivered, hub.Messages.Find(1)!.State);
        Assert.Equal(MessageState.Received, hub.Messages.Find(2)!.State);
    }

    private static ReceivedFrame Heard(byte[] octets) => new(octets, new Instant(0));

    private static MqttMessage Receive(WatchHub hub, byte[] frame)
    {
        Assert.True(RadioHeadHeader.TryParse(frame, out var header));
        var message = new MqttMessage { Topic = "/esp8266", Payload = frame.AsMemory(RadioHeadHeader.Size) };
        hub.Observe(new ChainEvent.MessageReceived(
            new RadioHeadEvent.Received(header, message.Payload, message.Payload), Heard(frame)));
        return message;
    }

    private WatchHub Hub(WatchOptions options) => new(options, _time);
}
