using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>Info: the revision, whether a slot's key is one, pins.</summary>
public sealed class InfoCommandTests
{
    [Fact]
    public void Revision_OfA608B_IsTheOptions()
    {
        var revision = AteccBench.Hex("00006003");
        Assert.Equal(revision, new AteccBench(new Atecc608ModelOptions { Revision = revision }).Run(Opcode.Info));
    }

    [Fact]
    public void KeyValid_Slot_IsSetOnceItHasAKey()
    {
        var bench = new AteccBench().LockConfig();
        Assert.Equal(AteccBench.Hex("00000000"), bench.Run(Opcode.Info, 1, 0));
        bench.MakeKey(0);
        Assert.Equal(AteccBench.Hex("01000000"), bench.Run(Opcode.Info, 1, 0));
    }

    [Fact]
    public void KeyValid_StoredPublicKey_IsSet()
    {
        var bench = new AteccBench().Slot(9, 0x0F0F, 0x0030).LockConfig();
        Assert.Equal(AteccBench.Hex("00000000"), bench.Run(Opcode.Info, 1, 9));
        bench.WritePublicKey(9, HostKey.Public);
        Assert.Equal(AteccBench.Hex("01000000"), bench.Run(Opcode.Info, 1, 9));
    }

    [Fact]
    public void Gpio_NoPin_IsZero() => Assert.Equal(AteccBench.Hex("00000000"), new AteccBench().Run(Opcode.Info, 3));

    [Theory]
    [InlineData(4, 0)]
    [InlineData(1, 16)]
    public void Info_ModeOrSlotThatIsNone_IsParseError(int mode, int slot) =>
        Assert.Equal(Status.ParseError, new AteccBench().StatusOf(Opcode.Info, mode, slot));
}
