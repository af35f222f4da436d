using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>The two counters, and how their octets hold a count.</summary>
public sealed class CounterCommandTests
{
    [Fact]
    public void Counter_CountedOnce_KeepsItAndTheOtherDoesNot()
    {
        var bench = new AteccBench();
        Assert.Equal(AteccBench.Hex("00000000"), bench.Run(Opcode.Counter, 0, 0));
        Assert.Equal(AteccBench.Hex("01000000"), bench.Run(Opcode.Counter, 1, 1));
        Assert.Equal(AteccBench.Hex("01000000"), bench.Run(Opcode.Counter, 0, 1));
        Assert.Equal(AteccBench.Hex("00000000"), bench.Run(Opcode.Counter, 0, 0));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 0)]
    public void Counter_UnknownParameters_IsParseError(int mode, int counter) =>
        Assert.Equal(Status.ParseError, new AteccBench().StatusOf(Opcode.Counter, mode, counter));

    [Fact]
    public void Counter_At45_HasTheOctetsOfARealChip()
    {
        var bench = new AteccBench();
        for (var i = 0; i < 45; i++) bench.Run(Opcode.Counter, 1, 0);
        Assert.Equal(AteccBench.Hex("0007000000010000"), bench.Config()[52..60]);
    }

    [Fact]
    public void Counter_AtItsHighest_CountsNoFurther()
    {
        var bench = new AteccBench();
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.Write, 0, 13, AteccBench.Hex("00000001")));
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.Write, 0, 14, AteccBench.Hex("FFFFFFFF")));
        Assert.Equal(AteccBench.Hex("FFFF1F00"), bench.Run(Opcode.Counter, 0, 0));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Counter, 1, 0));
    }

    [Fact]
    public void MonotonicCounter_EveryCount_IsReadAsWritten()
    {
        var octets = new byte[MonotonicCounter.Length];
        for (var count = 0; count <= MonotonicCounter.Maximum; count++)
        {
            MonotonicCounter.Write(octets, count);
            if (MonotonicCounter.Read(octets) != count) Assert.Fail($"{count} is read as {MonotonicCounter.Read(octets)}");
        }

        Assert.Equal(AteccBench.Hex("00000001FFFFFFFF"), octets);
    }
}
