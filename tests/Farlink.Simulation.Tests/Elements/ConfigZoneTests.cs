namespace Farlink.Simulation.Tests.Elements;

/// <summary>The configuration and the OTP zone: what can be read and written, and when.</summary>
public sealed class ConfigZoneTests
{
    private readonly AteccBench _bench = new();

    [Fact]
    public void Config_Read_IsAllOfIt()
    {
        Assert.Equal(AteccBench.Hex("01234661"), _bench.Run(Opcode.Read, 0x00, 0));
        Assert.Equal(128, _bench.Config().Length);
        Assert.Equal(AteccBench.Hex("01234661"), _bench.Config()[..4]);
    }

    [Theory]
    [InlineData(0x80, 32)]
    [InlineData(0x00, 32)]
    [InlineData(0x81, 16)] // OTP.
    public void Read_AfterTheEnd_IsParseError(int mode, int address)
    {
        _bench.LockConfig().LockData();
        Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Read, mode, address));
    }

    [Fact]
    public void Config_WriteWord_IsAllowedFrom16OnButFor84To87()
    {
        var before = _bench.Config();
        for (var word = 0; word < 32; word++)
        {
            var status = _bench.StatusOf(Opcode.Write, 0, word, before[(4 * word)..(4 * (word + 1))]);
            Assert.Equal((word, word is >= 4 and not 21 ? Status.Success : Status.ExecutionError), (word, status));
        }
    }

    [Theory]
    [InlineData(0, Status.ExecutionError)]
    [InlineData(1, Status.Success)]
    [InlineData(2, Status.ExecutionError)]
    [InlineData(3, Status.Success)]
    public void Config_WriteBlock_IsAllowedWhereAllWordsAre(int block, int status)
    {
        var octets = _bench.Config()[(32 * block)..(32 * (block + 1))];
        Assert.Equal(status, _bench.StatusOf(Opcode.Write, 0x80, block << 3, octets));
    }

    [Fact]
    public void Config_WriteEncrypted_IsExecutionError() =>
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Write, 0xC0, 8, new byte[64]));

    [Fact]
    public void Config_WriteWhenLocked_IsExecutionError() =>
        Assert.Equal(Status.ExecutionError, _bench.LockConfig().StatusOf(Opcode.Write, 0, 5, new byte[4]));

    [Fact]
    public void Otp_BeforeConfigIsLocked_CanBeNeitherReadNorWritten()
    {
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Write, 0x81, 0, new byte[32]));
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Read, 0x81, 0));
    }

    [Fact]
    public void Otp_BeforeDataIsLocked_TakesBlocksAndCannotBeRead()
    {
        _bench.LockConfig();
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Write, 0x81, 8, AteccBench.Repeat("A5", 32)));
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Write, 0x01, 0, new byte[4]));
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Read, 0x81, 0));
    }

    [Fact]
    public void Otp_AfterDataIsLocked_IsAsWrittenAndStaysSo()
    {
        _bench.LockConfig();
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Write, 0x81, 8, AteccBench.Repeat("A5", 32)));
        _bench.LockData();
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Write, 0x81, 0, new byte[32]));
        Assert.Equal(AteccBench.Hex("FFFFFFFF"), _bench.Run(Opcode.Read, 0x01, 0));
        Assert.Equal(AteccBench.Hex("A5A5A5A5"), _bench.Run(Opcode.Read, 0x01, 8));
    }
}
