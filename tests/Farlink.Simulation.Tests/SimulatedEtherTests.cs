using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Simulation.Tests;

/// <summary>The channel in virtual time: nothing here waits.</summary>
public sealed class SimulatedEtherTests
{
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private static readonly byte[] Frame = new byte[52];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly FakeTimeProvider _time = new();
    private readonly SimulatedEther _ether;

    public SimulatedEtherTests() => _ether = new SimulatedEther(Flat(110), _time, new Random(1));

    [Fact]
    public async Task Send_Frame_ArrivesWithItsLastSymbol()
    {
        var (sender, receiver) = (Radio(), Radio());
        var sending = sender.SendAsync(Frame, default).AsTask();
        var receiving = receiver.ReceiveAsync(default).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(102));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await sending.WaitAsync(Patience);
        var frame = await receiving.WaitAsync(Patience);
        Assert.Equal(-96, frame.Rssi!.Value.Value, 1e-9);
        Assert.Equal(12, frame.Snr!.Value.Value);
        Assert.Equal(1, _ether.Counters[ReceptionResult.Received]);
    }

    [Fact]
    public async Task Send_TwoEquallyStrongAtOnce_DestroyEachOther()
    {
        var (left, right, _) = (Radio(), Radio(), Radio());
        await SendAsync(left, right);
        Assert.Equal(2, _ether.Counters[ReceptionResult.Deaf]);
        Assert.Equal(2, _ether.Counters[ReceptionResult.Collided]);
        Assert.Equal(0, _ether.Counters[ReceptionResult.Received]);
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(19.9, 0)]
    public async Task Send_StrongerBySixDecibels_IsCaptured(double power, int delivered)
    {
        var (strong, weak, _) = (Radio(Settings with { TransmitPower = new Dbm(power) }), Radio(), Radio());
        await SendAsync(strong, weak);
        Assert.Equal(delivered, _ether.Counters[ReceptionResult.Received]);
    }

    [Fact]
    public async Task Send_InterferenceEndingBeforeTheLastFivePreambleSymbols_DoesNoHarm()
    {
        var (first, second, _) = (Radio(), Radio(), Radio());
        var shortFrame = first.SendAsync(new byte[1], default).AsTask();

        // One octet takes 25.856 ms; three symbols of 1.024 ms before its end is early enough, four are not.
        _time.Advance(TimeSpan.FromMilliseconds(25.856 - 3.0));
        var next = second.SendAsync(Frame, default).AsTask();
        await FinishAsync(shortFrame, next);
        Assert.Equal(1, _ether.Counters[ReceptionResult.Received]);
    }

    [Fact]
    public async Task Send_WhileReceiving_IsDeafToIt()
    {
        var (left, right) = (Radio(), Radio());
        await SendAsync(left, right);
        Assert.Equal(2, _ether.Counters[ReceptionResult.Deaf]);
    }

    [Fact]
    public async Task Send_OtherSettings_AreNotHeard()
    {
        var sender = Radio();
        Radio(Settings with { Frequency = Hertz.FromMegahertz(868.3) });
        Radio(Settings with { Modulation = new LoRaModulation { SpreadingFactor = new SpreadingFactor(8) } });
        Radio(Settings with { Modulation = new LoRaModulation { SyncWord = 0x34 } });
        Radio(Settings with { Modulation = new LoRaModulation { LowDataRateOptimize = true } });
        Radio(Settings with { Modulation = new LoRaModulation { InvertIq = true } });
        await SendAsync(sender);
        Assert.Equal(0, _ether.Counters[ReceptionResult.Received]);
    }

    [Fact]
    public async Task Send_TooFar_IsTooWeak()
    {
        var ether = new SimulatedEther(Flat(145), _time, new Random(1));
        var sender = ether.CreateRadio("sender");
        var receiver = ether.CreateRadio("receiver");
        await sender.ConfigureAsync(Settings, default);
        await receiver.ConfigureAsync(Settings, default);
        await SendAsync(sender);
        Assert.Equal(1, ether.Counters[ReceptionResult.TooWeak]);
    }

    [Fact]
    public async Task Move_OutOfRangeAndBack_IsHeardAgain()
    {
        var ether = new SimulatedEther(new ChannelOptions(), _time, new Random(1));
        var sender = ether.CreateRadio("sender");
        var receiver = ether.CreateRadio("receiver", new Position(1000, 0));
        await sender.ConfigureAsync(Settings, default);
        await receiver.ConfigureAsync(Settings, default);
        await SendAsync(sender);
        Assert.Equal((1, 0), (ether.Counters[ReceptionResult.Received], ether.Counters[ReceptionResult.TooWeak]));
        ether.Move("receiver", new Position(50_000, 0));
        await SendAsync(sender);
        Assert.Equal((1, 1), (ether.Counters[ReceptionResult.Received], ether.Counters[ReceptionResult.TooWeak]));
        ether.Move("receiver", new Position(500, 0));
        await SendAsync(sender);
        Assert.Equal((2, 1), (ether.Counters[ReceptionResult.Received], ether.Counters[ReceptionResult.TooWeak]));
    }

    [Fact]
    public async Task Loss_ChangedWhileItRuns_CountsFromThen()
    {
        var sender = Radio();
        Radio();
        await SendAsync(sender);
        _ether.Loss = 1;
        await SendAsync(sender);
        Assert.Equal((1, 1), (_ether.Counters[ReceptionResult.Received], _ether.Counters[ReceptionResult.Lost]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ether.Loss = 1.1);
    }

    [Fact]
    public async Task Hostile_SwitchedOn_ReplaysWhatItHeardAtABoundedRate()
    {
        var (sender, listener) = (Radio(), Radio());
        await using var hostile = await HostileRadio.StartAsync(_ether.CreateRadio("hostile"), Settings, 1, _time, new Random(1));
        var frame = new byte[60];
        Array.Fill(frame, (byte)7);
        await FinishAsync(sender.SendAsync(frame, default).AsTask());
        Assert.Equal(frame, (await listener.ReceiveAsync(default).AsTask().WaitAsync(Patience)).Octets.ToArray());
        Assert.Equal(0, hostile.Sent);
        var start = _time.GetUtcNow();
        hostile.IsOn = true;
        var hearing = HearBothAsync(listener, frame);
        await FinishAsync(hearing);
        var count = await hearing;
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(0.75 * count), TimeSpan.FromSeconds(100));
    }

    [Fact]
    public async Task Send_Loss_IsRepeatableFromTheSeed()
    {
        Assert.Equal(await LostAsync(5), await LostAsync(5));
        Assert.InRange(await LostAsync(5), 20, 40);
    }

    [Fact]
    public async Task Send_Cancelled_ReachesNobody()
    {
        var (sender, _) = (Radio(), Radio());
        using var stop = new CancellationTokenSource();
        var sending = sender.SendAsync(Frame, stop.Token).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(50));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Patience));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _ether.Counters[ReceptionResult.Received]);
    }

    [Fact]
    public async Task DetectActivity_Preamble_IsSeenAndPayloadIsNot()
    {
        var (sender, listener) = (Radio(), Radio());
        var sending = sender.SendAsync(Frame, default).AsTask();
        Assert.True(await IsActiveAsync(listener));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.False(await IsActiveAsync(listener));
        await FinishAsync(sending);
    }

    [Fact]
    public Task Send_NotConfigured_IsARadioException() =>
        Assert.ThrowsAsync<RadioException>(() => _ether.CreateRadio("new").SendAsync(Frame, default).AsTask());

    /// <summary>Frames until one came again as it was, and one with another tag.</summary>
    private static async Task<int> HearBothAsync(IRadio radio, byte[] frame)
    {
        const int tag = 8;
        var (count, isReplayed, isForged) = (0, false, false);
        while (!isReplayed || !isForged)
        {
            var heard = (await radio.ReceiveAsync(default)).Octets.ToArray();
            count++;
            if (heard.SequenceEqual(frame)) isReplayed = true;
            else isForged |= heard.Length == frame.Length && heard.AsSpan()[..^tag].SequenceEqual(frame.AsSpan()[..^tag]);
        }

        return count;
    }

    /// <summary>The same attenuation between any two radios.</summary>
    private static ChannelOptions Flat(double decibel) => new() { ReferenceLoss = new Decibel(decibel), Exponent = 0 };

    private async Task<bool> IsActiveAsync(IRadio radio)
    {
        var detecting = radio.DetectActivityAsync(default).AsTask();
        await FinishAsync(detecting);
        return await detecting;
    }

    private async Task<long> LostAsync(int seed)
    {
        var ether = new SimulatedEther(new ChannelOptions { Loss = 0.3 }, _time, new Random(seed));
        var (sender, receiver) = (ether.CreateRadio("a"), ether.CreateRadio("b"));
        await sender.ConfigureAsync(Settings, default);
        await receiver.ConfigureAsync(Settings, default);
        for (var i = 0; i < 100; i++) await SendAsync(sender);
        return ether.Counters[ReceptionResult.Lost];
    }

    private IRadio Radio(RadioSettings? settings = null)
    {
        var radio = _ether.CreateRadio("radio");
        var configured = radio.ConfigureAsync(settings ?? Settings, default).AsTask();
        Assert.True(configured.IsCompletedSuccessfully);
        return radio;
    }

    private Task SendAsync(params IRadio[] radios) =>
        FinishAsync([.. radios.Select(radio => (Task)radio.SendAsync(Frame, default).AsTask())]);

    /// <summary>
    /// Moves virtual time until what was begun is done. Continuations run on the pool, so time may run ahead of them.
    /// </summary>
    private async Task FinishAsync(params Task[] tasks)
    {
        var all = Task.WhenAll(tasks);
        for (var milliseconds = 0; milliseconds < 100_000 && !all.IsCompleted; milliseconds++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await all.WaitAsync(Patience);
    }
}
