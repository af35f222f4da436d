using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Wrappers;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Radios.Tests;

public sealed class LedgerGuardTests
{
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private static readonly byte[] Frame = new byte[52];

    [Fact]
    public async Task Send_RealRadioOverTheLimit_IsHeldBackUntilItFits()
    {
        var time = new FakeTimeProvider();
        var inner = new ImmediateRadio(isSimulated: false, time);
        await using var guard = new LedgerGuard(inner, new AirtimeLedger(new DutyCycle(100)), LedgerMode.HoldBack, time);
        await guard.ConfigureAsync(Settings, default);

        // 36 s at 102.656 ms a frame: 350 frames fit, the next must wait.
        for (var i = 0; i < 350; i++) await guard.SendAsync(Frame, default);
        var waiting = guard.SendAsync(Frame, default).AsTask();
        time.Advance(TimeSpan.FromSeconds(3599));
        Assert.False(waiting.IsCompleted);
        Assert.Equal(350, inner.Sent);
        time.Advance(TimeSpan.FromSeconds(1));
        await waiting;
        Assert.Equal(351, inner.Sent);
        Assert.True(guard.Read().HeldBack > Duration.FromSeconds(3599));
        Assert.Equal(0, guard.Read().OverLimit);
    }

    [Fact]
    public async Task Send_SimulatedRadioOverTheLimit_IsCounted()
    {
        var time = new FakeTimeProvider();
        var inner = new ImmediateRadio(isSimulated: true, time);
        await using var guard = new LedgerGuard(inner, new AirtimeLedger(new DutyCycle(100)), LedgerMode.Count, time);
        await guard.ConfigureAsync(Settings, default);
        for (var i = 0; i < 360; i++)
        {
            await guard.SendAsync(Frame, default);
            time.Advance(TimeSpan.FromSeconds(5));
        }

        var reading = guard.Read();
        Assert.Equal(360, inner.Sent);
        Assert.Equal(10, reading.OverLimit);
        Assert.Equal(2.05, reading.PacePercent, 0.01);
        Assert.True(reading.IsOverLimit);
    }

