using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>The watchdog: when it comes, and what it does to commands.</summary>
public sealed class Atecc608WatchdogTests
{
    private const double AfterWake = 1_300 - 1.5;

    [Fact]
    public void Watchdog_AtItsTime_Sleeps()
    {
        var bench = new AteccBench();
        bench.Wake();
        bench.AdvanceToJustBefore(AfterWake);
        Assert.True(bench.Probe());
        bench.Tick();
        Assert.False(bench.Probe());
    }

    [Fact]
    public void GenKey_EndsAsTheWatchdogComes_HasItsEffectButNoAnswer()
    {
        var bench = new AteccBench().LockConfig();
        bench.WakeAnew();
        bench.Advance(AfterWake - 115);
        Assert.True(bench.Send(Opcode.GenKey, 0x04, 0));
        bench.Advance(115);
        Assert.Null(bench.Get(1));
        Assert.NotNull(bench.Wake());
        Assert.Equal(AteccBench.PublicKeyOctets, bench.PublicKey(0).Length);
    }

    [Fact]
    public void GenKey_WouldEndAfterTheWatchdog_IsRefused()
    {
        var bench = TooLateForGenKey();
        Assert.True(bench.Send(Opcode.GenKey, 0x04, 0));
        Assert.Equal(Status.WatchdogAboutToExpire, Assert.Single(bench.Response()));
        Assert.Equal(32, bench.RunAwake(Opcode.Read, 0x80, 0).Length);
    }

    [Fact]
    public void Watchdog_PulseWhileAwake_IsNotFed()
    {
        var bench = TooLateForGenKey();
        bench.Pulse();
        bench.Advance(115);
        Assert.False(bench.Probe());
    }

    [Fact]
    public void Watchdog_TempKey_IsGone()
    {
        var bench = TooLateForGenKey();
        Assert.Equal(0x80, bench.RunAwake(Opcode.Info, 2)[1] & 0x80);
        bench.Advance(115);
        Assert.False(bench.Probe());
        bench.Wake();
        Assert.Equal(Status.ExecutionError, bench.StatusAwake(Opcode.Sign, 0x80, 0));
    }

    [Fact]
    public void SelfTest_SlowestClock_NeverEndsBeforeTheWatchdog()
    {
        var bench = new AteccBench(new Atecc608ModelOptions { ClockDivider = Atecc608ClockDivider.M2 });
        Assert.Equal(Status.WatchdogAboutToExpire, bench.StatusOf(Opcode.SelfTest, 0x3B));
    }

    [Fact]
    public void Watchdog_ShorterByOption_SleepsEarlier()
    {
        var bench = new AteccBench(new Atecc608ModelOptions { Watchdog = TimeSpan.FromMilliseconds(700) });
        bench.Wake();
        bench.AdvanceToJustBefore(700 - 1.5);
        Assert.True(bench.Probe());
        bench.Tick();
        Assert.False(bench.Probe());
    }

    [Fact]
    public void Watchdog_LongByChipMode_TakesTenSeconds()
    {
        var bench = new AteccBench().Set(18, 0x0400);
        bench.WakeAnew();
        bench.AdvanceToJustBefore(10_000 - 1.5);
        Assert.True(bench.Probe());
        bench.Tick();
        Assert.False(bench.Probe());
    }

    /// <summary>One nanosecond less is left than GenKey takes; a key is in slot 0, a digest in TempKey.</summary>
    private static AteccBench TooLateForGenKey()
    {
        var bench = new AteccBench().LockConfig();
        bench.MakeKey(0);
        bench.Load(0x03, new byte[32]);
        bench.WakeAnew();
        bench.Advance(AfterWake - 115);
        bench.Tick();
        return bench;
    }
}
