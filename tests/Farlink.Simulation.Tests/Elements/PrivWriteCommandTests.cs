namespace Farlink.Simulation.Tests.Elements;

/// <summary>PrivWrite: a private key of the host's, in the clear, before data is locked.</summary>
public sealed class PrivWriteCommandTests
{
    private const int Open = 0, Forbidden = 1, Empty = 2, NotPrivate = 3;

    private static readonly byte[] Data = [0, 0, 0, 0, .. HostKey.Private];

    private readonly AteccBench _bench = new AteccBench()
        .Slot(Open, 0x6083, 0x0033).Slot(Forbidden, 0x2083, 0x0033).Slot(Empty, 0x4083, 0x0033).Slot(NotPrivate, 0x4083, 0x003C);

    [Fact]
    public void PrivWrite_BeforeConfigIsLocked_IsExecutionError() =>
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.PrivWrite, 0, Open, Data));

    [Theory]
    [InlineData(0)]
    [InlineData(32)] // A MAC of zeros.
    public void PrivWrite_Key_IsThere(int macOctets)
    {
        _bench.LockConfig();
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.PrivWrite, 0, Open, [.. Data, .. new byte[macOctets]]));
        Assert.Equal(HostKey.Public, _bench.PublicKey(Open));
    }

    [Theory]
    [InlineData(Forbidden)]
    [InlineData(NotPrivate)]
    public void PrivWrite_SlotThatDoesNotAllowIt_IsExecutionError(int slot) =>
        Assert.Equal(Status.ExecutionError, _bench.LockConfig().StatusOf(Opcode.PrivWrite, 0, slot, Data));

    [Fact]
    public void PrivWrite_KeyOfZero_IsExecutionError() =>
        Assert.Equal(Status.ExecutionError, _bench.LockConfig().StatusOf(Opcode.PrivWrite, 0, Empty, new byte[36]));

    [Fact]
    public void PrivWrite_Encrypted_IsExecutionError()
    {
        _bench.LockConfig();
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.PrivWrite, 0x40, Empty, [.. Data, .. new byte[32]]));
    }

    [Theory]
    [InlineData(0x00, 1)] // 35 octets.
    [InlineData(0x80, 0)]
    public void PrivWrite_UnknownModeOrLength_IsParseError(int mode, int octetsLess) =>
        Assert.Equal(Status.ParseError, _bench.LockConfig().StatusOf(Opcode.PrivWrite, mode, Empty, Data[octetsLess..]));

    [Fact]
    public void PrivWrite_LockedSlot_IsExecutionError()
    {
        _bench.LockConfig();
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Lock, 0x02 | (Empty << 2)));
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.PrivWrite, 0, Empty, Data));
    }

    [Fact]
    public void PrivWrite_AfterDataIsLocked_IsExecutionError() =>
        Assert.Equal(Status.ExecutionError, _bench.LockConfig().LockData().StatusOf(Opcode.PrivWrite, 0, Open, Data));
}
