using System.Security.Cryptography;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>Sign of a digest from outside.</summary>
public sealed class SignCommandTests
{
    private static readonly byte[] Digest = SHA256.HashData("farlink"u8);

    private readonly AteccBench _bench = new AteccBench().LockConfig();

    [Fact]
    public void Sign_EmptySlot_IsEccFault()
    {
        _bench.Load(0x03, Digest);
        Assert.Equal(Status.EccFault, _bench.StatusOf(Opcode.Sign, 0x80, 0));
    }

    [Theory]
    [InlineData(0x03, 0x80, 0)]
    [InlineData(0x43, 0xA0, 0)]
    [InlineData(0x63, 0xE0, 32)] // The first 32 of 64 octets.
    public void Sign_DigestInABuffer_Verifies(int load, int mode, int octetsAfter)
    {
        var key = _bench.MakeKey(0);
        _bench.Run(Opcode.Random);
        _bench.Load(load, [.. Digest, .. new byte[octetsAfter]]);
        Assert.True(HostKey.Verifies(key, Digest, _bench.Run(Opcode.Sign, mode, 0)));
    }

    [Fact]
    public void Sign_MessageDigestBufferUsedUp_IsExecutionError()
    {
        _bench.MakeKey(0);
        _bench.Load(0x43, Digest);
        Assert.Equal(AteccBench.SignatureOctets, _bench.Run(Opcode.Sign, 0xA0, 0).Length);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Sign, 0xA0, 0));
    }

    [Fact]
    public void Sign_AfterDataIsLocked_Signs()
    {
        _bench.MakeKey(0);
        _bench.Load(0x03, Digest);
        _bench.LockData();
        Assert.Equal(AteccBench.SignatureOctets, _bench.Run(Opcode.Sign, 0x80, 0).Length);
    }

    [Theory]
    [InlineData(0x81, 0, 0)]
    [InlineData(0x80, 16, 0)]
    [InlineData(0x80, 0, 1)]
    public void Sign_UnknownParameters_IsParseErrorAndKeepsTheDigest(int mode, int slot, int octets)
    {
        _bench.MakeKey(0);
        _bench.Load(0x03, Digest);
        Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Sign, mode, slot, new byte[octets]));
        Assert.Equal(AteccBench.SignatureOctets, _bench.Run(Opcode.Sign, 0x80, 0).Length);
    }

    [Fact]
    public void Sign_UnusableRandomNumber_IsEccFaultOnce()
    {
        var (draws, random) = (0, new Random(1));
        var bench = new AteccBench(random: octets =>
        {
            // The first draw is the key.
            if (draws++ == 1) octets.Fill(0xFF);
            else random.NextBytes(octets);
        }).LockConfig();
        bench.MakeKey(0);
        bench.Load(0x03, Digest);
        Assert.Equal(Status.EccFault, bench.StatusOf(Opcode.Sign, 0x80, 0));
        Assert.Equal(AteccBench.SignatureOctets, bench.Run(Opcode.Sign, 0x80, 0).Length);
    }
}
