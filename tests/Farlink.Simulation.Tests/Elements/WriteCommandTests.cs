namespace Farlink.Simulation.Tests.Elements;

/// <summary>Write to slots: each rule, on and off. The other zones: <see cref="ConfigZoneTests"/>.</summary>
public sealed class WriteCommandTests
{
    private static readonly byte[] Block = AteccBench.Counting(0, 32);
    private static readonly byte[] Word = Block[..4];

    [Fact]
    public void Write_PrivateSlot_IsExecutionError()
    {
        var bench = new AteccBench().Slot(0, 0x0083, 0x0033).LockConfig();
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Write, 0x82, 0, Block));
        Assert.Equal(Status.ExecutionError, bench.LockData().StatusOf(Opcode.Write, 0x82, 0, Block));
    }

    [Fact]
    public void Write_BeforeDataIsLocked_TakesBlocksWhateverWriteConfigSays()
    {
        var bench = new AteccBench().Slot(8, 0x8000, 0x003C).LockConfig();
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Write, 0x02, AteccBench.BlockOf(8), Word));
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.Write, 0x82, AteccBench.BlockOf(8), Block));
        Assert.Equal(Block, bench.LockData().Run(Opcode.Read, 0x82, AteccBench.BlockOf(8)));
    }

    [Theory]
    [InlineData(0x0, Status.Success)]
    [InlineData(0x1, Status.Success)]
    [InlineData(0x2, Status.ExecutionError)]
    [InlineData(0x3, Status.ExecutionError)]
    [InlineData(0x4, Status.ExecutionError)]
    [InlineData(0x5, Status.ExecutionError)]
    [InlineData(0x6, Status.ExecutionError)]
    [InlineData(0x7, Status.ExecutionError)]
    [InlineData(0x8, Status.ExecutionError)]
    [InlineData(0x9, Status.ExecutionError)]
    [InlineData(0xA, Status.ExecutionError)]
    [InlineData(0xB, Status.ExecutionError)]
    [InlineData(0xC, Status.ExecutionError)]
    [InlineData(0xD, Status.ExecutionError)]
    [InlineData(0xE, Status.ExecutionError)]
    [InlineData(0xF, Status.ExecutionError)]
    public void Write_AfterDataIsLocked_WriteConfigDecides(int writeConfig, int status)
    {
        var slot = writeConfig;
        var bench = new AteccBench().Slot(slot, writeConfig << 12, 0x003C).LockConfig().LockData();
        Assert.Equal(status, bench.StatusOf(Opcode.Write, 0x82, AteccBench.BlockOf(slot), Block));
        var expected = status == Status.Success ? Block : AteccBench.Repeat("FF", 32);
        Assert.Equal(expected, bench.Run(Opcode.Read, 0x82, AteccBench.BlockOf(slot)));
    }

    [Fact]
    public void Write_WordOfASlotThatIsNotSecret_IsThere()
    {
        var bench = new AteccBench().Slot(1, 0x1000, 0x003C).LockConfig().LockData();
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.Write, 0x02, AteccBench.BlockOf(1, word: 3), Word));
        Assert.Equal(Word, bench.Run(Opcode.Read, 0x82, AteccBench.BlockOf(1))[12..16]);
    }

    [Fact]
    public void Write_SecretSlot_TakesBlocksOnly()
    {
        var bench = Secret();
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.Write, 0x82, AteccBench.BlockOf(9), Block));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Write, 0x02, AteccBench.BlockOf(9), Word));
    }

    [Theory]
    [InlineData(0x1000, 0x50, Status.ExecutionError)] // PubInvalid.
    [InlineData(0x1000, 0xA0, Status.Success)]
    [InlineData(0x0000, 0x50, Status.Success)] // Always.
    public void Write_OverAPublicKey_ItsValidityCountsForPubInvalid(int slotConfig, int validity, int status)
    {
        var bench = new AteccBench().Slot(10, slotConfig, 0x0032).LockConfig();
        bench.WriteBlock(10, [(byte)validity, .. new byte[31]]);
        Assert.Equal(status, bench.LockData().StatusOf(Opcode.Write, 0x82, AteccBench.BlockOf(10), Block));
    }

    [Theory]
    [InlineData(0xC2, 64, Status.ExecutionError)] // Encrypted.
    [InlineData(0xC2, 32, Status.ParseError)] // Encrypted, without a MAC.
    [InlineData(0x82, 4, Status.ParseError)] // A word as a block.
    public void Write_EncryptedOrOfAnotherLength_IsRefused(int mode, int octets, int status) =>
        Assert.Equal(status, Secret().StatusOf(Opcode.Write, mode, AteccBench.BlockOf(9), new byte[octets]));

    [Fact]
    public void Write_LockedSlot_IsExecutionError()
    {
        var bench = Secret();
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.Lock, 0x02 | (9 << 2)));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Write, 0x82, AteccBench.BlockOf(9), Block));
    }

    private static AteccBench Secret() => new AteccBench().Slot(9, 0x0080, 0x003C).LockConfig().LockData();
}
