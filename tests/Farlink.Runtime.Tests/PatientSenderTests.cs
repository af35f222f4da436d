using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.RadioHead;
using Farlink.Runtime.Status;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>What waits for a radio in RadioHead mode.</summary>
public sealed class PatientSenderTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly TestLog _log = new();
    private readonly PluggableRadio _radio;
    private readonly PatientSender _sender;

    public PatientSenderTests()
    {
        _radio = new PluggableRadio(new QuickRadio(_time)) { IsUnplugged = true };
        _sender = new PatientSender(_radio, new RadioWatch(_radio, _log, _time), _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _radio.DisposeAsync();
        _log.Dispose();
    }

    /// <summary>However long the pause has become: no time passes here any more.</summary>
    [Fact]
    public async Task Send_RadioIsBack_IsTriedAtOnce()
    {
        var sending = _sender.SendAsync(new OutgoingFrame(new byte[4], 1UL, 1), default);
        for (var i = 0; i < 60; i++) _time.Advance(TimeSpan.FromSeconds(1));
        _radio.IsUnplugged = false;
        _sender.HandleRadioBack();
        Assert.NotNull(await sending.WaitAsync(Patience));
    }

    [Fact]
    public async Task Send_StoppedWhileTheRadioIsAway_Ends()
    {
        using var stop = new CancellationTokenSource();
        var sending = _sender.SendAsync(new OutgoingFrame(new byte[4], 1UL, 1), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Patience));
    }

    private sealed class QuickRadio(TimeProvider time) : IRadio
    {
        public RadioCapabilities Capabilities { get; } = new() { Description = "quick", IsSimulated = true };

        public ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new Transmission(time.Now(), Duration.FromMilliseconds(50)));

        public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
