using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>Whose airtime is told apart where there are more topics than places.</summary>
public sealed class AirtimeAccountTests
{
    private static readonly Transmission Sent = new(new Instant(0), Duration.FromMilliseconds(50));

    private readonly FakeTimeProvider _time = new();
    private byte _id;

    [Fact]
    public void ByTopic_MoreThanThereArePlaces_AreThoseOfTheLastHourThatTookMost()
    {
        var hub = Hub(3);
        Send(hub, "first", 9);
        Send(hub, "second", 8);
        Send(hub, "third", 7);
        _time.Advance(TimeSpan.FromHours(2));
        Send(hub, "second", 1);
        Send(hub, "third", 2);
        Send(hub, "new", 3);
        Assert.Equal(["second", "third", "new", null], Topics(hub));
        var others = hub.Airtime.Totals().ByTopic[^1];
        Assert.Equal((9L, Duration.FromMilliseconds(450), Duration.Zero), (others.Messages, others.Airtime, others.LastHour));
    }

    [Fact]
    public void ByTopic_WithTopicsThatComeAndGo_LosesNothingOfTheSum()
    {
        var hub = Hub(3);
        for (var i = 0; i < 50; i++)
        {
            Send(hub, $"t/{i}", 1);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var topics = hub.Airtime.Totals().ByTopic;
        Assert.Equal(4, topics.Count);
        Assert.Equal(50, topics.Sum(one => one.Messages));
        Assert.Equal(50 * 50_000_000L, topics.Sum(one => one.Airtime.Nanoseconds));
        Assert.Equal(50 * 50_000_000L, topics.Sum(one => one.LastHour.Nanoseconds));
    }

    private static IEnumerable<string?> Topics(WatchHub hub) => hub.Airtime.Totals().ByTopic.Select(one => one.Topic);

    private void Send(WatchHub hub, string topic, int times)
    {
        for (var i = 0; i < times; i++)
        {
            hub.Observe(new ChainEvent.SiteAccepted(new MqttMessage { Topic = topic, Payload = "42"u8.ToArray() }));
            hub.Observe(new ChainEvent.FrameSent("site", new byte[] { 1, 10, ++_id, 0, 0xAA, 0xBB }, Sent));
        }
    }

    private WatchHub Hub(int places) => new(new WatchOptions { IsNative = false, MostTopics = places }, _time);
}
