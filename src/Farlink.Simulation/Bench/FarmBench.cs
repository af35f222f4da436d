using System.Text;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;
using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Bench;

/// <summary>Twelve sites on one channel of 1 %, a message a minute each, 10 % of all frames lost.</summary>
internal static class FarmBench
{
    private const int Sites = 12;
    private const int Minutes = 120;

    /// <summary>What was measured.</summary>
    public sealed record Result(
        int Sent, int Missing, Duration P95, Duration BaseAirtimePerHour, IReadOnlyList<string> Violations);

    public static Result Measure()
    {
        using var network = new SimulatedNetwork(5, new ChannelOptions { Loss = 0.1 });
        network.Checkers.AddRange(AllCheckers.Create());
        var duty = DutyCycle.FromPercent(1);
        var links = Enumerable.Range(1, Sites).Select(Link).ToArray();
        var station = network.Add("base", new StationOptions { Role = LinkRole.BaseStation, Links = links, DutyCycle = duty });
        var random = new Random(5);
        var sites = links.Select(link => network.Add(
            link.Name, BenchLink.Options(LinkRole.Site, link, null, duty),
            position: new Position((random.NextDouble() - 0.5) * 1000, (random.NextDouble() - 0.5) * 1000))).ToArray();
        station.Start();
        foreach (var site in sites) site.Start();

        Dictionary<string, Instant> sent = [];
        List<Duration> latencies = [];
        network.OnPublished = (_, row) =>
        {
            if (sent.Remove(row.Message.Topic, out var at)) latencies.Add(network.Time.Now - at);
        };
        foreach (var (site, index) in sites.Select((site, index) => (site, index)))
        {
            for (var minute = 1; minute <= Minutes; minute++)
            {
                var name = $"site{index}/{minute}";
                var at = new Instant(0) + Duration.FromSeconds((60 * minute) + (random.NextDouble() * 60));
                network.Time.At(at, () =>
                {
                    sent[name] = network.Time.Now;
                    site.Submit(Message(links[index].Id, name));
                });
            }
        }

        var end = new Instant(0) + Duration.FromSeconds(60 * (Minutes + 1));
        network.Time.Run(end);
        var airtime = new Duration(station.AirtimeSent.Nanoseconds * 60 / (Minutes + 1));
        var delivery = network.Checkers.OfType<DeliveryChecker>().Single();
        network.Time.Run(end + Duration.FromSeconds(3600), () => delivery.Missing == 0);
        network.Finish();
        latencies.Sort();
        return new Result(
            Sites * Minutes, delivery.Missing, latencies[NearestRank.IndexOf(0.95, latencies.Count)], airtime,
            network.Violations);
    }

    private static LinkOptions Link(int number) => new()
    {
        Id = (byte)number,
        Name = $"site{number}",
        Identity = BenchLink.Key(number),
        PhasePeriod = Duration.FromSeconds(60),
        PhaseOffset = Duration.FromSeconds(60.0 / Sites * number),
    };

    private static Submission Message(byte link, string name) => new()
    {
        Link = link,
        Message = new MqttMessage
        {
            Topic = name,
            Payload = Encoding.ASCII.GetBytes("Good job! You are connected 1 times"),
        },
    };
}
