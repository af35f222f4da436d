using System.Security.Cryptography;
using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>Each fault, and that it ends. Slow commands: <see cref="SlownessTests"/>.</summary>
public sealed class Atecc608FaultsTests
{
    private static readonly byte[] WakeAnswer = AteccBench.Hex("04113343");
    private static readonly byte[] Revision = AteccBench.Hex("00006002");
    private static readonly byte[] Digest = SHA256.HashData("fault"u8);

    private readonly AteccBench _bench = new AteccBench().LockConfig();

    [Fact]
    public void BadResponses_Two_AreCountedDown()
    {
        _bench.Chip.Faults = new Atecc608Faults { BadResponses = 2 };
        Assert.Throws<InvalidDataException>(() => _bench.Run(Opcode.Info));
        Assert.Equal(1, _bench.Chip.Faults.BadResponses);
        Assert.Throws<InvalidDataException>(() => _bench.Run(Opcode.Info));
        Assert.Equal(Revision, _bench.Run(Opcode.Info));
        Assert.Equal(Atecc608Faults.None, _bench.Chip.Faults);
    }

    [Fact]
    public void BadResponses_CommandWhoseTimeIsOver_IsNotTouched()
    {
        _bench.WakeAnew();
        Assert.True(_bench.Send(Opcode.Info));
        _bench.Advance(5);
        _bench.Chip.Faults = new Atecc608Faults { BadResponses = 1 };
        Assert.Equal(Revision, _bench.Response());
        Assert.Equal(1, _bench.Chip.Faults.BadResponses);
    }

    [Fact]
    public void FlippedBit_NextResponse_BreaksTheCheck()
    {
        _bench.Chip.Faults = new Atecc608Faults { FlippedBit = (8 * 4) + 3 };
        Assert.Throws<InvalidDataException>(() => _bench.Run(Opcode.Info, 3));
        Assert.Equal(AteccBench.Hex("00000000"), _bench.Run(Opcode.Info, 3));
    }

    [Fact]
    public void FlippedBit_NextResponse_IsThatBitOnce()
    {
        var bench = new AteccBench { Chip = { Faults = new Atecc608Faults { FlippedBit = (8 * 2) + 1 } } };
        bench.Wake();
        Assert.True(bench.Send(Opcode.Info, 3));
        bench.Advance(5);
        Assert.Equal(AteccBench.Hex("0700020000"), bench.Get(5));
        Assert.Null(bench.Chip.Faults.FlippedBit);
    }

    [Fact]
    public void WrongSignatures_One_DoesNotVerifyTheNextDoes()
    {
        var key = _bench.MakeKey(0);
        _bench.Chip.Faults = new Atecc608Faults { WrongSignatures = 1 };
        var wrong = _bench.SignDigest(0, Digest);
        Assert.Equal(AteccBench.SignatureOctets, wrong.Length);
        Assert.False(HostKey.Verifies(key, Digest, wrong));
        Assert.True(HostKey.Verifies(key, Digest, _bench.SignDigest(0, Digest)));
    }

    [Fact]
    public void IgnoredWakes_Two_AreNotHeardTheThirdIs()
    {
        var bench = new AteccBench(new Atecc608ModelOptions { Faults = new Atecc608Faults { IgnoredWakes = 2 } });
        Assert.Null(bench.Wake());
        Assert.Null(bench.Wake());
        Assert.Equal(WakeAnswer, bench.Wake());
    }

    [Fact]
    public void BadWakeAnswers_One_HasAWrongCheckTheNextHasNot()
    {
        var faults = new Atecc608Faults { IgnoredWakes = 1, BadWakeAnswers = 1 };
        var bench = new AteccBench(new Atecc608ModelOptions { Faults = faults });
        Assert.Null(bench.Wake());
        Assert.Equal(AteccBench.Hex("04113316"), bench.Wake());
        bench.Word(AteccBench.Sleep);
        Assert.Equal(WakeAnswer, bench.Wake());
    }

    [Fact]
    public void IsDead_AwakeChip_AcknowledgesNothingUntilItIsUnset()
    {
        _bench.WakeAnew();
        Assert.True(_bench.Probe());
        _bench.Chip.Faults = new Atecc608Faults { IsDead = true };
        Assert.False(_bench.Probe());
        Assert.Null(_bench.Get(1));
        Assert.Null(_bench.Wake());
        _bench.Chip.Faults = Atecc608Faults.None;
        Assert.Equal(WakeAnswer, _bench.WakeAnew());
    }

    [Fact]
    public void HoldsBusy_Command_DoesNotEndUntilItIsUnset()
    {
        _bench.WakeAnew();
        _bench.Chip.Faults = new Atecc608Faults { HoldsBusy = true };
        Assert.True(_bench.Send(Opcode.Info));
        _bench.Advance(100_000);
        _bench.Pulse();
        _bench.Advance(10);
        Assert.Null(_bench.Get(1));
        Assert.False(_bench.Probe());

        // Then time catches up: the watchdog came long ago.
        _bench.Chip.Faults = Atecc608Faults.None;
        Assert.Null(_bench.Get(1));
        Assert.Equal(WakeAnswer, _bench.Wake());
    }

    [Fact]
    public void HoldsBusy_PowerCycle_EndsTheCommand()
    {
        _bench.WakeAnew();
        _bench.Chip.Faults = new Atecc608Faults { HoldsBusy = true };
        Assert.True(_bench.Send(Opcode.Info));
        _bench.Advance(100_000);
        Assert.Null(_bench.Wake());
        _bench.Chip.PowerCycle();
        Assert.Equal(WakeAnswer, _bench.Wake());
    }
}
