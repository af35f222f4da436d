using Farlink.Protocol.Messages;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>Somebody looks for messages while the link goes on.</summary>
public sealed class MessageSearchTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly WatchHub _hub;

    public MessageSearchTests() => _hub = new WatchHub(new WatchOptions(), _time);

    [Fact]
    public void Search_ByTopicAndTime_FindsTheNewestThatAreBoth()
    {
        for (var i = 0; i < 10; i++)
        {
            Drop($"t/{i % 2}");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var found = _hub.Messages.Search(topic => topic == "t/0", Start.AddMinutes(2), Start.AddMinutes(7), null, 2);
        Assert.Equal([7L, 5L], found.Select(one => one.Id));
    }

    /// <summary>Whoever looks for a topic must not hold the link up for as long as that takes.</summary>
    [Fact]
    public void Search_WhileItLooks_LetsTheLinkGoOn()
    {
        Drop("t");
        var hasGoneOn = false;
        _hub.Messages.Search(_ => hasGoneOn = GoesOn(), null, null, null, 10);
        Assert.True(hasGoneOn);
        Assert.NotNull(_hub.Messages.Find(2));

        bool GoesOn()
        {
            var link = new Thread(() => Drop("t"));
            link.Start();
            return link.Join(TimeSpan.FromSeconds(10));
        }
    }

    private void Drop(string topic) => _hub.Observe(
        new ChainEvent.Dropped("site", new MqttMessage { Topic = topic, Payload = "42"u8.ToArray() }, "too long", 1));
}
