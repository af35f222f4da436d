namespace Farlink.Simulation.Tests.Elements;

/// <summary>GenKey: makes keys and gives the public ones. Digests of them: <see cref="SignInternalTests"/>.</summary>
public sealed class GenKeyCommandTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(AteccBench.TempKey)]
    public void GenKey_BeforeConfigIsLocked_IsExecutionError(int target) =>
        Assert.Equal(Status.ExecutionError, new AteccBench().StatusOf(Opcode.GenKey, 0x04, target));

    [Fact]
    public void GenKey_PublicOfAnEmptySlot_IsEccFault() =>
        Assert.Equal(Status.EccFault, new AteccBench().LockConfig().StatusOf(Opcode.GenKey, 0x00, 0));

    [Fact]
    public void GenKey_Create_MakesAnotherKeyEachTime()
    {
        var bench = new AteccBench().LockConfig();
        var first = bench.MakeKey(0);
        Assert.Equal(first, bench.PublicKey(0));
        var second = bench.MakeKey(0);
        Assert.NotEqual(first, second);
        Assert.Equal(second, bench.PublicKey(0));
    }

    [Fact]
    public void GenKey_DigestWithoutANonce_IsExecutionError()
    {
        var bench = new AteccBench().LockConfig();
        bench.MakeKey(0);
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.GenKey, 0x08, 0));
        bench.LockData();
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.GenKey, 0x08, 0));
        bench.LoadRandom();
        Assert.Equal(AteccBench.PublicKeyOctets, bench.Run(Opcode.GenKey, 0x08, 0).Length);
    }

    [Fact]
    public void GenKey_UnusableRandomNumber_IsEccFaultOnce()
    {
        var bench = FirstDrawIsOfNoUse().LockConfig();
        Assert.Equal(Status.EccFault, bench.StatusOf(Opcode.GenKey, 0x04, 0));
        bench.MakeKey(0);
    }

    [Theory]
    [InlineData(0x02, 0, 0)]
    [InlineData(0x04, 16, 0)]
    [InlineData(0x04, 0, 1)]
    [InlineData(0x00, AteccBench.TempKey, 0)]
    public void GenKey_UnknownParameters_IsParseError(int mode, int slot, int octets)
    {
        var bench = new AteccBench().LockConfig();
        bench.MakeKey(0);
        bench.MakeKey(AteccBench.TempKey);
        Assert.Equal(Status.ParseError, bench.StatusOf(Opcode.GenKey, mode, slot, new byte[octets]));
    }

    private static AteccBench FirstDrawIsOfNoUse()
    {
        var draws = 0;
        var random = new Random(1);
        return new AteccBench(random: octets =>
        {
            if (draws++ == 0) octets.Fill(0xFF);
            else random.NextBytes(octets);
        });
    }
}
