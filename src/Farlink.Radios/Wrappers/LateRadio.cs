using Farlink.Protocol.Units;

namespace Farlink.Radios.Wrappers;

/// <summary>
/// A radio that may not be there yet, since at boot everything starts at once: it is opened again and again, with growing pauses.
/// Until then frames fail and the rest of the program works; what waits to be sent waits.
/// </summary>
public sealed class LateRadio : IRadio
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5), LongestPause = TimeSpan.FromSeconds(10);
    private readonly Func<CancellationToken, Task<IRadio>> _open;
    private readonly RadioCapabilities _expected;
    private readonly Action<string, TimeSpan> _onMissing;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<IRadio> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _opening = Task.CompletedTask;
    private volatile string _missing = "The radio is being opened.";
    private RadioSettings? _settings;

    /// <summary>Makes one; it is opened when it is configured.</summary>
    /// <param name="open">Opens the radio.</param>
    /// <param name="expected">What it will be able to do, as far as is known.</param>
    /// <param name="onMissing">Told why it is not there, and when it is tried again.</param>
    /// <param name="time">Clock for the pauses.</param>
    public LateRadio(
        Func<CancellationToken, Task<IRadio>> open, RadioCapabilities expected, Action<string, TimeSpan> onMissing,
        TimeProvider time)
    {
        _open = open;
        _expected = expected;
        _onMissing = onMissing;
        _time = time;
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities => Opened?.Capabilities ?? _expected;

    /// <inheritdoc/>
    public string? Trouble => Opened is { } radio ? radio.Trouble : _missing;

    private IRadio? Opened => _opened.Task.IsCompletedSuccessfully ? _opened.Task.Result : null;

    /// <inheritdoc/>
    public async ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        if (Opened is { } radio) await radio.ConfigureAsync(settings, cancellationToken);
        else if (_opening == Task.CompletedTask) _opening = OpenAsync();
    }

    /// <inheritdoc/>
    public async ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        if (_settings is { } settings) _settings = settings with { TransmitPower = power };
        if (Opened is { } radio) await radio.SetPowerAsync(power, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        (Opened ?? throw NotThere()).SendAsync(frame, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken)
    {
        var radio = await _opened.Task.WaitAsync(cancellationToken);
        return await radio.ReceiveAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) =>
        Opened is { } radio ? radio.DetectActivityAsync(cancellationToken) : new ValueTask<bool>(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _opening;
        if (Opened is { } radio) await radio.DisposeAsync();
        _opened.TrySetException(new RadioException("The radio was closed."));
        _ = _opened.Task.Exception;
        _closing.Dispose();
    }

    private static RadioException NotThere() =>
        new("The radio is not there yet; it is tried again.") { IsUnsent = true };

    private async Task OpenAsync()
    {
        var pause = FirstPause;
        while (!_closing.IsCancellationRequested)
        {
            IRadio? radio = null;
            try
            {
                radio = await _open(_closing.Token);
                await radio.ConfigureAsync(_settings!, _closing.Token);
                _opened.TrySetResult(radio);
                return;
            }
            catch (RadioException failure)
            {
                if (radio is not null) await radio.DisposeAsync();
                if (failure.IsFinal)
                {
                    _opened.TrySetException(failure);
                    return;
                }

                _missing = failure.Message;
                _onMissing(failure.Message, pause);
            }
            catch (OperationCanceledException)
            {
                if (radio is not null) await radio.DisposeAsync();
                return;
            }

            await Task.Delay(pause, _time, _closing.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
