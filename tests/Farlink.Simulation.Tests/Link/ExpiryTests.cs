using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Simulation.Bench;

namespace Farlink.Simulation.Tests.Link;

/// <summary>A message whose deadline passes when a part of it is on the air.</summary>
public sealed class ExpiryTests
{
    [Fact]
    public void Expire_HalfCodedMessage_IsWithdrawnAndTheNextOfItsLanePasses()
    {
        // 42 s of airtime where an hour has 25 s for routine traffic: it stops half way.
        using var link = new BenchLink(
            3, modulation: new LoRaModulation { SpreadingFactor = new SpreadingFactor(9) }, duty: DutyCycle.FromPercent(1));
        List<LinkEvent.Dead> dead = [];
        link.Network.OnEvent = (_, happened) =>
        {
            if (happened is LinkEvent.Dead one) dead.Add(one);
        };
        Submit(link, "big", 8000, Duration.FromSeconds(600));
        link.RunFor(700);
        var expired = Assert.Single(dead);
        Assert.Equal((DeadReason.Expired, "big"), (expired.Reason, expired.Message.Topic));
        Assert.NotNull(expired.Row);
        Assert.Equal(0, link.Site.Machine!.Status(BenchLink.Id, link.Site.Now).QueuedMessages);
        var before = link.Site.AirtimeSent;
        Submit(link, "next", 20, null);
        Submit(link, "last", 20, null);
        link.RunFor(4000);
        Assert.Equal(2, link.Delivery.Received);
        Assert.Equal(0, link.Delivery.Missing);
        Assert.InRange((link.Site.AirtimeSent - before).Seconds, 0, 3);
        Assert.Single(dead);
        Assert.Empty(link.Network.Violations);
    }

    [Fact]
    public void Expire_HalfCodedMessageAndTheSessionEnds_IsToldOnce()
    {
        using var link = new BenchLink(
            4, modulation: new LoRaModulation { SpreadingFactor = new SpreadingFactor(9) }, duty: DutyCycle.FromPercent(1));
        var dead = 0;
        link.Network.OnEvent = (_, happened) => dead += happened is LinkEvent.Dead ? 1 : 0;
        Submit(link, "big", 8000, Duration.FromSeconds(600));
        link.RunFor(300);
        link.Base.Crash();
        link.Network.Time.After(Duration.FromSeconds(1), link.Base.Start);
        link.RunFor(5000);
        Assert.Equal(1, dead);
        Submit(link, "next", 20, null);
        link.RunFor(4000);
        Assert.Equal(1, link.Delivery.Received);
        Assert.Empty(link.Network.Violations);
    }

    private static void Submit(BenchLink link, string topic, int octets, Duration? expires) =>
        link.Site.Submit(new Submission
        {
            Link = BenchLink.Id,
            Priority = Priority.Bulk,
            ExpiresIn = expires,
            Message = new MqttMessage { Topic = topic, Payload = new byte[octets] },
        });
}
