using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>How long commands take, to the nanosecond.</summary>
public sealed class Atecc608TimingTests
{
    [Theory]
    [InlineData(Opcode.Sign, Atecc608ClockDivider.M0, 1, 115)]
    [InlineData(Opcode.Sign, Atecc608ClockDivider.M1, 1, 220)]
    [InlineData(Opcode.Sign, Atecc608ClockDivider.M2, 1, 665)]
    [InlineData(Opcode.Sign, Atecc608ClockDivider.M0, 0.5, 57.5)]
    [InlineData(Opcode.Ecdh, Atecc608ClockDivider.M1, 1, 172)]
    [InlineData(Opcode.Verify, Atecc608ClockDivider.M2, 1, 1_085)]
    [InlineData(Opcode.Random, Atecc608ClockDivider.M0, 1, 23)]
    [InlineData(Opcode.Nonce, Atecc608ClockDivider.M0, 1, 20)]
    [InlineData(Opcode.Write, Atecc608ClockDivider.M0, 1, 45)]
    [InlineData(Opcode.SelfTest, Atecc608ClockDivider.M0, 1, 250)]
    [InlineData(Opcode.PrivWrite, Atecc608ClockDivider.M0, 1, 50)]
    public void Command_ItsClockAndShare_TakesItsTime(int opcode, Atecc608ClockDivider divider, double share, double milliseconds)
    {
        var bench = new AteccBench(new Atecc608ModelOptions { ClockDivider = divider, ExecutionShare = share });
        bench.Wake();
        Assert.True(bench.Send(opcode));
        bench.AdvanceToJustBefore(milliseconds);
        Assert.Null(bench.Get(1));
        bench.Tick();
        Assert.NotNull(bench.Get(1));
    }
}
