using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>SelfTest, and how little a chip allows whose tests failed.</summary>
public sealed class SelfTestCommandTests
{
    private const int All = 0x3B, Sha = 0x20, EcdsaAndSha = 0x22, Ecdsa = 0x02;

    [Fact]
    public void SelfTest_ChipInOrder_Passes() => Assert.Equal(Status.Success, new AteccBench().StatusOf(Opcode.SelfTest, All));

    [Fact]
    public void SelfTest_TestThatIsNone_IsParseError() =>
        Assert.Equal(Status.ParseError, new AteccBench().StatusOf(Opcode.SelfTest, 0x04));

    [Fact]
    public void Wake_FailedTests_AnswersSo() => Assert.Equal(AteccBench.Hex("040740C2"), Failing().Wake());

    [Fact]
    public void Command_FailedTests_IsRefusedButTheConfigurationCanBeRead()
    {
        var bench = Failing();
        bench.Wake();
        Assert.Equal(Status.SelfTestError, bench.StatusAwake(Opcode.Random));
        Assert.Equal(Status.SelfTestError, bench.StatusAwake(Opcode.Read, 0x81, 0));
        Assert.Equal(32, bench.RunAwake(Opcode.Read, 0x80, 0).Length);
    }

    [Theory]
    [InlineData(0)] // Says it, and tests nothing.
    [InlineData(All)]
    public void SelfTest_FailedTests_SaysWhich(int mode)
    {
        var bench = Failing();
        bench.Wake();
        Assert.Equal(EcdsaAndSha, bench.StatusAwake(Opcode.SelfTest, mode));
    }

    [Fact]
    public void SelfTest_PassesNow_ClearsWhatItTested()
    {
        var bench = Failing();
        bench.Wake();
        bench.Chip.Faults = Atecc608Faults.None;
        Assert.Equal(Ecdsa, bench.StatusAwake(Opcode.SelfTest, Sha));
        Assert.Equal(Status.SelfTestError, bench.StatusAwake(Opcode.Random));
        Assert.Equal(Status.Success, bench.StatusAwake(Opcode.SelfTest, All));
        Assert.Equal(32, bench.RunAwake(Opcode.Random).Length);
    }

    private static AteccBench Failing() => new(new Atecc608ModelOptions
    {
        Faults = new Atecc608Faults { FailingSelfTests = Atecc608SelfTests.Ecdsa | Atecc608SelfTests.Sha },
    });
}
