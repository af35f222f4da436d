namespace Farlink.Simulation.Tests.Elements;

/// <summary>Read of slots: each rule, on and off. The other zones: <see cref="ConfigZoneTests"/>.</summary>
public sealed class ReadCommandTests
{
    private const int Private = 0, Open = 9, Secret = 10, SecretAndEncrypted = 11, Encrypted = 12;

    private static readonly byte[] Block = AteccBench.Counting(1, 32);

    private readonly AteccBench _bench = new AteccBench()
        .Slot(Private, 0x2003, 0x0033).Slot(Open, 0x0000, 0x003C).Slot(Secret, 0x0080, 0x003C)
        .Slot(SecretAndEncrypted, 0x00C0, 0x003C).Slot(Encrypted, 0x0040, 0x003C);

    [Fact]
    public void Read_BeforeBothAreLocked_IsExecutionError()
    {
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Read, 0x82, AteccBench.BlockOf(Open)));
        _bench.LockConfig();
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Read, 0x82, AteccBench.BlockOf(Open)));
    }

    [Fact]
    public void Read_BlockAndWord_AreAsWritten()
    {
        Fill();
        Assert.Equal(Block, _bench.Run(Opcode.Read, 0x82, AteccBench.BlockOf(Open)));
        Assert.Equal(AteccBench.Hex("05060708"), _bench.Run(Opcode.Read, 0x02, AteccBench.BlockOf(Open, word: 1)));
    }

    [Fact]
    public void Read_LastBlockOfASlot_IsFilledUp()
    {
        Fill();
        byte[] expected = [.. AteccBench.Hex("0102030405060708"), .. new byte[24]];
        Assert.Equal(expected, _bench.Run(Opcode.Read, 0x82, AteccBench.BlockOf(Open, block: 2)));
    }

    [Fact]
    public void Read_LastBlockOfSlot8_IsThere()
    {
        Fill();
        Assert.Equal(AteccBench.Repeat("FF", 32), _bench.Run(Opcode.Read, 0x82, AteccBench.BlockOf(8, block: 12)));
    }

    [Theory]
    [InlineData(0x02, Open, 2, 2)]
    [InlineData(0x82, Open, 3, 0)]
    [InlineData(0x83, 0, 0, 0)] // Zone 3.
    [InlineData(0xC2, Open, 0, 0)]
    public void Read_AfterTheEndOrUnknownMode_IsParseError(int mode, int slot, int block, int word)
    {
        Fill();
        Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Read, mode, AteccBench.BlockOf(slot, block, word)));
    }

    [Theory]
    [InlineData(0x82, Secret)]
    [InlineData(0x02, Secret)]
    [InlineData(0x82, SecretAndEncrypted)]
    [InlineData(0x82, Encrypted)]
    [InlineData(0x82, Private)] // Though IsSecret is not set.
    public void Read_SlotThatDoesNotAllowIt_IsExecutionError(int mode, int slot)
    {
        Fill();
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Read, mode, AteccBench.BlockOf(slot)));
    }

    private void Fill()
    {
        _bench.LockConfig().MakeKey(Private);
        foreach (var slot in (int[])[Open, Secret, SecretAndEncrypted, Encrypted]) _bench.WriteBlock(slot, Block);
        _bench.WriteBlock(Open, Block, block: 2);
        _bench.LockData();
    }
}
