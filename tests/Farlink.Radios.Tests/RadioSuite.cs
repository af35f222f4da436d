using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.Tests;

/// <summary>What every radio must do, run against each kind. A kind gives two radios that hear each other.</summary>
public abstract class RadioSuite : IAsyncLifetime
{
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private static readonly byte[] Frame = [1, 10, 0, 0, .. "Good job!"u8];
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

    [Fact]
    public async Task Send_Airtime_IsTheFormulas()
    {
        var transmission = await _left.SendAsync(Frame, default);
        Assert.Equal(LoRaAirtime.Of(Settings.Modulation, Frame.Length), transmission.Airtime);
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
    public async Task Configure_Again_StillWorks()
    {
        var slower = Settings with { Modulation = new LoRaModulation { SpreadingFactor = new SpreadingFactor(8) } };
        await _left.ConfigureAsync(slower, default);
        await _right.ConfigureAsync(slower, default);
        var transmission = await _left.SendAsync(Frame, default);
        Assert.Equal(LoRaAirtime.Of(slower.Modulation, Frame.Length), transmission.Airtime);
        Assert.Equal(Frame, (await ReceiveAsync(_right)).Octets.ToArray());
    }

    [Fact]
    public async Task DetectActivity_QuietChannel_IsFalse() => Assert.False(await _left.DetectActivityAsync(default));

    [Fact]
    public async Task Dispose_WhileReceiving_EndsTheWait()
    {
        var receiving = _right.ReceiveAsync(default).AsTask();
        await _right.DisposeAsync();
        await Assert.ThrowsAsync<RadioException>(() => receiving.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    protected abstract Task<(IRadio Left, IRadio Right)> OpenAsync();

    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    private static Task<ReceivedFrame> ReceiveAsync(IRadio radio) =>
        radio.ReceiveAsync(default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}
