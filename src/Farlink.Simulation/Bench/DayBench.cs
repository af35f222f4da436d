using System.Diagnostics;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;

namespace Farlink.Simulation.Bench;

/// <summary>How long the simulator takes for a day of the seed's workload, both ends, on one core.</summary>
internal static class DayBench
{
    private const int Messages = 24 * 3600 / 5;

    /// <summary>Simulates the day.</summary>
    /// <param name="modelMebibytes">Size of the models, in MiB; 0: uncompressed.</param>
    public static (TimeSpan Taken, int Missing) Measure(int modelMebibytes)
    {
        var clock = Stopwatch.StartNew();
        using var link = new BenchLink(1, duty: DutyCycle.FromPercent(10), modelMebibytes: modelMebibytes);
        for (var i = 0; i < Messages; i++)
        {
            link.Site.Submit(new Submission { Link = BenchLink.Id, Message = BenchLink.Seed(i) });
            link.RunFor(5);
        }

        link.RunFor(120);
        return (clock.Elapsed, link.Delivery.Missing);
    }
}
