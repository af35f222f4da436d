using System.Security.Cryptography;
using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>GenKey puts the digest of a public key into TempKey, and Sign attests it with slot 1 of Trust&amp;GO.</summary>
public sealed class SignInternalTests
{
    private static readonly byte[] Serial = AteccBench.Hex("01234661726C696E01");

    private readonly AteccBench _bench = AteccBench.Of(Atecc608Start.TrustAndGo);

    [Theory]
    [InlineData(0x00, "00000000", "0000")]
    [InlineData(0x40, "726C696E", "4661")] // With the middle of the serial number.
    public void Sign_KeyDigest_IsOverThe55OctetsOfTheDataSheet(int mode, string serial4To7, string serial2To3)
    {
        var attesting = _bench.PublicKey(1);
        var nonce = _bench.LoadRandom();
        var key = _bench.Run(Opcode.GenKey, 0x0C, 2);
        byte[] digested = [.. nonce, 0x40, 0x0C, 0x02, 0x00, Serial[8], Serial[0], Serial[1], .. new byte[25], .. key];
        byte[] message =
        [
            .. SHA256.HashData(digested), 0x41, (byte)mode, 0x01, 0x00, 0x85, 0x20, 0x73, 0x00, 0x42, 0, 0,
            Serial[8], .. AteccBench.Hex(serial4To7), Serial[0], Serial[1], .. AteccBench.Hex(serial2To3), 1, 0, 0,
        ];
        Assert.Equal(55, message.Length);

        // Slot 2, a key's digest, random; valid, with a new seed.
        Assert.Equal(AteccBench.Hex("42830000"), _bench.Run(Opcode.Info, 2));
        Assert.True(HostKey.Verifies(attesting, SHA256.HashData(message), _bench.Run(Opcode.Sign, mode, 1)));
    }

    [Fact]
    public void Sign_KeyDigest_IsGoodForOneSignature()
    {
        _bench.LoadRandom();
        _bench.Run(Opcode.GenKey, 0x08, 2);
        Assert.Equal(AteccBench.SignatureOctets, _bench.Run(Opcode.Sign, 0x00, 1).Length);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Sign, 0x00, 1));
    }

    [Fact]
    public void Sign_WhatTheHostLoaded_IsExecutionError()
    {
        _bench.Load(0x03, new byte[32]);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Sign, 0x00, 1));
    }

    [Fact]
    public void Sign_RandomNonceThatIsNoKeyDigest_IsExecutionError()
    {
        _bench.LoadRandom();
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Sign, 0x00, 1));
    }

    [Fact]
    public void GenKey_DigestOverAFixedNonceWhereARandomOneIsWanted_IsExecutionError()
    {
        _bench.Load(0x03, new byte[32]);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.GenKey, 0x08, 2));
    }

    [Theory]
    [InlineData(0x00, 0)] // Internal, in a slot without bit 1 of ReadKey.
    [InlineData(0x80, 1)] // External, in a slot without bit 0.
    public void Sign_WhatTheSlotDoesNotAllow_IsExecutionError(int mode, int slot)
    {
        _bench.LoadRandom();
        _bench.Run(Opcode.GenKey, 0x08, 2);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Sign, mode, slot));
    }

    [Fact]
    public void GenKey_DigestOfAStoredKey_WantsThreeOctets()
    {
        var bench = WithStoredKey();
        bench.Load(0x03, new byte[32]);
        Assert.Equal(Status.ParseError, bench.StatusOf(Opcode.GenKey, 0x10, 11));
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.GenKey, 0x10, 11, [1, 2, 3]));
    }

    [Fact]
    public void Sign_StoredKeyDigestOverAFixedNonce_IsExecutionErrorWhereARandomOneIsWanted()
    {
        var bench = WithStoredKey();
        bench.Load(0x03, new byte[32]);
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.GenKey, 0x10, 11, [1, 2, 3]));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Sign, 0x00, 1));
    }

    [Fact]
    public void Sign_StoredKeyDigest_IsOverThe55OctetsOfTheDataSheet()
    {
        var bench = WithStoredKey();
        var attesting = bench.PublicKey(1);
        var nonce = bench.LoadRandom();
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.GenKey, 0x10, 11, [1, 2, 3]));
        byte[] digested = [.. nonce, 0x40, 1, 2, 3, Serial[8], Serial[0], Serial[1], .. new byte[25], .. HostKey.Public];
        byte[] message =
        [
            .. SHA256.HashData(digested), 0x41, 0, 1, 0, 0x0F, 0x8F, 0x10, 0x00, 0x4B, 0, 0,
            Serial[8], 0, 0, 0, 0, Serial[0], Serial[1], 0, 0, 1, 0, 0,
        ];
        Assert.True(HostKey.Verifies(attesting, SHA256.HashData(message), bench.Run(Opcode.Sign, 0x00, 1)));
    }

    private static AteccBench WithStoredKey() => new(new Atecc608ModelOptions
    {
        Start = Atecc608Start.TrustAndGo,
        Slots = new Dictionary<int, ReadOnlyMemory<byte>> { [11] = HostKey.Padded(HostKey.Public) },
    });
}
