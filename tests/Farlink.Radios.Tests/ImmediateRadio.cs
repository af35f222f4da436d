using Farlink.Protocol.Units;
using Farlink.Protocol.Airtime;

namespace Farlink.Radios.Tests;

/// <summary>The end of a chain of wrappers: notes what is sent, hands out what it is told to.</summary>
internal sealed class ImmediateRadio(bool isSimulated, TimeProvider time) : IRadio
{
    public ReceiveQueue Incoming { get; } = new();

    public int Sent { get; private set; }

    /// <summary>Called when a frame is sent.</summary>
    public Action BeforeSend { get; init; } = () => { };

    /// <summary>How each send fails; null: it does not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How long a frame waits in the modem; and how much longer than computed it is.</summary>
    public (Duration Waits, Duration Longer) Modem { get; set; }

    public RadioCapabilities Capabilities { get; } = new() { Description = "immediate", IsSimulated = isSimulated };

    public ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        BeforeSend();
        if (Failure is { } failure) throw failure;
        Sent++;
        return ValueTask.FromResult(new Transmission(
            time.Now() + Modem.Waits, LoRaAirtime.Of(new LoRaModulation(), frame.Length) + Modem.Longer));
    }

    public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => Incoming.ReadAsync(cancellationToken);

    public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
