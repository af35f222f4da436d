using System.Text;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;
using Farlink.Simulation.Tests.Link;

namespace Farlink.Simulation.Tests.Scenarios;

/// <summary>From when latency counts, and of which messages.</summary>
public sealed class LatencyTests
{
    /// <summary>Of ten that were wanted seven arrived, in 1 to 7 s.</summary>
    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.5, 5.0)]
    [InlineData(0.7, 7.0)]
    [InlineData(0.71, null)]
    [InlineData(1.0, null)]
    public void Percentile_SomeDidNotArrive_CountsThemAsSlowest(double share, double? expected)
    {
        var messages = new MessageCounts { Offered = 13, HostDown = 2, Ended = 1, Accepted = 10, Delivered = 7 };
        Assert.Equal(expected, Report(messages, 7).Percentile(share)?.Seconds);
    }

    [Fact]
    public void Percentile_NoMessage_IsNone() => Assert.Null(Report(new MessageCounts(), 0).Percentile(0.5));

    /// <summary>The queue has room for one: the second is taken at a later try, and waited all that time.</summary>
    [Fact]
    public void Offer_FullQueue_CountsTheTimeThatAMessageIsHeldBack()
    {
        var tally = new ScenarioTally();
        using var ends = new TwoEnds(1, change: link => link with { MostQueuedMessages = 1 }, checkers: [tally]);
        ends.Start();
        ends.RunFor(10);
        var publisher = new Publisher(ends.Network, ends.Site, tally);
        publisher.Offer(Message("one"));
        publisher.Offer(Message("two"));
        ends.RunFor(60);
        Assert.Equal((2, 1), (tally.Counts.Delivered, tally.Counts.HeldBack));
        Assert.InRange(tally.SortedLatencies()[1].Milliseconds, 250, 30_000);
    }

    private static ScenarioReport Report(MessageCounts messages, int arrived) => new()
    {
        Scenario = PlanScenario.Build(new PlanRequest()),
        Simulated = Duration.FromSeconds(1),
        Messages = messages,
        Latencies = [.. Enumerable.Range(1, arrived).Select(second => Duration.FromSeconds(second))],
        Samples = [],
        Hosts = [],
        Channel = new ChannelCounters(),
        IsComplete = true,
        Violations = [],
    };

    private static Submission Message(string text) => new()
    {
        Link = TwoEnds.LinkId,
        Message = new MqttMessage { Topic = "t", Payload = Encoding.ASCII.GetBytes(text), Qos = MqttQos.AtLeastOnce },
    };
}
