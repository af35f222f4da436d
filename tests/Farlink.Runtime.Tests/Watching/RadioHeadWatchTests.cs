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

    private static MqttMessage Receive(WatchHub hub, byte[] frame)
    {
        Assert.True(RadioHeadHeader.TryParse(frame, out var header));
        var message = new MqttMessage { Topic = "/esp8266", Payload = frame[RadioHeadHeader.Size..] };
        hub.Observe(new ChainEvent.MessageReceived(
            new RadioHeadEvent.Received(header, message.Payload, message.Payload), new ReceivedFrame(frame, new Instant(0))));
        return message;
    }

    private WatchHub Hub(WatchOptions options) => new(options, _time);
}
