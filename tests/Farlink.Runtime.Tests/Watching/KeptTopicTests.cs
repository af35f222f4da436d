using System.Text;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>Topics that no link carries do not fill the memory.</summary>
public sealed class KeptTopicTests
{
    private readonly WatchHub _hub = new(new WatchOptions { KeepsPayloads = true }, new FakeTimeProvider());

    [Theory]
    [InlineData("a")]
    [InlineData("\U0001F40C")]
    public void Message_OfAnEndlessTopic_KeepsItsBeginningAndIsFoundByIt(string character)
    {
        var topic = "t" + string.Concat(Enumerable.Repeat(character, 65_534 / character.Length));
        _hub.Observe(new ChainEvent.Dropped("site", Message(topic), "too long", 1));
        _hub.Observe(new ChainEvent.Delivered(Message(topic)));
        var kept = _hub.Messages.Find(1)!;
        Assert.InRange(kept.Topic.Length, 1000, KeptTopic.MostCharacters);
        Assert.Equal(topic[..999], kept.Topic[..999]);
        Assert.EndsWith(" more)", kept.Topic, StringComparison.Ordinal);
        Assert.DoesNotContain(Rune.ReplacementChar, kept.Topic.EnumerateRunes().ToList());
        Assert.Equal(MessageState.Delivered, kept.State);
    }

    [Fact]
    public void Airtime_OfAnEndlessTopic_IsOfItsBeginning()
    {
        var row = new OutboxRow
        {
            Row = 1,
            Link = 1,
            Message = Message(new string('t', 65_535)),
            Accepted = default,
            StreamId = 1,
        };
        _hub.Observe(new ChainEvent.LinkHappened("site", new LinkEvent.OnAir(row, 7)));
        Assert.InRange(Assert.Single(_hub.Airtime.Totals().ByTopic).Topic!.Length, 1000, KeptTopic.MostCharacters);
    }

    [Fact]
    public void Of_WhatIsKeptAlready_IsTheSame()
    {
        var longest = new string('t', KeptTopic.MostCharacters);
        Assert.Same(longest, KeptTopic.Of(longest));
        var kept = KeptTopic.Of(longest + "t");
        Assert.Same(kept, KeptTopic.Of(kept));
    }

    private static MqttMessage Message(string topic) => new() { Topic = topic, Payload = "42"u8.ToArray() };
}
