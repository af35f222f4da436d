using System.Security.Cryptography;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>ECDH with a key in a slot.</summary>
public sealed class EcdhCommandTests
{
    private const int ToHost = 4, ToNext = 6;

    private readonly AteccBench _bench =
        new AteccBench().Slot(ToHost, 0x2087, 0x0013).Slot(ToNext, 0x208F, 0x0013).Slot(ToNext | 1, 0x0000, 0x001C);

    [Fact]
    public void Ecdh_BeforeConfigIsLocked_IsExecutionError() =>
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Ecdh, 0x0C, ToHost, HostKey.Public));

    [Fact]
    public void Ecdh_EmptySlot_IsEccFault() =>
        Assert.Equal(Status.EccFault, _bench.LockConfig().StatusOf(Opcode.Ecdh, 0x0C, ToHost, HostKey.Public));

    [Theory]
    [InlineData(0x0C)]
    [InlineData(0x00)] // As the 508A.
    public void Ecdh_ToTheHost_IsTheSecretOfBoth(int mode)
    {
        var key = _bench.LockConfig().MakeKey(ToHost);
        Assert.Equal(HostKey.Agree(key), _bench.Run(Opcode.Ecdh, mode, ToHost, HostKey.Public));
    }

    [Fact]
    public void Ecdh_PointOffTheCurve_IsEccFault()
    {
        _bench.LockConfig().MakeKey(ToHost);
        Assert.Equal(Status.EccFault, _bench.StatusOf(Opcode.Ecdh, 0x0C, ToHost, new byte[64]));
    }

    [Theory]
    [InlineData(0x0E, ToHost)] // Encrypted.
    [InlineData(0x04, ToHost)] // To a slot, without bit 3 of ReadKey.
    [InlineData(0x0C, ToNext)] // In the clear, with bit 3.
    [InlineData(0x08, ToNext)] // To TempKey, with bit 3.
    public void Ecdh_WhatTheSlotDoesNotAllow_IsExecutionError(int mode, int slot)
    {
        _bench.LockConfig().MakeKey(slot);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Ecdh, mode, slot, HostKey.Public));
    }

    [Theory]
    [InlineData(0x1C, 0)]
    [InlineData(0x0C, 1)] // 63 octets.
    public void Ecdh_UnknownModeOrLength_IsParseError(int mode, int octetsLess)
    {
        _bench.LockConfig().MakeKey(ToHost);
        Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Ecdh, mode, ToHost, HostKey.Public[octetsLess..]));
    }

    [Fact]
    public void Ecdh_ToTempKey_IsAKeyForHmac()
    {
        var secret = HostKey.Agree(_bench.LockConfig().MakeKey(ToHost));
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Ecdh, 0x08, ToHost, HostKey.Public));
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Sha, 0x04, AteccBench.TempKey));
        byte[] message = [1, 2, 3];
        Assert.Equal(HMACSHA256.HashData(secret, message), _bench.RunAwake(Opcode.Sha, 0xC2, 3, message));
    }

    [Fact]
    public void Ecdh_ToTheNextSlot_IsThere()
    {
        var secret = HostKey.Agree(_bench.LockConfig().MakeKey(ToNext));
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Ecdh, 0x00, ToNext, HostKey.Public));
        Assert.Equal(secret, _bench.LockData().Run(Opcode.Read, 0x82, AteccBench.BlockOf(ToNext | 1)));
    }

    [Fact]
    public void Ecdh_InTheClearWhereChipOptionsProtectsIt_IsExecutionError()
    {
        _bench.Set(90, 0x0100).LockConfig().MakeKey(ToHost);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Ecdh, 0x0C, ToHost, HostKey.Public));
    }
}
