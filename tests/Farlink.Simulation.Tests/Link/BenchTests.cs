using Farlink.Protocol.Units;
using Farlink.Simulation.Bench;

namespace Farlink.Simulation.Tests.Link;

public sealed class BenchTests
{
    /// <summary>A change of the protocol shows here as a diff; approve it by copying the received table.</summary>
    [Fact]
    public void Goodput_OverLossAndSpreadingFactor_IsAsApproved()
    {
        var approved = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Link", "goodput.approved.txt"));
        Assert.Equal(approved, GoodputBench.Table());
    }

    [Fact]
    public void Crashes_EveryPointOfSomeRuns_LoseAndDoubleNothing()
    {
        var result = CrashEnumeration.Run(4_000);
        Assert.True(result.Violations.Count == 0, string.Join('\n', result.Violations.Take(10)));
        Assert.True(result.Points >= 4_000);
    }

    [Fact]
    public void SameSeed_RunTwice_IsTheSameToTheLastOctet()
    {
        Assert.Equal(Trace(11), Trace(11));
        Assert.NotEqual(Trace(11), Trace(12));

        static string Trace(int seed)
        {
            using var ends = new TwoEnds(seed, new Air.ChannelOptions { Loss = 0.3 });
            var trace = new System.Text.StringBuilder();
            ends.Network.OnFrame = frame => trace.Append($"{frame.Start} {Convert.ToHexString(frame.Octets)}\n");
            ends.Start();
            for (var i = 0; i < 20; i++)
            {
                ends.RunFor(3);
                ends.Site.Submit(TwoEnds.Seed(i));
            }

            ends.RunFor(200);
            return trace.ToString();
        }
    }

    [Theory]
    [InlineData(0, 41.6, 44.5, 90)]
    [InlineData(60, 3.9, 5.0, 200)]
    public void SeedBench_Compressed_ReachesItsFigures(int latencySeconds, double site, double all, double confirmed)
    {
        var result = SeedBench.Measure(Duration.FromSeconds(latencySeconds));
        Assert.InRange(result.Site.Milliseconds, 0, site);
        Assert.InRange(result.AllIn.Milliseconds, 0, all);
        Assert.InRange(result.Confirmed.Seconds, 0, confirmed);
    }
}
