using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>UpdateExtra, and the address that it can change.</summary>
public sealed class UpdateExtraCommandTests
{
    [Fact]
    public void UpdateExtra_Octet84_IsWrittenOnce()
    {
        var bench = AteccBench.Of(Atecc608Start.TrustAndGo);
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.UpdateExtra, 0, 0x42));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.UpdateExtra, 0, 0x43));
        Assert.Equal(AteccBench.Hex("42000000"), bench.Run(Opcode.Read, 0, 21));
    }

    [Theory]
    [InlineData(2, 0x43)]
    [InlineData(0, 0x143)] // More than an octet.
    public void UpdateExtra_UnknownParameters_IsParseError(int mode, int value) =>
        Assert.Equal(Status.ParseError, AteccBench.Of(Atecc608Start.TrustAndGo).StatusOf(Opcode.UpdateExtra, mode, value));

    [Fact]
    public void UpdateExtra_NewAddress_HoldsFromTheNextSleep()
    {
        var bench = AteccBench.Of(Atecc608Start.TrustAndGo);
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.UpdateExtra, 0, 0x42));
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.UpdateExtra, 1, 0x58 << 1));
        Assert.Equal(AteccBench.Hex("42B00000"), bench.Run(Opcode.Read, 0, 21));
        Assert.Equal(0x35, bench.Chip.Address);
        bench.Word(AteccBench.Sleep);
        Assert.Equal(0x58, bench.Chip.Address);
        Assert.Null(bench.Wake());
        bench.Address = 0x58;
        Assert.Equal(AteccBench.Hex("04113343"), bench.Get(4));
    }

    [Fact]
    public void Config_NewAddressInOctet16_HoldsFromTheNextSleep()
    {
        var bench = new AteccBench().Set(16, 0x00B0);
        Assert.Equal(0x60, bench.Chip.Address);
        bench.Word(AteccBench.Sleep);
        Assert.Equal(0x58, bench.Chip.Address);
    }

    [Fact]
    public void UpdateExtra_BeforeConfigIsLocked_IsExecutionError() =>
        Assert.Equal(Status.ExecutionError, new AteccBench().StatusOf(Opcode.UpdateExtra, 0, 1));

    [Fact]
    public void UpdateExtra_Octet85WhereItIsNoAddress_LeavesTheAddress()
    {
        var bench = new AteccBench().LockConfig();
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.UpdateExtra, 1, 0xB0));
        Assert.Equal(AteccBench.Hex("00B0"), bench.Config()[84..86]);
        bench.Word(AteccBench.Sleep);
        Assert.Equal(0x60, bench.Chip.Address);
    }
}
