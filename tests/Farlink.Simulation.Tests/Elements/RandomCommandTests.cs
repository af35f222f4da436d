namespace Farlink.Simulation.Tests.Elements;

/// <summary>Random: fixed before the configuration is locked, and the seed's afterwards.</summary>
public sealed class RandomCommandTests
{
    [Fact]
    public void Random_BeforeConfigIsLocked_IsAFixedPattern() =>
        Assert.Equal(AteccBench.Repeat("FFFF0000", 8), new AteccBench().Run(Opcode.Random));

    [Fact]
    public void Random_AfterConfigIsLocked_IsAnotherEachTime()
    {
        var bench = new AteccBench().LockConfig();
        var one = bench.Run(Opcode.Random);
        var other = bench.Run(Opcode.Random, 1);
        Assert.Equal((32, 32), (one.Length, other.Length));
        Assert.NotEqual(one, other);
        Assert.NotEqual(AteccBench.Repeat("FFFF0000", 8), one);
    }

    [Fact]
    public void Random_SameSeed_IsTheSame()
    {
        var one = new AteccBench().LockConfig().Run(Opcode.Random);
        Assert.Equal(one, new AteccBench().LockConfig().Run(Opcode.Random));
        Assert.NotEqual(one, new AteccBench(seed: 2).LockConfig().Run(Opcode.Random));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 1)]
    public void Random_UnknownParameters_IsParseError(int mode, int parameter) =>
        Assert.Equal(Status.ParseError, new AteccBench().LockConfig().StatusOf(Opcode.Random, mode, parameter));
}
