using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Bus;

namespace Farlink.Radios.Chips;

/// <summary>
/// A radio chip on a bus as an <see cref="IRadio"/>: one loop waits for its interrupt, and every ten seconds a look whether it
/// still is as it was set. A chip that hangs or lost its settings is reset and set again; frames fail meanwhile.
/// </summary>
public sealed class ChipRadio : IRadio
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(10);

    /// <summary>The end of a transmission may be reported so much late by a slow host.</summary>
    private static readonly Duration Patience = Duration.FromMilliseconds(250);

    /// <summary>Listening for activity takes some symbols; the chip's own start-up comes on top.</summary>
    private const int DetectSymbols = 16;

    private readonly IChipBus _bus;
    private readonly IChipDriver _driver;
    private readonly TimeProvider _time;
    private readonly Action<string> _tell;
    private readonly SemaphoreSlim _chip = new(1, 1);
    private readonly SemaphoreSlim _oneSender = new(1, 1);
    private readonly ReceiveQueue _received = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource<ChipEvents>? _awaited;
    private RadioSettings? _settings;
    private bool _isDown;
    private int _isDisposed;

    private ChipRadio(IChipBus bus, IChipDriver driver, TimeProvider time, Action<string> tell)
    {
        _bus = bus;
        _driver = driver;
        _time = time;
        _tell = tell;
        Capabilities = new RadioCapabilities
        {
            Description = $"{driver.Name} on {bus.Description}",
            IsSimulated = bus.IsSimulated,
            ReportsSignal = true,
            DetectsActivity = true,
        };
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; }

    /// <summary>Frames with a wrong CRC or header so far.</summary>
    public long Broken { get; private set; }

    /// <summary>How often the chip was reset because it hung or had lost its settings.</summary>
    public int Recoveries { get; private set; }

    /// <summary>Resets a chip and sees whether it is there.</summary>
    /// <param name="bus">The bus; disposed of with the radio.</param>
    /// <param name="driver">The chip's driver, on that bus.</param>
    /// <param name="time">The radio's clock.</param>
    /// <param name="tell">Told of a chip that had to be reset.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RadioException">It is not there: what was seen, and which wire to look at.</exception>
    internal static async Task<ChipRadio> OpenAsync(
        IChipBus bus, IChipDriver driver, TimeProvider time, Action<string> tell, CancellationToken cancellationToken)
    {
        try
        {
            await driver.ResetAsync(cancellationToken);
        }
        catch
        {
            await bus.DisposeAsync();
            throw;
        }

        return new ChipRadio(bus, driver, time, tell);
    }

    /// <inheritdoc/>
    public async ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (_driver.Refuse(settings) is { } why) throw new RadioException($"The {_driver.Name} cannot: {why}") { IsFinal = true };
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            await WithChipAsync(async () =>
            {
                await _driver.ConfigureAsync(settings, cancellationToken);
                await _driver.ListenAsync(cancellationToken);
            }, cancellationToken);
            _settings = settings;
            if (_running == Task.CompletedTask) _running = Task.WhenAll(HandleInterruptsAsync(), WatchAsync());
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        if (_settings is not { } settings || settings.TransmitPower == power) return;
        settings = settings with { TransmitPower = power };
        if (_driver.Refuse(settings) is { } why) throw new RadioException($"The {_driver.Name} cannot: {why}");
        await WithChipAsync(() => _driver.SetPowerAsync(power, cancellationToken), cancellationToken);
        _settings = settings;
    }

    /// <inheritdoc/>
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (frame.Length is 0 or > LoRaAirtime.LongestPayloadOctets)
            throw new RadioException($"A LoRa frame has 1 to 255 octets; this one has {frame.Length}.");
        var settings = Settings();
        var airtime = LoRaAirtime.Of(settings.Modulation, frame.Length);
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            await EnsureUpAsync(cancellationToken);
            var start = default(Instant);
            var events = await AskAsync(
                async () =>
                {
                    // What has arrived is read first: the buffer is one.
                    await HandleEventsAsync(cancellationToken);
                    await _driver.StartTransmitAsync(frame, cancellationToken);
                    start = _time.Now();
                },
                airtime + Patience, cancellationToken);
            if ((events & ChipEvents.Transmitted) == 0)
                throw await RecoverAfterAsync("did not report the end of a transmission");
            return new Transmission(start, airtime);
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => _received.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken)
    {
        var symbol = Settings().Modulation.Symbol;
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            await EnsureUpAsync(cancellationToken);

            // A frame that is being received would be lost by looking for one.
            var isReceiving = false;
            await WithChipAsync(async () => isReceiving = await _driver.IsReceivingAsync(cancellationToken), cancellationToken);
            if (isReceiving) return true;
            var events = await AskAsync(
                () => _driver.StartDetectAsync(cancellationToken), (symbol * DetectSymbols) + Patience, cancellationToken);
            if ((events & ChipEvents.ActivityDone) == 0) throw await RecoverAfterAsync("did not end its activity detection");
            return (events & ChipEvents.ActivityDetected) != 0;
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _closing.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception ended) when (ended is OperationCanceledException or RadioException)
        {
            // The loops end like this.
        }

        await _bus.DisposeAsync();
        _received.Close(new RadioException("The radio was closed."));
        _closing.Dispose();
        _chip.Dispose();
        _oneSender.Dispose();
    }

    private RadioSettings Settings() =>
        _settings ?? throw new RadioException("The radio has no settings yet: configure it before the first frame.");

    private async ValueTask WithChipAsync(Func<ValueTask> action, CancellationToken cancellationToken)
    {
        await _chip.WaitAsync(cancellationToken);
        try
        {
            await action();
        }
        finally
        {
            _chip.Release();
        }
    }

    /// <summary>
    /// Starts something, waits for its end, and listens again; without an end in time it looks for a missed edge.
    /// </summary>
    private async Task<ChipEvents> AskAsync(Func<ValueTask> start, Duration patience, CancellationToken cancellationToken)
    {
        var awaited = new TaskCompletionSource<ChipEvents>(TaskCreationOptions.RunContinuationsAsynchronously);
        await WithChipAsync(
            async () =>
            {
                await start();
                _awaited = awaited;
            },
            cancellationToken);
        try
        {
            return await awaited.Task.WaitAsync(patience.ToTimeSpan(), _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await WithChipAsync(() => HandleEventsAsync(cancellationToken), cancellationToken);
            return awaited.Task.IsCompletedSuccessfully ? await awaited.Task : ChipEvents.None;
        }
        finally
        {
            // A transmission that is given up ends here too.
            await WithChipAsync(
                async () =>
                {
                    _awaited = null;
                    await _driver.ListenAsync(CancellationToken.None);
                },
                CancellationToken.None);
        }
    }

    private async Task HandleInterruptsAsync()
    {
        while (true)
        {
            await _bus.WaitForInterruptAsync(_closing.Token);
            try
            {
                await WithChipAsync(() => HandleEventsAsync(_closing.Token), _closing.Token);
            }
            catch (RadioException)
            {
                // The bus failed in the middle; the watch finds out what became of the chip.
                _isDown = true;
            }
        }
    }

    /// <summary>Takes what the chip has until it has nothing: a second event makes no second edge.</summary>
    private async ValueTask HandleEventsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (events, frame) = await _driver.TakeEventsAsync(cancellationToken);
            if (events == ChipEvents.None) return;
            if ((events & ChipEvents.ReceivedBroken) != 0) Broken++;
            if (frame is not null)
                _received.Add(new ReceivedFrame(frame.Octets, _time.Now(), frame.Rssi, frame.Snr, frame.FrequencyError));
            if ((events & (ChipEvents.Transmitted | ChipEvents.ActivityDone)) != 0) _awaited?.TrySetResult(events);
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(WatchInterval, _time);
        while (await timer.WaitForNextTickAsync(_closing.Token))
        {
            await _oneSender.WaitAsync(_closing.Token);
            try
            {
                await WithChipAsync(LookAsync, _closing.Token);
                await EnsureUpAsync(_closing.Token);
            }
            catch (RadioException failure)
            {
                // Still down: the next look tries again.
                if (!_isDown) _tell(failure.Message);
                _isDown = true;
            }
            finally
            {
                _oneSender.Release();
            }
        }
    }

    private async ValueTask LookAsync()
    {
        if (_isDown) return;

        // An edge that was missed shows here.
        await HandleEventsAsync(_closing.Token);
        if (await _driver.IsAsSetAsync(_closing.Token)) return;
        _tell($"The {_driver.Name} has lost its settings (a brown-out, or a reset): it is set again.");
        _isDown = true;
    }

    private async ValueTask EnsureUpAsync(CancellationToken cancellationToken)
    {
        if (!_isDown) return;
        await WithChipAsync(() => RestartAsync(cancellationToken), cancellationToken);
    }

    private async ValueTask RestartAsync(CancellationToken cancellationToken)
    {
        await _driver.ResetAsync(cancellationToken);
        await _driver.ConfigureAsync(_settings!, cancellationToken);
        await _driver.ListenAsync(cancellationToken);
        Recoveries++;
        _isDown = false;
    }

    /// <summary>The chip hangs: it is reset, and whoever waits is told that the frame did not go.</summary>
    private async Task<RadioException> RecoverAfterAsync(string what)
    {
        _isDown = true;
        try
        {
            await EnsureUpAsync(CancellationToken.None);
            return new RadioException(
                $"The {_driver.Name} {what}; it was reset and is set again. Is its interrupt line connected?");
        }
        catch (RadioException failure)
        {
            return new RadioException($"The {_driver.Name} {what}, and a reset does not help: {failure.Message}", failure);
        }
    }
}
