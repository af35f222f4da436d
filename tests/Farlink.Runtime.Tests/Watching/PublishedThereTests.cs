using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>The other end says up to which message it has published; its stream is older than this run.</summary>
public sealed class PublishedThereTests
{
    private readonly WatchHub _hub = new(new WatchOptions(), new FakeTimeProvider());

    private long Published => _hub.Traffic.Messages("site", isOutgoing: true, MessageStage.Published).Total;

    [Fact]
    public void PublishedThere_AfterTheFirstMessageOfThisRun_CountsThatOneAlone()
    {
        Send(1001);
        Happen(new LinkEvent.PublishedThere(1, 1001));
        Assert.Equal(1, Published);
        Assert.Equal(MessageState.Published, _hub.Messages.Find(1)!.State);
    }

    [Fact]
    public void PublishedThere_BeforeAnyMessageOfThisRun_CountsNoneOfTheRunBefore()
    {
        Happen(new LinkEvent.PublishedThere(1, 1000));
        Assert.Equal(0, Published);
        Send(1001);
        Send(1002);
        Happen(new LinkEvent.PublishedThere(1, 1002));
        Assert.Equal(2, Published);
    }

    private void Send(long id)
    {
        var row = new OutboxRow
        {
            Row = id,
            Link = 1,
            Message = new MqttMessage { Topic = "t", Payload = "42"u8.ToArray() },
            Accepted = default,
            StreamId = id,
        };
        Happen(new LinkEvent.Accepted(id, row with { StreamId = 0 }));
        Happen(new LinkEvent.OnAir(row, 7));
    }

    private void Happen(LinkEvent happened) => _hub.Observe(new ChainEvent.LinkHappened("site", happened));
}
