namespace Farlink.Simulation.Tests.Link;

/// <summary>Whatever happens to frames, disks and hosts: nothing acknowledged is lost and nothing comes twice.</summary>
public sealed class ChaosTests
{
    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 300)];

    public static TheoryData<int> DiskSeeds { get; } = [.. Enumerable.Range(1, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Link_EverythingGoesWrong_NothingIsLostOrDoubled(int seed) => ChaosRun.Run(seed);

    /// <summary>The base writes that a message came too late, and crashes before it tells: it is on its disk.</summary>
    [Fact]
    public void Link_CrashBetweenADeadLetterAndItsEvent_IsNoLoss() => ChaosRun.Run(5084);

    [Theory]
    [MemberData(nameof(DiskSeeds))]
    public void Link_DisksLostSwappedOrRolledBack_RecoversAndForgesNothing(int seed) => DiskChaosRun.Run(seed);
}
