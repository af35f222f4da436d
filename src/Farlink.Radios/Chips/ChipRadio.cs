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

    /// <summary>So many events in a row without a pause are none: the bus reads nonsense.</summary>
    private const int MostEventsAtOnce = 16;

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
            if (_running == Task.CompletedTask)
                _running = Task.WhenAll(TellEndAsync(HandleInterruptsAsync()), TellEndAsync(WatchAsync()));
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
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            await WithChipAsync(() => _driver.SetPowerAsync(power, cancellationToken), cancellationToken);
            _settings = settings;
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (frame.Length is 0 or > LoRaAirtime.LongestPayloadOctets)
            throw new RadioException($"A LoRa frame has 1 to 255 octets; this one has {frame.Length}.");
        var airtime = LoRaAirtime.Of(Settings().Modulation, frame.Length);
        return await AloneAsync(token => SendAloneAsync(frame, airtime, token), cancellationToken);
    }

    private async Task<Transmission> SendAloneAsync(
        ReadOnlyMemory<byte> frame, Duration airtime, CancellationToken cancellationToken)
    {
        var start = default(Instant);
        var events = await AskAsync(
            async () =>
            {
                await _driver.StartTransmitAsync(frame, cancellationToken);
                start = _time.Now();
            },
            airtime + Patience, cancellationToken);
        if ((events & ChipEvents.Transmitted) == 0)
            throw await RecoverAfterAsync("did not report the end of a transmission");
        return new Transmission(start, airtime);
    }

    /// <inheritdoc/>
    public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => _received.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken)
    {
        var symbol = Settings().Modulation.Symbol;
        return await AloneAsync(token => DetectAloneAsync(symbol, token), cancellationToken);
    }

    private async Task<bool> DetectAloneAsync(Duration symbol, CancellationToken cancellationToken)
    {
        // A frame that is being received would be lost by looking for one.
        var isReceiving = false;
        await WithChipAsync(async () => isReceiving = await _driver.IsReceivingAsync(cancellationToken), cancellationToken);
        if (isReceiving) return true;
        var events = await AskAsync(
            () => _driver.StartDetectAsync(cancellationToken), (symbol * DetectSymbols) + Patience, cancellationToken);
        if ((events & ChipEvents.ActivityDone) == 0) throw await RecoverAfterAsync("did not end its activity detection");
        return (events & ChipEvents.ActivityDetected) != 0;
    }

    /// <summary>One sender at a time, on a chip that works, until the radio is closed.</summary>
    private async Task<T> AloneAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _oneSender.WaitAsync(either.Token);
            try
            {
                await EnsureUpAsync(either.Token);
                return await action(either.Token);
            }
            finally
            {
                _oneSender.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Closed();
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

        // Who sends ends by itself now; later callers wait for this in vain and are told.
        await _oneSender.WaitAsync();
        await ComeToRestAsync();
        await _bus.DisposeAsync();
        _received.Close(Closed());
    }

    private static RadioException Closed() => new("The radio was closed.");

    /// <summary>A chip that nobody reads need not listen.</summary>
    private async Task ComeToRestAsync()
    {
        try
        {
            await _driver.ResetAsync(CancellationToken.None);
        }
        catch (RadioException)
        {
            // It is gone already.
        }
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
        try
        {
            await WithChipAsync(
                async () =>
                {
                    // What has arrived is read first: buffer and flags are the same for both ways.
                    await HandleEventsAsync(cancellationToken);
                    await start();
                    _awaited = awaited;
                },
                cancellationToken);
            return await EndAsync(awaited.Task, patience, cancellationToken);
        }
        catch (RadioException)
        {
            // Nobody knows what state it is in: the next use resets it.
            _isDown = true;
            throw;
        }
        finally
        {
            await ListenAgainAsync();
        }
    }

    private async Task<ChipEvents> EndAsync(Task<ChipEvents> awaited, Duration patience, CancellationToken cancellationToken)
    {
        try
        {
            return await awaited.WaitAsync(patience.ToTimeSpan(), _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await WithChipAsync(() => HandleEventsAsync(cancellationToken), cancellationToken);
            return awaited.IsCompletedSuccessfully ? await awaited : ChipEvents.None;
        }
    }

    /// <summary>A transmission that is given up ends here too; what became of it is not changed by a failure.</summary>
    private async Task ListenAgainAsync()
    {
        try
        {
            await WithChipAsync(
                async () =>
                {
                    _awaited = null;
                    if (!_isDown) await _driver.ListenAsync(CancellationToken.None);
                },
                CancellationToken.None);
        }
        catch (RadioException)
        {
            _isDown = true;
        }
    }

    /// <summary>A loop that ends before it is told to is a fault: readers are told, or they would wait for ever.</summary>
    private async Task TellEndAsync(Task loop)
    {
        try
        {
            await loop;
        }
        catch (Exception failure) when (!_closing.IsCancellationRequested)
        {
            var ended = new RadioException($"The driver of the {_driver.Name} ended: {failure.Message}", failure);
            _tell(ended.Message);
            _received.Close(ended);
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
        for (var count = 0; count < MostEventsAtOnce; count++)
        {
            var (events, frame) = await _driver.TakeEventsAsync(cancellationToken);
            if (events == ChipEvents.None) return;
            if ((events & ChipEvents.ReceivedBroken) != 0) Broken++;
            if (frame is not null)
                _received.Add(new ReceivedFrame(frame.Octets, _time.Now(), frame.Rssi, frame.Snr, frame.FrequencyError));
            if ((events & (ChipEvents.Transmitted | ChipEvents.ActivityDone)) != 0) _awaited?.TrySetResult(events);
        }

        throw new RadioException(
            $"The {_driver.Name} reports events without end: it has lost its settings, or SPI is disturbed.");
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

        if (await _driver.IsAsSetAsync(_closing.Token))
        {
            // An edge that was missed shows here.
            await HandleEventsAsync(_closing.Token);
            return;
        }

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
