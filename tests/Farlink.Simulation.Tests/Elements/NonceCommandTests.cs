using System.Security.Cryptography;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>Nonce: mixed with the chip's random numbers, or passed through to a buffer.</summary>
public sealed class NonceCommandTests
{
    private static readonly byte[] Input = AteccBench.Counting(0, 20);

    private readonly AteccBench _bench = new AteccBench().LockConfig();

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    public void Nonce_WithRandomNumbers_IsMixedAsTheDataSheetSays(int mode)
    {
        var key = _bench.MakeKey(0);
        var random = _bench.Run(Opcode.Nonce, mode, 0, Input);
        Assert.Equal(32, random.Length);
        var expected = SHA256.HashData([.. random, .. Input, 0x16, (byte)mode, 0x00]);
        Assert.True(HostKey.Verifies(key, expected, _bench.Run(Opcode.Sign, 0x80, 0)));
    }

    [Fact]
    public void Nonce_FromTempKey_IsTheDigestOfIt()
    {
        var random = _bench.Run(Opcode.Nonce, 0, 0, Input);
        var tempKey = SHA256.HashData([.. random, .. Input, 0x16, 0x00, 0x00]);
        var expected = SHA256.HashData([.. tempKey, .. Input, 0x16, 0x01, 0x00]);
        Assert.Equal(expected, _bench.Run(Opcode.Nonce, 1, 0x8000, Input));
    }

    [Fact]
    public void Nonce_FromNoTempKey_IsExecutionError()
    {
        _bench.Run(Opcode.Nonce, 0, 0, Input);
        _bench.Word(AteccBench.Sleep);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Nonce, 1, 0x8000, Input));
    }

    [Fact]
    public void Nonce_BeforeConfigIsLocked_IsAFixedPattern() =>
        Assert.Equal(AteccBench.Repeat("FFFF0000", 8), new AteccBench().Run(Opcode.Nonce, 0, 0, Input));

    [Theory]
    [InlineData(0x03, 32)]
    [InlineData(0x23, 64)]
    [InlineData(0x43, 32)]
    [InlineData(0x63, 64)]
    [InlineData(0x83, 32)]
    public void Nonce_PassThrough_TakesItsLengthOnly(int mode, int octets)
    {
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Nonce, mode, 0, new byte[octets]));
        Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Nonce, mode, 0, new byte[96 - octets]));
    }

    [Theory]
    [InlineData(0x00, 0, 19)]
    [InlineData(0x00, 1, 20)]
    [InlineData(0x02, 0, 20)]
    [InlineData(0x40, 0, 20)] // Random numbers into the message digest buffer.
    [InlineData(0xA3, 0, 64)] // 64 octets into the alternate key buffer.
    [InlineData(0xC3, 0, 32)] // Into no buffer.
    public void Nonce_UnknownParameters_IsParseError(int mode, int parameter, int octets) =>
        Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Nonce, mode, parameter, new byte[octets]));
}
