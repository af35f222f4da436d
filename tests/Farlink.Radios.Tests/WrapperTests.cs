using System.Numerics;
using Farlink.Radios.Wrappers;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Radios.Tests;

public sealed class WrapperTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task FaultyRadio_SameSeed_SpoilsTheSameFrames()
    {
        var first = await ReceiveHundredAsync(7);
        Assert.Equal(first, await ReceiveHundredAsync(7));
        Assert.NotEqual(first, await ReceiveHundredAsync(8));
        Assert.InRange(first.Count, 40, 160);
    }

    [Fact]
    public async Task FaultyRadio_Corruption_FlipsExactlyOneBit()
    {
        var inner = new ImmediateRadio(true, _time);
        await using var faulty = new FaultyRadio(inner, new FaultOptions { Corruption = 1 }, new Random(1));
        inner.Incoming.Add(new ReceivedFrame(new byte[20], _time.Now()));
        var frame = await faulty.ReceiveAsync(default);
        Assert.Equal(1, frame.Octets.ToArray().Sum(octet => BitOperations.PopCount(octet)));
    }

    [Fact]
    public async Task FaultyRadio_SendFailure_IsARadioException()
    {
        var inner = new ImmediateRadio(true, _time);
        await using var faulty = new FaultyRadio(inner, new FaultOptions { SendFailure = 1 }, new Random(1));
        await Assert.ThrowsAsync<RadioException>(() => faulty.SendAsync(new byte[5], default).AsTask());
        Assert.Equal(0, inner.Sent);
    }

    [Fact]
    public void FaultyRadio_ProbabilityOverOne_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new FaultyRadio(new ImmediateRadio(true, _time), new FaultOptions { Loss = 1.1 }, new Random(1)));

    [Fact]
    public async Task TracingRadio_EveryFrame_IsShownAndUnchanged()
    {
        var inner = new ImmediateRadio(true, _time);
        var shown = new List<RadioTrace>();
        await using var tracing = new TracingRadio(inner, _time, shown.Add);
        inner.Incoming.Add(new ReceivedFrame(new byte[] { 1, 2, 3 }, _time.Now()));
        await tracing.SendAsync(new byte[] { 4, 5 }, default);
        var frame = await tracing.ReceiveAsync(default);
        Assert.Equal([1, 2, 3], frame.Octets.ToArray());
        Assert.Equal([4, 5], Assert.IsType<RadioTrace.Sent>(shown[0]).Octets.ToArray());
        Assert.Same(frame, Assert.IsType<RadioTrace.Received>(shown[1]).Frame);
    }

    [Fact]
    public async Task TracingRadio_FailedSend_IsShownAndThrown()
    {
        var shown = new List<RadioTrace>();
        var failing = new FaultyRadio(new ImmediateRadio(true, _time), new FaultOptions { SendFailure = 1 }, new Random(1));
        await using var tracing = new TracingRadio(failing, _time, shown.Add);
        await Assert.ThrowsAsync<RadioException>(() => tracing.SendAsync(new byte[5], default).AsTask());
        Assert.IsType<RadioTrace.Failed>(Assert.Single(shown));
    }

    [Fact]
    public async Task ReceiveQueue_Full_DropsTheOldestAndCounts()
    {
        var queue = new ReceiveQueue();
        for (var i = 0; i < ReceiveQueue.MostFrames + 3; i++) queue.Add(new ReceivedFrame(new[] { (byte)i }, _time.Now()));
        Assert.Equal(3, queue.Dropped);
        Assert.Equal(3, (await queue.ReadAsync(default)).Octets.Span[0]);
    }

    [Fact]
    public async Task ReceiveQueue_Closed_GivesWhatWaitsThenTheReason()
    {
        var queue = new ReceiveQueue();
        queue.Add(new ReceivedFrame(new byte[1], _time.Now()));
        queue.Close(new RadioException("unplugged"));
        await queue.ReadAsync(default);
        var failure = await Assert.ThrowsAsync<RadioException>(() => queue.ReadAsync(default).AsTask());
        Assert.Equal("unplugged", failure.Message);
    }

    [Fact]
    public async Task LateRadio_NotThereYet_SaysWhyUntilItIs()
    {
        var isThere = false;
        await using var late = new LateRadio(
            _ => isThere
                ? Task.FromResult<IRadio>(new ImmediateRadio(true, _time)) : throw new RadioException("no modem at /dev/ttyUSB0"),
            new RadioCapabilities { Description = "late", IsSimulated = true }, (_, _) => { }, _time);
        Assert.Equal("The radio is being opened.", late.Trouble);
        await late.ConfigureAsync(new RadioSettings { Frequency = Protocol.Units.Hertz.FromMegahertz(868.1) }, default);
        Assert.Equal("no modem at /dev/ttyUSB0", late.Trouble);
        isThere = true;
        _time.Advance(TimeSpan.FromSeconds(0.5));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (late.Trouble is not null)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<List<int>> ReceiveHundredAsync(int seed)
    {
        var inner = new ImmediateRadio(true, _time);
        await using var faulty = new FaultyRadio(inner, new FaultOptions { Loss = 0.3, Duplication = 0.3 }, new Random(seed));
        for (var i = 0; i < 100; i++) inner.Incoming.Add(new ReceivedFrame(new[] { (byte)i }, _time.Now()));
        inner.Incoming.Close(new RadioException("end"));
        var received = new List<int>();
        try
        {
            while (true) received.Add((await faulty.ReceiveAsync(default)).Octets.Span[0]);
        }
        catch (RadioException)
        {
            return received;
        }
    }
}
