using System.Security.Cryptography;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>Verify, with a key of the host and with one in a slot.</summary>
public sealed class VerifyCommandTests
{
    private const int Curve = 0x0004;
    private const int Stored = 9, WantsRandom = 10, WantsValidation = 11;

    private static readonly byte[] Digest = SHA256.HashData("verify"u8);
    private static readonly byte[] Signature = HostKey.Sign(Digest);
    private static readonly byte[] SignatureAndKey = [.. Signature, .. HostKey.Public];

    private readonly AteccBench _bench = new AteccBench()
        .Slot(Stored, 0x0F0F, 0x0030).Slot(WantsRandom, 0x0F0F, 0x0070).Slot(WantsValidation, 0x0F0F, 0x0032).LockConfig();

    [Fact]
    public void Verify_BeforeConfigIsLocked_IsExecutionError()
    {
        var bench = new AteccBench();
        bench.Load(0x03, Digest);
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Verify, 0x02, Curve, SignatureAndKey));
    }

    [Theory]
    [InlineData(0x02, 0x03)]
    [InlineData(0x22, 0x43)]
    public void Verify_External_TellsARightDigestFromAWrongOne(int mode, int load)
    {
        _bench.Load(load, Digest);
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Verify, mode, Curve, SignatureAndKey));

        // A digest is good for one.
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Verify, mode, Curve, SignatureAndKey));
        _bench.Load(load, new byte[32]);
        Assert.Equal(Status.Miscompare, _bench.StatusOf(Opcode.Verify, mode, Curve, SignatureAndKey));
    }

    [Fact]
    public void Verify_PointOffTheCurve_IsEccFault()
    {
        _bench.Load(0x03, Digest);
        Assert.Equal(Status.EccFault, _bench.StatusOf(Opcode.Verify, 0x02, Curve, [.. Signature, .. new byte[64]]));
    }

    [Fact]
    public void Verify_SignatureOfZeros_IsMiscompare()
    {
        _bench.Load(0x03, Digest);
        Assert.Equal(Status.Miscompare, _bench.StatusOf(Opcode.Verify, 0x02, Curve, [.. new byte[64], .. HostKey.Public]));
    }

    [Theory]
    [InlineData(0x02, 0x0005, true)] // Another curve.
    [InlineData(0x02, Curve, false)] // External without a key.
    [InlineData(0x82, Curve, true)] // With a MAC.
    [InlineData(0x03, Stored, false)] // Validate.
    public void Verify_UnknownParameters_IsParseError(int mode, int parameter, bool withKey)
    {
        _bench.WritePublicKey(Stored, HostKey.Public);
        _bench.Load(0x03, Digest);
        Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Verify, mode, parameter, withKey ? SignatureAndKey : Signature));
    }

    [Fact]
    public void Verify_StoredKey_TellsARightDigestFromAWrongOne()
    {
        _bench.WritePublicKey(Stored, HostKey.Public);
        _bench.Load(0x03, Digest);
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Verify, 0x00, Stored, Signature));
        _bench.Load(0x03, new byte[32]);
        Assert.Equal(Status.Miscompare, _bench.StatusOf(Opcode.Verify, 0x00, Stored, Signature));
    }

    [Theory]
    [InlineData(0x03, 0x00)]
    [InlineData(0x43, 0x20)]
    public void Verify_ReqRandomAndADigestOfTheHost_IsExecutionError(int load, int mode)
    {
        _bench.WritePublicKey(WantsRandom, HostKey.Public);

        // A random TempKey does not help a digest in the other buffer.
        _bench.LoadRandom();
        _bench.Load(load, Digest);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Verify, mode, WantsRandom, Signature));
    }

    [Fact]
    public void Verify_ReqRandomAndARandomNonce_Verifies()
    {
        _bench.WritePublicKey(WantsRandom, HostKey.Public);
        var nonce = _bench.LoadRandom();
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Verify, 0x00, WantsRandom, HostKey.Sign(nonce)));
    }

    [Fact]
    public void Verify_StoredKeyThatIsNotValidated_IsExecutionError()
    {
        _bench.WritePublicKey(WantsValidation, HostKey.Public);
        _bench.Load(0x03, Digest);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Verify, 0x00, WantsValidation, Signature));
    }

    [Fact]
    public void Verify_PrivateSlot_IsExecutionError()
    {
        _bench.MakeKey(0);
        _bench.Load(0x03, Digest);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Verify, 0x00, 0, Signature));
    }
}
