using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>Commands that take too long, and commands that power or the watchdog ends: never half done.</summary>
public sealed class SlownessTests
{
    private readonly AteccBench _bench = new AteccBench().LockConfig();

    [Fact]
    public void Slowness_Four_TakesFourTimesAsLong()
    {
        _bench.MakeKey(0);
        _bench.Chip.Faults = new Atecc608Faults { Slowness = 4 };
        _bench.WakeAnew();
        Assert.True(_bench.Send(Opcode.GenKey, 0x00, 0));
        _bench.AdvanceToJustBefore(4 * 115);
        Assert.Null(_bench.Get(1));
        _bench.Tick();
        Assert.Equal(AteccBench.PublicKeyOctets, _bench.Response().Length);
    }

    [Fact]
    public void Slowness_LongerThanTheWatchdog_BeginsAndHasNoEffect()
    {
        var key = _bench.MakeKey(0);
        _bench.Chip.Faults = new Atecc608Faults { Slowness = 20 };
        _bench.WakeAnew();
        Assert.True(_bench.Send(Opcode.GenKey, 0x04, 0));
        _bench.Advance(3_000);
        Assert.Null(_bench.Get(1));
        _bench.Chip.Faults = Atecc608Faults.None;
        Assert.Equal(key, _bench.PublicKey(0));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1_001)]
    [InlineData(double.NaN)]
    public void Slowness_OutOfRange_Throws(double slowness) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Atecc608Faults { Slowness = slowness });

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void PowerCycle_NanosecondsFromTheEndOfGenKey_KeepsTheOldKeyBeforeIt(int nanoseconds, bool isOld)
    {
        var key = _bench.MakeKey(0);
        _bench.WakeAnew();
        Assert.True(_bench.Send(Opcode.GenKey, 0x04, 0));
        _bench.Advance(115);
        _bench.Time.AdvanceNanoseconds(nanoseconds);
        _bench.Chip.PowerCycle();
        var after = _bench.PublicKey(0);
        Assert.Equal(AteccBench.PublicKeyOctets, after.Length);
        Assert.Equal(isOld, after.AsSpan().SequenceEqual(key));
    }
}
