using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.Tests;

/// <summary>
/// What every radio must do by what it declares, run against each kind. A kind gives two radios that hear each other, and the
/// ether
/// they are on if it can be asked.
/// </summary>
public abstract class RadioSuite : IAsyncLifetime
{
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private static readonly byte[] Frame = [1, 10, 0, 0, .. "Good job!"u8];
    private static readonly byte[] Marker = [1, 10, 0, 0, .. "marker"u8];
    private static readonly RadioSettings Slow =
        Settings with { Modulation = new LoRaModulation { SpreadingFactor = new SpreadingFactor(10) } };

    private IRadio _left = null!;
    private IRadio _right = null!;

    public async ValueTask InitializeAsync()
    {
        (_left, _right) = await OpenAsync();
        await _left.ConfigureAsync(Settings, default);
        await _right.ConfigureAsync(Settings, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _left.DisposeAsync();
        await _right.DisposeAsync();
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Send_Frame_ArrivesUnchanged()
    {
        var receiving = ReceiveAsync(_right);
        await _left.SendAsync(Frame, default);
        var frame = await receiving;
        Assert.Equal(Frame, frame.Octets.ToArray());
        Assert.Equal(_right.Capabilities.ReportsSignal, frame.Rssi is not null && frame.Snr is not null);
    }

    [Fact]
    public async Task Send_LongestAndShortest_ArriveInOrder()
    {
        var shortest = new byte[_left.Capabilities.LeastFrameOctets];
        var longest = new byte[_left.Capabilities.MostFrameOctets];
        Random.Shared.NextBytes(longest);
        await _left.SendAsync(shortest, default);
        Assert.Equal(shortest, (await ReceiveAsync(_right)).Octets.ToArray());
        await _left.SendAsync(longest, default);
        Assert.Equal(longest, (await ReceiveAsync(_right)).Octets.ToArray());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    public async Task Send_Airtime_IsWithinASymbolOfWhatWasOnTheAir(int factor)
    {
        var settings = Settings with { Modulation = new LoRaModulation { SpreadingFactor = new SpreadingFactor(factor) } };
        await _left.ConfigureAsync(settings, default);
        var ended = Air?.NextEnd;
        var sent = await _left.SendAsync(Frame, default);
        Assert.Equal(LoRaAirtime.Of(AsSent(settings.Modulation), Frame.Length), sent.Airtime);
        if (ended is null) return;
        var truth = AirLog.LengthOf(await ended.WaitAsync(Patience));
        Assert.InRange(sent.Airtime.Nanoseconds - truth.Nanoseconds, 0, settings.Modulation.Symbol.Nanoseconds);
    }

    /// <summary>Half duplex: who sends hears nothing. A modem that listens first waits for the other instead.</summary>
    [Fact]
    public async Task Send_WhileTheOtherSends_IsHeardByNobodyWhoSendsHimself()
    {
        await ConfigureBothAsync(Slow);
        var started = Air?.NextStart ?? Task.CompletedTask;
        var sending = _left.SendAsync(new byte[_left.Capabilities.MostFrameOctets], default).AsTask();
        await started.WaitAsync(Patience);
        await _right.SendAsync(Frame, default);
        await sending;
        var isHeard = _left.Capabilities.HearsWhileSending || _right.Capabilities.ListensBeforeSending;

        // A gateway knows the end of its own frame by its clock alone, to some milliseconds: a marker that comes too early is
        // followed by another one. Whichever of both frames is heard first is what counts; that it is heard has its limit.
        var heard = ReceiveAsync(_left);
        do await _right.SendAsync(Marker, default);
        while (!heard.IsCompleted);

        Assert.Equal(isHeard ? Frame : Marker, (await heard).Octets.ToArray());
    }

    /// <summary>
    /// Virtual time goes on while the test's next step waits for a processor, so the frame may be over before the radio looks:
    /// then it looks at another one. What never looks is never right.
    /// </summary>
    [Fact]
    public async Task DetectActivity_SomebodySends_IsTrueIfItLooks()
    {
        const int mostLooks = 8;
        await ConfigureBothAsync(Slow);
        var isSeen = false;
        for (var i = 0; i < mostLooks && !isSeen; i++)
        {
            var started = Air?.NextStart ?? Task.CompletedTask;
            var sending = _right.SendAsync(new byte[_right.Capabilities.MostFrameOctets], default).AsTask();
            await started.WaitAsync(Patience);
            isSeen = await _left.DetectActivityAsync(default);
            await sending;
            if (!_left.Capabilities.DetectsActivity) break;
        }

        Assert.Equal(_left.Capabilities.DetectsActivity, isSeen);
    }

    [Fact]
    public async Task Send_BothWays_Works()
    {
        await _left.SendAsync(Frame, default);
        await ReceiveAsync(_right);
        await _right.SendAsync(Frame, default);
        Assert.Equal(Frame, (await ReceiveAsync(_left)).Octets.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task Send_ImpossibleLength_IsARadioException(int octets) =>
        await Assert.ThrowsAsync<RadioException>(() => _left.SendAsync(new byte[octets], default).AsTask());

    [Fact]
    public async Task Send_LongerThanItsLongest_IsARadioException() => await Assert.ThrowsAsync<RadioException>(
        () => _left.SendAsync(new byte[_left.Capabilities.MostFrameOctets + 1], default).AsTask());

    [Fact]
    public async Task Configure_Again_WorksAtTheNewSettingsOnly()
    {
        await _left.ConfigureAsync(Slow, default);
        await _left.SendAsync(Frame, default);
        await _right.ConfigureAsync(Slow, default);
        await _left.SendAsync(Marker, default);

        // Without physics a modulation makes no difference.
        var expected = Air is null ? Frame : Marker;
        Assert.Equal(expected, (await ReceiveAsync(_right)).Octets.ToArray());
    }

    [Fact]
    public async Task SetPower_Lower_IsHeardWeaker()
    {
        if (!_right.Capabilities.ReportsSignal || Air is null) return;
        var loud = (await SendAndReceiveAsync()).Rssi!.Value.Value;
        await _left.SetPowerAsync(new Dbm(4), default);
        Assert.Equal(loud - 10, (await SendAndReceiveAsync()).Rssi!.Value.Value, 1.1);
    }

    [Fact]
    public async Task DetectActivity_QuietChannel_IsFalse() => Assert.False(await _left.DetectActivityAsync(default));

    [Fact]
    public async Task Dispose_WhileReceiving_EndsTheWait()
    {
        var receiving = _right.ReceiveAsync(default).AsTask();
        await _right.DisposeAsync();
        await Assert.ThrowsAsync<RadioException>(() => receiving.WaitAsync(Patience));
    }

    [Fact]
    public async Task Dispose_WhileSending_EndsTheSend()
    {
        await _left.ConfigureAsync(Slow, default);
        var started = Air?.NextStart ?? Task.CompletedTask;
        var sending = _left.SendAsync(new byte[_left.Capabilities.MostFrameOctets], default).AsTask();
        await started.WaitAsync(Patience);
        await _left.DisposeAsync().AsTask().WaitAsync(Patience);
        await Assert.ThrowsAsync<RadioException>(() => sending.WaitAsync(Patience));
    }

    [Fact]
    public async Task Dispose_Twice_ThenUse_IsARadioException()
    {
        await _left.DisposeAsync();
        await _left.DisposeAsync();
        await Assert.ThrowsAsync<RadioException>(() => _left.SendAsync(Frame, default).AsTask().WaitAsync(Patience));
        await Assert.ThrowsAsync<RadioException>(() => _left.ReceiveAsync(default).AsTask().WaitAsync(Patience));
    }

    /// <summary>What the ether carried; null if it cannot be asked.</summary>
    private protected AirLog? Air { get; set; } = new();

    /// <summary>How long a test waits for what must come, in real time.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    protected IRadio Left => _left;

    protected IRadio Right => _right;

    protected abstract Task<(IRadio Left, IRadio Right)> OpenAsync();

    /// <summary>What the modem makes of a modulation.</summary>
    protected virtual LoRaModulation AsSent(LoRaModulation modulation) => modulation;

    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    protected async Task<ReceivedFrame> SendAndReceiveAsync()
    {
        await _left.SendAsync(Frame, default);
        return await ReceiveAsync(_right);
    }

    protected static Task<ReceivedFrame> ReceiveAsync(IRadio radio) => radio.ReceiveAsync(default).AsTask().WaitAsync(Patience);

    private async Task ConfigureBothAsync(RadioSettings settings)
    {
        await _left.ConfigureAsync(settings, default);
        await _right.ConfigureAsync(settings, default);
    }
}
