using System.Text;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Bench;

/// <summary>
/// A hundred sites on one channel of 10 %, SF7, each with the seed's workload gathered for 60 s and compressed (models of 1 MiB:
/// both ends of all of them are in this process).
/// </summary>
internal static class CrowdBench
{
    private const int Sites = 100;
    private const int Minutes = 12;

    /// <summary>Sites come up one after the other; then the load begins.</summary>
    private const double StartSeconds = 3, LoadAt = 400;

    /// <summary>On a ring so wide four pairs in ten do not hear each other at full power, and the base hears all.</summary>
    private const double WideMetres = 1600;
    private const double NarrowMetres = 500;

    /// <summary>What was measured.</summary>
    public sealed record Result(int Sent, int Missing, double CollidedShare, double HiddenShare);

    public static Result Measure(bool hidden)
    {
        using var network = new SimulatedNetwork(7, new ChannelOptions());
        network.Checkers.Add(new DeliveryChecker());
        var duty = DutyCycle.FromPercent(10);
        var links = Enumerable.Range(1, Sites).Select(Link).ToArray();
        var station = network.Add("base", BenchLink.Options(LinkRole.BaseStation, links[0], null, duty) with { Links = links });
        var random = new Random(7);
        var places = links.Select(_ => Place(random, hidden ? WideMetres : NarrowMetres)).ToArray();
        var sites = links.Select((link, i) => network.Add(
            link.Name, BenchLink.Options(LinkRole.Site, link, null, duty), position: places[i])).ToArray();
        var (frames, collided) = (0L, 0L);
        network.OnReception = (frame, reception) =>
        {
            // Counted where it was meant to arrive: at the base, or at the site it names.
            var isUp = reception.Receiver == station.Radio;
            if (!isUp && (frame.Sender != station.Radio || reception.Receiver != sites[frame.Octets[1] - 1].Radio)) return;
            frames++;
            if (reception.Result == ReceptionResult.Collided) collided++;
        };
        station.Start();
        for (var i = 0; i < Sites; i++) network.Time.At(At(StartSeconds * (i + random.NextDouble())), sites[i].Start);
        for (var i = 0; i < Sites; i++) Publish(network, sites[i], links[i], random.NextDouble() * 5);
        network.Time.Run(At(LoadAt + ((Minutes + 1) * 60)));
        var delivery = network.Checkers.OfType<DeliveryChecker>().Single();
        network.Time.Run(At(LoadAt + ((Minutes + 10) * 60)), () => delivery.Missing == 0);
        var apart = 0;
        for (var a = 0; a < Sites; a++)
            for (var b = a + 1; b < Sites; b++)
                if (!network.Channel.IsInRange(sites[a].Radio, sites[b].Radio, new Dbm(14))) apart++;
        return new Result(
            Sites * Minutes * 12, delivery.Missing, (double)collided / frames, apart / (Sites * (Sites - 1) / 2.0));
    }

    private static void Publish(SimulatedNetwork network, SimulatedHost site, LinkOptions link, double offset)
    {
        for (var i = 0; i < Minutes * 12; i++)
        {
            var payload = Encoding.ASCII.GetBytes($"Good job! You are connected {i} times");
            var submission = new Submission
            {
                Link = link.Id,
                Message = new MqttMessage { Topic = $"{link.Name}/esp8266", Payload = payload },
                MostLatency = Duration.FromSeconds(60),
            };
            network.Time.At(At(LoadAt + offset + (5 * i)), () => site.Submit(submission));
        }
    }

    private static Instant At(double seconds) => new Instant(0) + Duration.FromSeconds(seconds);

    /// <summary>Anywhere on the ring.</summary>
    private static Position Place(Random random, double metres)
    {
        var angle = random.NextDouble() * 2 * Math.PI;
        return new Position(metres * Math.Cos(angle), metres * Math.Sin(angle));
    }

    private static LinkOptions Link(int number) => new()
    {
        Id = (byte)number,
        Name = $"site{number}",
        Identity = BenchLink.Key(number),
        PhasePeriod = Duration.FromSeconds(60),
        PhaseOffset = Duration.FromSeconds(60.0 / Sites * number),
        AnswerEvery = 60,
        ModelMebibytes = 1,
    };
}
