using Farlink.Protocol.Units;
using Farlink.Radios;

namespace Farlink.Runtime.Tests;

/// <summary>A radio that can be unplugged: then it sends and hears nothing, and says so.</summary>
internal sealed class PluggableRadio(IRadio inner) : IRadio
{
    private volatile bool _isUnplugged;

    public bool IsUnplugged
    {
        get => _isUnplugged;
        set => _isUnplugged = value;
    }

    public RadioCapabilities Capabilities => inner.Capabilities;

    public string? Trouble => IsUnplugged ? "The modem is gone; it is looked for." : null;

    public ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken) =>
        inner.ConfigureAsync(settings, cancellationToken);

    public ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken) =>
        inner.SetPowerAsync(power, cancellationToken);

    public ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        IsUnplugged ? throw new RadioException(Trouble!) : inner.SendAsync(frame, cancellationToken);

    public async ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var frame = await inner.ReceiveAsync(cancellationToken);
            if (!IsUnplugged) return frame;
        }
    }

    public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) =>
        IsUnplugged ? throw new RadioException(Trouble!) : inner.DetectActivityAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
