using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Simulation.Checks;

namespace Farlink.Simulation.Tests.Link;

/// <summary>The inbox: bounded while the broker behind it is away, and honest about what it refuses.</summary>
public sealed class InboxTests
{
    [Fact]
    public void Inbox_BrokerAwayForADay_IsBoundedAndTheRestWaitsAtTheSender()
    {
        using var ends = new TwoEnds(
            1, change: link => link with { MostInboxMessages = 20 }, checkers: AllCheckers.Create());
        ends.Start();
        ends.RunFor(10);
        ends.Base.BrokerIsUp = false;
        for (var i = 1; i <= 200; i++)
        {
            ends.Site.Submit(TwoEnds.Seed(i));
            ends.RunFor(2);
        }

        ends.RunFor(600);
        var before = ends.Site.AirtimeSent;
        ends.RunFor(24 * 3600);

        // One chunk may complete several messages at once.
        Assert.InRange(ends.Base.Disk.Load().Inbox.Count, 20, 40);
        Assert.InRange(ends.Site.Disk.Load().Outbox.Count, 160, 180);

        // A poll every few minutes, and no more.
        Assert.InRange((ends.Site.AirtimeSent - before).Seconds, 0, 60);
        ends.Base.BrokerIsUp = true;
        ends.RunFor(120);
        Assert.Empty(ends.Site.Disk.Load().Outbox);
        Assert.Empty(ends.Base.Disk.Load().Inbox);
        ends.Network.Finish();
        Assert.Empty(ends.Network.Violations);
    }

    [Fact]
    public void Status_BrokerIsAway_CountsWhatHasComeAndWaits()
    {
        using var ends = new TwoEnds(1, checkers: AllCheckers.Create());
        ends.Start();
        ends.RunFor(10);
        ends.Base.BrokerIsUp = false;
        for (var i = 1; i <= 3; i++) ends.Site.Submit(TwoEnds.Seed(i));
        ends.RunFor(120);
        var waiting = ends.Base.Machine!.Status(TwoEnds.LinkId, ends.Base.Now);
        Assert.Equal(3, waiting.InboxMessages);
        Assert.InRange(waiting.InboxOctets, 3 * 30, 3 * 200);
        ends.Base.BrokerIsUp = true;
        ends.RunFor(10);
        var done = ends.Base.Machine!.Status(TwoEnds.LinkId, ends.Base.Now);
        Assert.Equal((0, 0), (done.InboxMessages, done.InboxOctets));
    }

    [Fact]
    public void Inbox_FullAndTheBaseRestarts_StillLosesNothing()
    {
        using var ends = new TwoEnds(
            2, change: link => link with { MostInboxMessages = 5 }, checkers: AllCheckers.Create());
        ends.Start();
        ends.RunFor(10);
        ends.Base.BrokerIsUp = false;
        for (var i = 1; i <= 50; i++)
        {
            ends.Site.Submit(TwoEnds.Seed(i));
            ends.RunFor(1);
            if (i % 10 != 0) continue;
            ends.Base.Crash();
            ends.RunFor(5);
            ends.Base.Start();
            ends.RunFor(60);
        }

        ends.Base.BrokerIsUp = true;
        ends.RunFor(1200);
        Assert.Empty(ends.Site.Disk.Load().Outbox);
        ends.Network.Finish();
        Assert.Empty(ends.Network.Violations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Receipt_RefusedThere_IsNeverCalledPublished(bool restarts)
    {
        using var ends = new TwoEnds(
            3, change: link => link with { RefuseInbound = message => message.Topic == "bad" ? "not wanted" : null },
            checkers: AllCheckers.Create());
        List<LinkEvent> told = [];
        ends.Network.OnEvent = (host, happened) =>
        {
            if (host == ends.Site && happened is LinkEvent.RefusedThere or LinkEvent.PublishedThere) told.Add(happened);
        };
        ends.Start();
        ends.RunFor(10);
        ends.Site.Submit(Asked("good", 1));
        ends.Site.Submit(Asked("bad", 2));
        ends.Site.Submit(Asked("good", 3));
        if (restarts)
        {
            // The refusal is in the store before the message counts as received.
            ends.RunFor(0.35);
            ends.Base.Crash();
            ends.Base.Start();
        }

        ends.RunFor(400);
        ends.Site.Submit(Asked("good", 4));
        ends.RunFor(30);
        var refused = told.OfType<LinkEvent.RefusedThere>().First();
        Assert.Equal((2, "not wanted"), (refused.StreamId, refused.Words));
        var before = told.TakeWhile(one => one != refused).OfType<LinkEvent.PublishedThere>();
        Assert.All(before, there => Assert.True(there.UpTo < 2));
        Assert.Equal(4, told.OfType<LinkEvent.PublishedThere>().Last().UpTo);
        ends.Network.Finish();
        Assert.Empty(ends.Network.Violations);
    }

    private static Submission Asked(string topic, int number) => new()
    {
        Link = TwoEnds.LinkId,
        ReceiptId = $"{number}",
        Client = "device",
        Message = new MqttMessage { Topic = topic, Payload = new[] { (byte)number } },
    };
}
