namespace Farlink.Simulation.Tests.Elements;

/// <summary>Lock: the order of the zones, their checks, and that nothing unlocks.</summary>
public sealed class LockCommandTests
{
    private readonly AteccBench _bench = new();

    [Theory]
    [InlineData(0x81)]
    [InlineData(0x02)]
    public void Lock_DataOrSlotBeforeConfig_IsExecutionError(int mode) =>
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Lock, mode));

    [Fact]
    public void Lock_Config_WantsItsCheckAndHappensOnce()
    {
        var check = Parameter(_bench.Config());
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Lock, 0x00, check ^ 1));
        Assert.Equal(AteccBench.Hex("5555"), _bench.Config()[86..88]);
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Lock, 0x00, check));
        Assert.Equal(AteccBench.Hex("5500"), _bench.Config()[86..88]);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Lock, 0x80));
    }

    [Fact]
    public void Lock_Data_WantsTheCheckOverSlotsAndOtpAndHappensOnce()
    {
        _bench.LockConfig();
        _bench.WriteBlock(8, new byte[32]);

        // Slots 0 to 7 of 36 octets, then that block of slot 8; OTP at the end.
        byte[] data = AteccBench.Repeat("FF", 1_208 + 64);
        data.AsSpan(8 * 36, 32).Clear();
        var check = Parameter(data);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Lock, 0x01, check ^ 0x8000));
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Lock, 0x01, check));
        Assert.Equal(AteccBench.Hex("0000"), _bench.Config()[86..88]);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Lock, 0x81));
    }

    [Fact]
    public void Write_TheLockOctets_DoesNotUnlock()
    {
        _bench.LockConfig().LockData();
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Write, 0, 21, AteccBench.Hex("00005555")));
        Assert.Equal(AteccBench.Hex("0000"), _bench.Config()[86..88]);
    }

    [Theory]
    [InlineData(0x83)] // Zone 3.
    [InlineData(0xC0)]
    [InlineData(0x84)] // A slot's number with a zone.
    public void Lock_UnknownMode_IsParseError(int mode) => Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Lock, mode));

    private static int Parameter(byte[] zone)
    {
        var check = AteccBench.Crc(zone);
        return check[0] | (check[1] << 8);
    }
}
