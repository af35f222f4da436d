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
/// Crashes either end at every durable write, every transmission and every hand-over to a broker of a run, one after the other,
/// each in a run of its own, on disks that drop what was not flushed.
/// </summary>
public static class CrashEnumeration
{
    private const byte LinkId = 1;
    private const int Messages = 14;

    /// <summary>What was found.</summary>
    /// <param name="Points">Crash points tried, one run each.</param>
    /// <param name="Violations">Messages lost or doubled, and every other broken rule, with seed and point.</param>
    public sealed record Result(long Points, IReadOnlyList<string> Violations);

    /// <summary>Enumerates runs of rising seeds until so many points have been tried.</summary>
    /// <param name="atLeast">Crash points.</param>
    /// <param name="firstSeed">Where to begin.</param>
    /// <param name="onProgress">Told of the points tried so far, from any thread.</param>
    public static Result Run(long atLeast, int firstSeed = 1, Action<long>? onProgress = null)
    {
        List<string> violations = [];
        long points = 0;
        for (var seed = firstSeed; points < atLeast; seed++)
        {
            var count = One(seed, -1, violations);
            var run = seed;
            var found = new System.Collections.Concurrent.ConcurrentBag<string>();
            Parallel.For(0, count, point =>
            {
                List<string> mine = [];
                One(run, point, mine);
                foreach (var violation in mine) found.Add(violation);
            });
            violations.AddRange(found);
            points += count;
            onProgress?.Invoke(points);
        }

        return new Result(points, violations);
    }

    /// <summary>One run that crashes at one point (or not at all, for -1); returns how many points it had.</summary>
    public static long One(int seed, long crashAt, List<string> violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        using var network = new SimulatedNetwork(seed, new ChannelOptions { Loss = 0.1 });
        network.Checkers.AddRange(AllCheckers.Create());
        var link = new LinkOptions
        {
            Id = LinkId,
            Name = "crash",
            Identity = BenchLink.Key(LinkId),
            ConfirmWithin = Duration.FromSeconds(5),
        };
        var duty = DutyCycle.FromPercent(10);
        var site = network.Add("site", BenchLink.Options(LinkRole.Site, link, null, duty));
        var station = network.Add(
            "base", BenchLink.Options(LinkRole.BaseStation, link, null, duty), position: new Position(500, 0));
        network.CrashWhen = (_, _, number) => number == crashAt;
        station.Start();
        site.Start();
        var random = new Random(seed);
        for (var i = 0; i < Messages; i++)
        {
            network.Time.Run(network.Time.Now + Duration.FromSeconds(random.NextDouble() * 3));
            var host = random.Next(3) == 0 ? station : site;
            if (host.IsUp) host.Submit(Message(random, i));
        }

        var delivery = network.Checkers.OfType<DeliveryChecker>().Single();
        bool IsDone() => delivery.Missing == 0 && site.IsUp && station.IsUp && delivery.Acknowledged > 0;
        var limit = network.Time.Now + Duration.FromSeconds(4 * 3600);
        do
        {
            network.Time.Run(limit, IsDone);

            // What comes twice comes soon after; what was not acknowledged yet may be by then.
            network.Time.Run(network.Time.Now + Duration.FromSeconds(30));
        }
        while (!IsDone() && network.Time.Now < limit);
        network.Finish();
        foreach (var violation in network.Violations) violations.Add($"seed {seed}, crash point {crashAt}: {violation}");
        return network.CrashPoints;
    }

    private static Submission Message(Random random, int number)
    {
        var payload = new byte[random.Next(6) == 0 ? 600 : 4 + random.Next(40)];
        random.NextBytes(payload);
        payload[0] = (byte)number;
        return new Submission
        {
            Link = LinkId,
            Priority = (Priority)random.Next(3),
            Message = new MqttMessage { Topic = $"t/{number % 4}", Payload = payload, Qos = (MqttQos)(1 + random.Next(2)) },
        };
    }
}