    /// <summary>A modem waits for a free channel; the hour of a frame begins when it left.</summary>
    [Fact]
    public async Task Send_ModemThatWaits_IsChargedFromWhenTheFrameLeft()
    {
        var time = new FakeTimeProvider();
        var inner = new ImmediateRadio(isSimulated: true, time) { Modem = (Duration.FromSeconds(5), Duration.FromSeconds(1)) };
        var ledger = new AirtimeLedger(new DutyCycle(100));
        await using var guard = new LedgerGuard(inner, ledger, LedgerMode.Count, time);
        await guard.ConfigureAsync(Settings, default);
        var sent = await guard.SendAsync(Frame, default);

        time.Advance(TimeSpan.FromSeconds(3602));
        Assert.Equal(sent.Airtime, ledger.Used(time.Now()));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Duration.Zero, ledger.Used(time.Now()));
    }

    /// <summary>Without an answer of the modem it may have left as late as just now.</summary>
    [Fact]
    public async Task Send_FailsLate_IsChargedAsIfItHadLeftThen()
    {
        var time = new FakeTimeProvider();
        var inner = new ImmediateRadio(isSimulated: true, time) { BeforeSend = () => time.Advance(TimeSpan.FromSeconds(5)) };
        inner.Failure = new RadioException("unplugged");
        var ledger = new AirtimeLedger(new DutyCycle(100));
        await using var guard = new LedgerGuard(inner, ledger, LedgerMode.Count, time);
        await guard.ConfigureAsync(Settings, default);
        await Assert.ThrowsAsync<RadioException>(() => guard.SendAsync(Frame, default).AsTask());

        time.Advance(TimeSpan.FromSeconds(3599));
        Assert.NotEqual(Duration.Zero, ledger.Used(time.Now()));
    }

    [Fact]
    public async Task Send_PaceInsideTheLimit_IsNotOverIt()
    {
        var time = new FakeTimeProvider();
        await using var guard = new LedgerGuard(
            new ImmediateRadio(isSimulated: true, time), new AirtimeLedger(new DutyCycle(1000)), LedgerMode.Count, time);
        await guard.ConfigureAsync(Settings, default);
        for (var i = 0; i < 100; i++)
        {
            await guard.SendAsync(Frame, default);
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.False(guard.Read().IsOverLimit);
    }

    [Fact]
    public async Task Send_FrameLongerThanAnHoursBudget_Fails()
    {
        var time = new FakeTimeProvider();
        await using var guard = new LedgerGuard(
            new ImmediateRadio(isSimulated: false, time), new AirtimeLedger(new DutyCycle(10)), LedgerMode.HoldBack, time);
        var slow = new LoRaModulation { SpreadingFactor = new SpreadingFactor(12), LowDataRateOptimize = true };
        await guard.ConfigureAsync(Settings with { Modulation = slow }, default);
        await Assert.ThrowsAsync<RadioException>(() => guard.SendAsync(new byte[255], default).AsTask());
    }

    [Fact]
    public async Task Send_WaitCancelled_LeavesTheLedgerAsItWas()
    {
        var time = new FakeTimeProvider();
        await using var guard = new LedgerGuard(
            new ImmediateRadio(isSimulated: false, time), new AirtimeLedger(new DutyCycle(100)), LedgerMode.HoldBack, time);
        await guard.ConfigureAsync(Settings, default);
        for (var i = 0; i < 350; i++) await guard.SendAsync(Frame, default);
        var before = guard.Read().Total;
        using var stop = new CancellationTokenSource();
        var waiting = guard.SendAsync(Frame, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(before, guard.Read().Total);
    }

    [Fact]
    public async Task Send_RadioIsAway_IsNotCharged()
    {
        var time = new FakeTimeProvider();
        var capabilities = new ImmediateRadio(isSimulated: false, time).Capabilities;
        var away = new LateRadio(_ => throw new RadioException("Nothing is there."), capabilities, (_, _) => { }, time);
        await using var guard = new LedgerGuard(away, new AirtimeLedger(new DutyCycle(100)), LedgerMode.HoldBack, time);
        await guard.ConfigureAsync(Settings, default);
        var failure = await Assert.ThrowsAsync<RadioException>(() => guard.SendAsync(Frame, default).AsTask());
        Assert.True(failure.IsUnsent);
        Assert.Equal(Duration.Zero, guard.Read().Total);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_Fails_IsChargedUnlessItCertainlyNeverLeft(bool isUnsent)
    {
        var time = new FakeTimeProvider();
        var inner = new ImmediateRadio(isSimulated: false, time);
        await using var guard = new LedgerGuard(inner, new AirtimeLedger(new DutyCycle(100)), LedgerMode.HoldBack, time);
        await guard.ConfigureAsync(Settings, default);
        await guard.SendAsync(Frame, default);
        var (total, used) = (guard.Read().Total, Used());
        inner.Failure = new RadioException("It does not work.") { IsUnsent = isUnsent };
        var failure = await Assert.ThrowsAsync<RadioException>(() => guard.SendAsync(Frame, default).AsTask());
        Assert.Same(inner.Failure, failure);
        Assert.Equal(isUnsent ? total : total * 2, guard.Read().Total);
        Assert.Equal(isUnsent ? used : used * 2, Used());

        Duration Used()
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return guard.Read().LastHour;
        }
    }

    [Fact]
    public async Task Send_CutOffOnTheAir_IsCharged()
    {
        var time = new FakeTimeProvider();
        await using var guard = new LedgerGuard(
            new ImmediateRadio(isSimulated: false, time) { Failure = new OperationCanceledException() },
            new AirtimeLedger(new DutyCycle(100)), LedgerMode.HoldBack, time);
        await guard.ConfigureAsync(Settings, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guard.SendAsync(Frame, default).AsTask());
        Assert.Equal(LoRaAirtime.Of(Settings.Modulation, Frame.Length), guard.Read().Total);
    }

    [Fact]
    public void Constructor_RadiatingRadioOnlyCounted_Throws() => Assert.Throws<ArgumentException>(() => new LedgerGuard(
        new ImmediateRadio(isSimulated: false, TimeProvider.System), new AirtimeLedger(new DutyCycle(100)), LedgerMode.Count,
        TimeProvider.System));
}
