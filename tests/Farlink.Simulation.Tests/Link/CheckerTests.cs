using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Simulation.Checks;

namespace Farlink.Simulation.Tests.Link;

/// <summary>Each checker sees its own rule broken: a checker that cannot fire checks nothing.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void Delivery_MessageLostDoubledOrInvented_Fires()
    {
        var checker = new DeliveryChecker();
        using var ends = new TwoEnds(1);
        var row = Row(1);
        checker.HandleEvent(ends.Network, ends.Site, new LinkEvent.Accepted(1, row));
        checker.Finish(ends.Network);
        Assert.Contains("acknowledged and is lost", Assert.Single(ends.Network.Violations), StringComparison.Ordinal);

        ends.Network.Violations.Clear();
        checker.HandleSubmitted(ends.Network, ends.Site, new Submission { Link = 1, Message = row.Message });
        checker.HandleDurable(ends.Network, ends.Base, Receive(row.Message));
        Assert.Empty(ends.Network.Violations);
        checker.HandleDurable(ends.Network, ends.Base, Receive(row.Message));
        Assert.Contains("2 times", Assert.Single(ends.Network.Violations), StringComparison.Ordinal);

        ends.Network.Violations.Clear();
        checker.HandleDurable(ends.Network, ends.Base, Receive(row.Message with { Topic = "other" }));
        Assert.Contains("nobody sent", Assert.Single(ends.Network.Violations), StringComparison.Ordinal);

        ends.Network.Violations.Clear();
        checker.HandleDurable(ends.Network, ends.Base, Receive(row.Message with { Retain = true }));
        Assert.Contains("changed", ends.Network.Violations[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Order_LaterMessageFirst_Fires()
    {
        var checker = new OrderChecker();
        using var ends = new TwoEnds(1);
        checker.HandleEvent(ends.Network, ends.Site, new LinkEvent.Accepted(1, Row(1)));
        checker.HandleEvent(ends.Network, ends.Site, new LinkEvent.Accepted(2, Row(2)));
        checker.HandleDurable(ends.Network, ends.Base, Receive(Row(2).Message));
        Assert.Empty(ends.Network.Violations);
        checker.HandleDurable(ends.Network, ends.Base, Receive(Row(1).Message));
        Assert.Contains("overtaken", Assert.Single(ends.Network.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void Free_RowThePeerHasNot_Fires()
    {
        using var ends = new TwoEnds(1);
        new FreeChecker().HandleDurable(ends.Network, ends.Site, new StoreOperation.Free(TwoEnds.LinkId, 1));
        Assert.Contains("freed up to 1", Assert.Single(ends.Network.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void Nonce_UsedTwice_Fires()
    {
        var checker = new NonceChecker();
        using var ends = new TwoEnds(1);
        checker.Note(ends.Network, "site", 7, 0, 1);
        checker.Note(ends.Network, "site", 7, 1, 1);
        checker.Note(ends.Network, "site", 8, 0, 1);
        Assert.Empty(ends.Network.Violations);
        checker.Note(ends.Network, "site", 7, 0, 1);
        Assert.Single(ends.Network.Violations);
    }

    [Fact]
    public void Duty_OneFrameTooMany_Fires()
    {
        var checker = new DutyChecker();
        using var ends = new TwoEnds(1, duty: new DutyCycle(1));
        for (var i = 0; i < 10 && ends.Network.Violations.Count == 0; i++)
        {
            var frame = ends.Network.Channel.Begin(ends.Site.Radio, new byte[20], ends.Network.Time.Now);
            checker.HandleTransmission(ends.Network, ends.Site, frame);
            ends.RunFor(1);
            Assert.Equal(i >= 6, ends.Network.Violations.Count > 0);
        }

        Assert.Single(ends.Network.Violations);
    }

    [Fact]
    public void Memory_MoreThanTheLimit_Fires()
    {
        using var ends = new TwoEnds(1);
        ends.Start();
        var link = ends.Site.Options.Links[0];
        var status = ends.Site.Machine!.Status(TwoEnds.LinkId, ends.Site.Now);
        MemoryChecker.Check(ends.Network, ends.Site, link, status);
        Assert.Empty(ends.Network.Violations);
        MemoryChecker.Check(ends.Network, ends.Site, link, status with { QueuedMessages = link.MostQueuedMessages + 1 });
        MemoryChecker.Check(ends.Network, ends.Site, link, status with { HeldOctets = 10_000_000 });
        Assert.Equal(2, ends.Network.Violations.Count);
    }

    [Fact]
    public void Forgery_AcceptedFrame_Fires()
    {
        var checker = new ForgeryChecker();
        using var ends = new TwoEnds(1);
        ends.Start();
        checker.BeforeReception(ends.Network, ends.Base, isGenuine: false);
        checker.AfterReception(ends.Network, ends.Base, isGenuine: false);
        Assert.Contains("accepted a forged frame", Assert.Single(ends.Network.Violations), StringComparison.Ordinal);
        Assert.Equal(1, checker.Watched);
    }

    private static StoreOperation.Receive Receive(MqttMessage message) => new(TwoEnds.LinkId, 1, 1, new InboxRow
    {
        Row = 1,
        Link = TwoEnds.LinkId,
        PeerStore = 1,
        StreamId = 1,
        Message = message,
    });

    private static OutboxRow Row(int number) => new()
    {
        Row = number,
        Link = TwoEnds.LinkId,
        Message = TwoEnds.Seed(number).Message,
        Accepted = new Instant(0),
    };
}
