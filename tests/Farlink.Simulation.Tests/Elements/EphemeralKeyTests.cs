namespace Farlink.Simulation.Tests.Elements;

/// <summary>A private key in TempKey, which only ECDH takes, and only once.</summary>
public sealed class EphemeralKeyTests
{
    private readonly AteccBench _bench = new AteccBench().LockConfig();

    [Fact]
    public void Ecdh_EmptyTempKey_IsExecutionError() => Assert.Equal(Status.ExecutionError, ToHost());

    [Fact]
    public void Ecdh_TempKeyThatIsNoKey_IsExecutionError()
    {
        _bench.Load(0x03, HostKey.Private);
        Assert.Equal(Status.ExecutionError, ToHost());
    }

    [Fact]
    public void Sign_TempKeyThatIsAKey_IsExecutionError()
    {
        _bench.MakeKey(0);
        _bench.MakeKey(AteccBench.TempKey);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Sign, 0x80, 0));
    }

    [Fact]
    public void Ecdh_FromTempKeyAsThe508A_IsParseErrorAndKeepsTheKey()
    {
        var key = _bench.MakeKey(AteccBench.TempKey);
        Assert.Equal(Status.ParseError, _bench.StatusOf(Opcode.Ecdh, 0x01, 0, HostKey.Public));
        Assert.Equal(HostKey.Agree(key), _bench.Run(Opcode.Ecdh, 0x0D, 0, HostKey.Public));
    }

    [Fact]
    public void Ecdh_ToTheHost_IsTheSecretOfBothOnce()
    {
        var key = _bench.MakeKey(AteccBench.TempKey);
        Assert.Equal(HostKey.Agree(key), _bench.Run(Opcode.Ecdh, 0x0D, 0, HostKey.Public));
        Assert.Equal(Status.ExecutionError, ToHost());
    }

    [Fact]
    public void Ecdh_ToTempKey_IsValidThere()
    {
        Assert.Equal(AteccBench.PublicKeyOctets, _bench.Run(Opcode.GenKey, 0x04, AteccBench.TempKey, [0, 0, 0]).Length);
        Assert.Equal(0x00, _bench.Run(Opcode.Info, 2)[1] & 0x80);
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Ecdh, 0x09, 0, HostKey.Public));
        Assert.Equal(0x80, _bench.Run(Opcode.Info, 2)[1] & 0x80);
    }

    [Fact]
    public void Ecdh_ToASlot_IsThereUnlessItIsPrivate()
    {
        var key = _bench.MakeKey(AteccBench.TempKey);
        Assert.Equal(Status.ExecutionError, _bench.StatusOf(Opcode.Ecdh, 0x05, 1, HostKey.Public));
        Assert.Equal(Status.Success, _bench.StatusOf(Opcode.Ecdh, 0x05, 8, HostKey.Public));
        Assert.Equal(HostKey.Agree(key), _bench.LockData().Run(Opcode.Read, 0x82, AteccBench.BlockOf(8)));
    }

    [Fact]
    public void Sleep_KeyInTempKey_IsGone()
    {
        _bench.MakeKey(AteccBench.TempKey);
        _bench.Word(AteccBench.Sleep);
        Assert.Equal(Status.ExecutionError, ToHost());
    }

    private int ToHost() => _bench.StatusOf(Opcode.Ecdh, 0x0D, 0, HostKey.Public);
}
