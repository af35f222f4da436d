using Farlink.EndToEnd.Tests;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Tests.Link;

namespace Farlink.Slow;

/// <summary>
/// What the normal run samples, in full. Not part of it: run with <c>eng/slow.sh</c>, which takes about half an hour on two
/// cores.
/// </summary>
public sealed class SlowTests
{
    private const int Seeds = 30_000;
    private const int DiskSeeds = 5_000;
    private const int Crashes = 100_000;
    private const int Kills = 50;

    [Fact]
    public void Link_TensOfThousandsOfSeeds_NothingIsLostOrDoubled() =>
        Parallel.For(1001, 1001 + Seeds, seed => ChaosRun.Run(seed));

    [Fact]
    public void Link_ThousandsOfDiskFaults_RecoversAndForgesNothing() =>
        Parallel.For(1001, 1001 + DiskSeeds, seed => DiskChaosRun.Run(seed));

    [Fact]
    public void Crashes_HundredThousandPoints_LoseAndDoubleNothing()
    {
        var result = CrashEnumeration.Run(Crashes);
        Assert.True(result.Violations.Count == 0, string.Join('\n', result.Violations.Take(10)));
        Assert.True(result.Points >= Crashes);
    }

    [Fact]
    public Task Processes_FiftyKillsUnderLoad_EveryAcknowledgedMessageArrives() => KillRun.RunAsync(Kills, seed: 50);

    [Fact]
    public Task Processes_FiftyKillsOfTheSitesBroker_EverythingTheSiteAcknowledgedArrives() =>
        KillRun.RunWithSitesBrokerAsync(Kills, seed: 51);
}
