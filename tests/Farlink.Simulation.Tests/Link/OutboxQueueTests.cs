using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Tests.Link;

public sealed class OutboxQueueTests
{
    private readonly OutboxQueue _queue = new();
    private long _row;

    [Fact]
    public void Enqueue_NewerValueOfItsPublisher_TakesThePlaceAndTimeOfTheOlder()
    {
        Add("level", newestOnly: true, flushAt: 5);
        Add("other", flushAt: 6);
        var newer = Queued("level", newestOnly: true, flushAt: 9);
        Assert.Equal(1, _queue.Enqueue(newer)?.Row.Row);
        Assert.Equal(new Instant(5), newer.FlushAt);
        Assert.Equal(["level 3", "other 2"], Order());
        Assert.Equal((2, 2 * newer.Octets), (_queue.Messages, _queue.Octets));
    }

    [Fact]
    public void Oldest_MessagesComeAndGo_IsTheOneHeldLongest()
    {
        Assert.Null(_queue.Oldest);
        Add("a");
        Add("b", newestOnly: true);
        Add("c");
        Assert.Equal(1, _queue.Oldest!.Row.Row);

        // On the air it is still held; only what is gone makes room for the next.
        Next();
        Assert.Equal(1, _queue.Oldest!.Row.Row);
        _queue.Finish(_queue.Oldest!);
        Assert.Equal(2, _queue.Oldest!.Row.Row);
        Add("b", newestOnly: true);
        Assert.Equal(3, _queue.Oldest!.Row.Row);
        _queue.Finish(_queue.Oldest!);
        _queue.Finish(_queue.Oldest!);
        Assert.Null(_queue.Oldest);
    }

    [Fact]
    public void Enqueue_ValueThatChangesFasterThanItIsSent_IsSentAllTheSame()
    {
        // A backlog that never ends: each time one message goes, two more come, one of them a newer value.
        List<string> sent = [];
        Add("level", newestOnly: true);
        for (var i = 0; i < 20; i++)
        {
            Add($"event/{i}");
            Add("level", newestOnly: true);
            sent.Add(Next());
        }

        Assert.Contains("level", sent[0], StringComparison.Ordinal);
        Assert.True(sent.Count(one => one.StartsWith("level", StringComparison.Ordinal)) >= 5, string.Join(", ", sent));
    }

    [Fact]
    public void Enqueue_NewerValueOfAnotherPublisher_GoesToTheEndOfItsOwnLine()
    {
        Add("level", newestOnly: true, client: "a");
        Add("event", client: "b");
        Assert.NotNull(_queue.Enqueue(Queued("level", newestOnly: true, client: "b")));
        Assert.Equal(["event 2", "level 3"], Order());
    }

    private string[] Order()
    {
        List<string> all = [];
        while (_queue.WaitingMessages > 0) all.Add(Next());
        Assert.Equal(0, _queue.WaitingOctets);
        return [.. all];
    }

    private string Next()
    {
        Assert.True(_queue.TryPeek(Priority.Normal, out var entry, out _));
        _queue.Take(entry);
        return $"{entry.Row.Message.Topic} {entry.Row.Row}";
    }

    private void Add(string topic, bool newestOnly = false, long flushAt = 0, string client = "a") =>
        _queue.Enqueue(Queued(topic, newestOnly, flushAt, client));

    private QueuedMessage Queued(string topic, bool newestOnly = false, long flushAt = 0, string client = "a")
    {
        var row = new OutboxRow
        {
            Row = ++_row,
            Link = 1,
            Message = new MqttMessage { Topic = topic, Payload = new byte[10] },
            Accepted = new Instant(0),
            FlushAt = new Instant(flushAt),
            NewestOnly = newestOnly,
            Client = client,
        };
        var message = new QueuedMessage(row, isDurable: true);
        _queue.Reserve(message);
        return message;
    }
}
