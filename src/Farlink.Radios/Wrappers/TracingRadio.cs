using Farlink.Protocol.Units;

namespace Farlink.Radios.Wrappers;

/// <summary>Shows every frame that passes, and changes none.</summary>
public sealed class TracingRadio : IRadio
{
    private readonly IRadio _inner;
    private readonly Action<RadioTrace> _show;
    private readonly TimeProvider _time;

    /// <summary>Wraps a radio.</summary>
    /// <param name="inner">The radio; disposed with the wrapper.</param>
    /// <param name="time">The radio's clock.</param>
    /// <param name="show">Called for each frame, from whichever thread it passes on; must not throw or block.</param>
    public TracingRadio(IRadio inner, TimeProvider time, Action<RadioTrace> show)
    {
        _inner = inner;
        _time = time;
        _show = show;
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities => _inner.Capabilities;

    /// <inheritdoc/>
    public string? Trouble => _inner.Trouble;

    /// <inheritdoc/>
    public ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken) =>
        _inner.ConfigureAsync(settings, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken) =>
        _inner.SetPowerAsync(power, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        try
        {
            var transmission = await _inner.SendAsync(frame, cancellationToken);
            _show(new RadioTrace.Sent(transmission, frame));
            return transmission;
        }
        catch (RadioException failure)
        {
            _show(new RadioTrace.Failed(_time.Now(), frame, failure.Message));
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken)
    {
        var frame = await _inner.ReceiveAsync(cancellationToken);
        _show(new RadioTrace.Received(frame));
        return frame;
    }

    /// <inheritdoc/>
    public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) =>
        _inner.DetectActivityAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
