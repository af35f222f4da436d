using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.RNode;
using Farlink.Simulation.Ether;
using Farlink.Simulation.RNode;
using Farlink.Simulation.Time;

namespace Farlink.Radios.Tests;

/// <summary>What an RNode may say, refuse or do by itself; with a modelled one on a real pseudo-terminal.</summary>
public sealed class RNodeTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private static readonly byte[] Frame = [0xC0, 0xDB, 0xDC, 0xDD, 0, .. "Good job!"u8];
    private readonly TimeProvider _time = new ScaledTimeProvider(TimeProvider.System, 5);
    private readonly AirLog _air = new();
    private readonly List<RNodeModel> _modems = [];
    private SimulatedEther _ether = null!;

    public ValueTask InitializeAsync()
    {
        _ether = _air.Ether(_time);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var modem in _modems) await modem.DisposeAsync();
    }

    [Fact]
    public async Task Send_OctetsThatKissEscapes_ArriveUnchangedAndOneOctetLongerOnTheAir()
    {
        await using var left = await OpenAsync();
        await using var right = await OpenAsync();
        await left.ConfigureAsync(Settings, default);
        await right.ConfigureAsync(Settings, default);
        var ended = _air.NextEnd;
        var sent = await left.SendAsync(Frame, default);
        var heard = await right.ReceiveAsync(default).AsTask().WaitAsync(Patience);
        Assert.Equal(Frame, heard.Octets.ToArray());
        Assert.NotNull(heard.Rssi);
        var truth = await ended;
        Assert.Equal(Frame.Length + 1, truth.Octets.Length);

        // Told by the modem when it has sent.
        Assert.InRange((sent.End - truth.End).Milliseconds, -1, 200);
        Assert.Equal((0, 0), _modems[0].Locks);
    }

    [Theory]
    [InlineData(7, 125_000, 1)]
    [InlineData(8, 125_000, 1)]
    [InlineData(12, 125_000, 4)]
    [InlineData(11, 125_000, 1)]
    [InlineData(7, 500_000, 1)]
    [InlineData(5, 500_000, 1)]
    [InlineData(10, 250_000, 2)]
    [InlineData(9, 31_250, 4)]
    [InlineData(7, 7_812, 1)]
    [InlineData(8, 15_625, 3)]
    public async Task Send_AnyModulation_IsCountedAsItIsSent(int factor, int bandwidth, int parity)
    {
        var modulation = new LoRaModulation
        {
            SpreadingFactor = new SpreadingFactor(factor),
            Bandwidth = new Hertz(bandwidth),
            CodingRate = CodingRate.FromParityBits(parity),
        };
        await using var radio = await OpenAsync(time: new ScaledTimeProvider(TimeProvider.System, factor > 8 ? 50 : 5));
        await radio.ConfigureAsync(Settings with { Modulation = RNodeModem.AsSent(modulation) }, default);
        var ended = _air.NextEnd;
        var sent = await radio.SendAsync(Frame, default);
        var truth = await ended.WaitAsync(Patience);
        Assert.Equal(bandwidth, truth.Modulation.Bandwidth.Value);
        Assert.Equal(RNodeModem.PreambleSymbols(modulation), truth.Modulation.PreambleSymbols);
        Assert.Equal(RNodeModem.OptimizesLowDataRate(modulation), truth.Modulation.LowDataRateOptimize);
        Assert.Equal(AirLog.LengthOf(truth), sent.Airtime);
    }

    [Fact]
    public async Task Receive_PacketOfTwoFrames_IsSomebodyElses()
    {
        await using var radio = await OpenAsync();
        await using var other = _ether.CreateRadio("other");
        await radio.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        await other.SendAsync((byte[])[0x51, .. new byte[254]], default);
        await other.SendAsync((byte[])[0x51, .. new byte[40]], default);
        await other.SendAsync((byte[])[0x60, 1, 2, 3], default);
        Assert.Equal([1, 2, 3], (await radio.ReceiveAsync(default).AsTask().WaitAsync(Patience)).Octets.ToArray());
    }

    [Fact]
    public async Task Send_ModemFails_SaysWhyAndTheNextOneWorks()
    {
        await using var radio = await OpenAsync();
        await radio.ConfigureAsync(Settings, default);
        _modems[0].Fails = 6;
        var failure = await Assert.ThrowsAsync<RadioException>(() => radio.SendAsync(Frame, default).AsTask());
        Assert.Contains("does not answer it", failure.Message, StringComparison.Ordinal);
        _modems[0].Fails = null;
        await radio.SendAsync(Frame, default);
        Assert.Equal(1, _modems[0].Sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_ModemRestartedByItself_FailsAndWorksAgain(bool tells)
    {
        await using var left = await OpenAsync(new RNodeOptions { TellsReset = tells });
        await using var right = await OpenAsync();
        await left.ConfigureAsync(Settings, default);
        await right.ConfigureAsync(Settings, default);
        _modems[0].Restart();
        await Assert.ThrowsAsync<RadioException>(() => left.SendAsync(Frame, default).AsTask().WaitAsync(Patience));
        byte[] next = [7, .. Frame];
        var hearing = HearAsync(right, next);
        while (!hearing.IsCompleted)
        {
            try
            {
                await left.SendAsync(next, default).AsTask().WaitAsync(Patience);
            }
            catch (RadioException)
            {
                // It is being opened and set again.
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }

        await hearing;
    }

    /// <summary>Nobody sends, so nothing fails: it must be noticed all the same, or the station would be deaf.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_ModemRestartedByItself_IsSetAgain(bool tells)
    {
        await using var left = await OpenAsync(new RNodeOptions { TellsReset = tells });
        await using var right = await OpenAsync();
        await left.ConfigureAsync(Settings, default);
        await right.ConfigureAsync(Settings, default);
        _modems[0].Restart();
        var hearing = HearAsync(left, Frame);
        for (var tries = 0; tries < 100 && !hearing.IsCompleted; tries++) await right.SendAsync(Frame, default);
        await hearing;
    }

    /// <summary>Firmware that does not tell when it sent: the latest time on a free channel counts.</summary>
    [Fact]
    public async Task Send_ModemDoesNotTellItsAirtime_IsNeverSaidToBeOverTooEarly()
    {
        await using var radio = await OpenAsync(new RNodeOptions { TellsAirtime = false });
        await radio.ConfigureAsync(Settings, default);
        for (var i = 0; i < 5; i++)
        {
            var ended = _air.NextEnd;
            var sent = await radio.SendAsync(Frame, default);
            Assert.InRange((sent.End - (await ended).End).Milliseconds, -1, 500);
        }
    }

    /// <summary>A channel that somebody else uses holds the frame back; it counts when it went.</summary>
    [Fact]
    public async Task Send_ChannelIsBusy_IsOverWhenTheModemSaysSo()
    {
        await using var radio = await OpenAsync();
        await using var other = _ether.CreateRadio("other");
        await radio.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        await radio.SendAsync(Frame, default);
        var (begun, first) = (_air.NextStart, _air.NextEnd);
        var sending = other.SendAsync(new byte[255], default).AsTask();
        await begun;
        var sent = await radio.SendAsync(Frame, default);
        await sending;
        Assert.Equal(255, (await first).Octets.Length);
        Assert.InRange((sent.Start - (await first).End).Milliseconds, 0, 1000);
    }

    [Fact]
    public async Task Configure_MorePowerThanTheBoardHas_IsRefusedForGood()
    {
        await using var radio = await OpenAsync(new RNodeOptions { HighestPower = 17 });
        var failure = await Assert.ThrowsAsync<RadioException>(
            () => radio.ConfigureAsync(Settings with { TransmitPower = new Dbm(20) }, default).AsTask());
        Assert.True(failure.IsFinal);
        Assert.Contains("was set to 20 dBm and says 17 dBm", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OtherFirmware_NamesTheCure()
    {
        var modem = Plug(new RNodeOptions());
        modem.IsDeaf = true;
        var failure = await Assert.ThrowsAsync<RadioException>(() => RNodeRadio.OpenAsync(modem.Path, _time, default));
        Assert.Contains("rnodeconf --autoinstall", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OldFirmware_NamesTheCure()
    {
        var modem = Plug(new RNodeOptions { Firmware = new Version(1, 51) });
        var failure = await Assert.ThrowsAsync<RadioException>(() => RNodeRadio.OpenAsync(modem.Path, _time, default));
        Assert.Contains("1.51", failure.Message, StringComparison.Ordinal);
        Assert.Contains("rnodeconf --update", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/farlink-nothing", "Cannot open /dev/farlink-nothing")]
    [InlineData("/dev/null", "/dev/null is no serial port")]
    public async Task Open_NoModem_SaysWhatToLookAt(string path, string expected)
    {
        var failure = await Assert.ThrowsAsync<RadioException>(() => RNodeRadio.OpenAsync(path, _time, default));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains("/dev/serial/by-id", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x34, false, 14, "sync word")]
    [InlineData(0x12, true, 14, "low data rate optimisation by itself")]
    [InlineData(0x12, false, -1, "its power is 0 to 37 dBm")]
    public async Task Configure_WhatItCannot_IsRefusedForGood(byte syncWord, bool lowDataRate, double power, string expected)
    {
        await using var radio = await OpenAsync();
        var settings = Settings with
        {
            Modulation = new LoRaModulation { SyncWord = syncWord, LowDataRateOptimize = lowDataRate },
            TransmitPower = new Dbm(power),
        };
        var failure = await Assert.ThrowsAsync<RadioException>(() => radio.ConfigureAsync(settings, default).AsTask());
        Assert.True(failure.IsFinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KissReader_NoiseBetweenAndFramesTooLong_TakesTheRest()
    {
        var reader = new KissReader();
        byte[] wire =
        [
            .. "boot text\r\n"u8, 0xC0, 0xC0, .. new byte[2000], 0xC0, 0x23, 0xDB, 0xDC, 0xC0, 0xC0, 0x24, 0xDB, 0xDD, 0xC0,
        ];
        List<string> frames = [];
        foreach (var octet in wire)
            if (reader.TryTake(octet, out var frame)) frames.Add(Convert.ToHexString(frame));
        Assert.Equal(["23C0", "24DB"], frames);
        Assert.Equal(1, reader.Dropped);
    }

    private static async Task HearAsync(RNodeRadio radio, byte[] expected)
    {
        while (!(await radio.ReceiveAsync(default).AsTask().WaitAsync(Patience)).Octets.Span.SequenceEqual(expected))
        {
            // A frame of before.
        }
    }

    private RNodeModel Plug(RNodeOptions options, TimeProvider? time = null)
    {
        if (time is not null) _ether = _air.Ether(time);
        var modem = RNodeModel.Start(_ether, options, time ?? _time, new Random(1));
        _modems.Add(modem);
        return modem;
    }

    private Task<RNodeRadio> OpenAsync(RNodeOptions? options = null, TimeProvider? time = null) =>
        RNodeRadio.OpenAsync(Plug(options ?? new RNodeOptions(), time).Path, time ?? _time, default);
}
