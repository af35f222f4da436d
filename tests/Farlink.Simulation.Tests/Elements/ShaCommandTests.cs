using System.Security.Cryptography;
using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>SHA: hashes and HMACs in pieces, and where the digest goes.</summary>
public sealed class ShaCommandTests
{
    private const int Secret = 9, NoMac = 10, CurveKey = 11;

    private static readonly byte[] Message = AteccBench.Counting(0, 150);
    private static readonly byte[] Key = AteccBench.Counting(100, 32);

    private readonly AteccBench _bench = new AteccBench()
        .Slot(Secret, 0x0000, 0x001C).Slot(NoMac, 0x0010, 0x001C).Slot(CurveKey, 0x0000, 0x0010).LockConfig();

    [Fact]
    public void Sha_InPieces_IsTheDigestOfAll()
    {
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Sha));
        Assert.Equal(Status.Success, _bench.StatusAwake(Opcode.Sha, 1, 64, Message[..64]));

        // What is refused does not end it: another length than said, then nothing.
        Assert.Equal(Status.ParseError, _bench.StatusAwake(Opcode.Sha, 1, 63, Message[64..128]));
        Assert.Equal(Status.ParseError, _bench.StatusAwake(Opcode.Sha, 1, 0));
        Assert.Equal(Status.Success, _bench.StatusAwake(Opcode.Sha, 1, 64, Message[64..128]));
        Assert.Equal(SHA256.HashData(Message), _bench.RunAwake(Opcode.Sha, 2, 22, Message[128..]));
        Assert.Equal(Status.ExecutionError, _bench.StatusAwake(Opcode.Sha, 2));
    }

    [Theory]
    [InlineData(0x02, 0x80)]
    [InlineData(0x42, 0xA0)]
    public void Sha_End_LeavesTheDigestForSign(int end, int sign)
    {
        var key = _bench.MakeKey(0);
        _bench.Run(Opcode.Sha);
        var digest = _bench.RunAwake(Opcode.Sha, end, 3, [1, 2, 3]);
        Assert.Equal(SHA256.HashData([1, 2, 3]), digest);
        Assert.True(HostKey.Verifies(key, digest, _bench.Run(Opcode.Sign, sign, 0)));
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xA0)]
    public void Sha_EndToTheHostOnly_LeavesNothingForSign(int sign)
    {
        _bench.MakeKey(0);
        _bench.Run(Opcode.Sha);
        Assert.Equal(SHA256.HashData([]), _bench.RunAwake(Opcode.Sha, 0xC2));
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Sign, sign, 0));
    }

    [Theory]
    [InlineData(0x03)]
    [InlineData(0x05)]
    [InlineData(0x06)]
    [InlineData(0x07)]
    [InlineData(0x08)]
    [InlineData(0x41)]
    [InlineData(0x82)]
    public void Sha_UnknownMode_IsParseError(int mode) => Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Sha, mode));

    [Fact]
    public void Hmac_SlotInPieces_IsTheHmacOfAll()
    {
        _bench.WriteBlock(Secret, Key);
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Sha, 4, Secret));
        Assert.Equal(Status.Success, _bench.StatusAwake(Opcode.Sha, 1, 64, Message[..64]));
        Assert.Equal(HMACSHA256.HashData(Key, Message[..70]), _bench.RunAwake(Opcode.Sha, 2, 6, Message[64..70]));
    }

    [Theory]
    [InlineData(NoMac, Status.ExecutionError)]
    [InlineData(CurveKey, Status.ExecutionError)]
    [InlineData(0, Status.ExecutionError)] // Private.
    [InlineData(16, Status.ParseError)]
    [InlineData(AteccBench.TempKey, Status.ExecutionError)] // Empty.
    public void Hmac_KeyThatItMayNotUse_IsRefused(int slot, int status)
    {
        foreach (var filled in (int[])[NoMac, CurveKey]) _bench.WriteBlock(filled, Key);
        _bench.MakeKey(0);
        Assert.Equal(status, _bench.StatusOf(Opcode.Sha, 4, slot));
    }

    [Fact]
    public void ShaContext_LongestMessage_TakesNoMore()
    {
        var context = new ShaContext(null);
        for (var i = 0; i < ShaContext.MaximumLength / 64; i++) Assert.True(context.TryAdd(new byte[64]));
        Assert.False(context.TryAdd([1]));
        Assert.True(context.TryAdd([]));
    }
}
