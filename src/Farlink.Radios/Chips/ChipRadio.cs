using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Bus;

namespace Farlink.Radios.Chips;

/// <summary>
/// A radio chip on a bus as an <see cref="IRadio"/>: one loop waits for its interrupt, another looks every ten seconds whether it
/// still is as it was set. <see cref="ChipCare"/> does both.
/// </summary>
public sealed class ChipRadio : IRadio
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(10);

    /// <summary>The end of a transmission may be reported so much late by a slow host.</summary>
    private static readonly Duration Patience = Duration.FromMilliseconds(250);

    /// <summary>
    /// A modem that hears nothing for so long is made to look for activity: one that hangs does not end that, and is reset. One
    /// that
    /// does is set anew: what it was told may have been disturbed on the wires, and not all of it can be read back.
    /// </summary>
    private static readonly Duration LongestSilence = Duration.FromSeconds(600);

    /// <summary>Listening for activity takes some symbols; the chip's own start-up comes on top.</summary>
    private const int DetectSymbols = 16;

    private readonly IChipBus _bus;
    private readonly IChipDriver _driver;
    private readonly TimeProvider _time;
    private readonly Action<string> _tell;
    private readonly SemaphoreSlim _oneSender = new(1, 1);
    private readonly ReceiveQueue _received = new();
    private readonly ChipCare _care;
    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private int _isDisposed;

    private ChipRadio(IChipBus bus, IChipDriver driver, TimeProvider time, Action<string> tell)
    {
        _bus = bus;
        _driver = driver;
        _time = time;
        _tell = tell;
        _care = new ChipCare(driver, time, tell, _received);
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

    /// <inheritdoc/>
    public string? Trouble => _care.IsDown
        ? $"The {_driver.Name} on {_bus.Description} does not work; it is reset until it does. Is it still connected?" : null;

    /// <summary>Frames with a wrong CRC or header so far.</summary>
    public long Broken => _care.Broken;

    /// <summary>How often the chip was reset because it hung or had lost its settings.</summary>
    public int Recoveries => _care.Recoveries;

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
        await AloneAsync(
            async token =>
            {
                await _care.WithChipAsync(
                    async () =>
                    {
                        await _driver.ConfigureAsync(settings, token);
                        await _driver.ListenAsync(token);
                    },
                    token);
                _care.Settings = settings;
                if (_running == Task.CompletedTask)
                    _running = Task.WhenAll(TellEndAsync(HandleInterruptsAsync()), TellEndAsync(WatchAsync()));
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        if (_care.Settings is not { } settings || settings.TransmitPower == power) return;
        settings = settings with { TransmitPower = power };
        if (_driver.Refuse(settings) is { } why) throw new RadioException($"The {_driver.Name} cannot: {why}");
        await AloneAsync(
            async token =>
            {
                await _care.WithChipAsync(() => _driver.SetPowerAsync(power, token), token);
                _care.Settings = settings;
                return true;
            },
            cancellationToken);
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
        var (start, isKeyed) = (default(Instant), false);
        ChipEvents events;
        try
        {
            events = await _care.AskAsync(
                async () =>
                {
                    await _driver.PrepareTransmitAsync(frame, cancellationToken);

                    // From here on nobody knows: the command may arrive although the bus says that it failed.
                    isKeyed = true;
                    await _driver.StartTransmitAsync(cancellationToken);
                    start = _time.Now();
                },
                airtime + Patience, cancellationToken);
        }
        catch (RadioException failure) when (!isKeyed)
        {
            throw Unsent(failure);
        }

        if ((events & ChipEvents.Transmitted) == 0)
            throw await _care.RecoverAfterAsync("did not report the end of a transmission");
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
        await _care.WithChipAsync(async () => isReceiving = await _driver.IsReceivingAsync(cancellationToken), cancellationToken);
        if (isReceiving) return true;
        var events = await _care.AskAsync(
            () => _driver.StartDetectAsync(cancellationToken), (symbol * DetectSymbols) + Patience, cancellationToken);
        if ((events & ChipEvents.ActivityDone) == 0) throw await _care.RecoverAfterAsync("did not end its activity detection");
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

    /// <summary>A chip that cannot be brought up was not asked to send anything.</summary>
    private async ValueTask EnsureUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _care.EnsureUpAsync(cancellationToken);
        }
        catch (RadioException failure)
        {
            throw Unsent(failure);
        }
    }

    private static RadioException Unsent(RadioException failure) =>
        new(failure.Message, failure) { IsFinal = failure.IsFinal, IsUnsent = true };

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
        _care.Dispose();
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
        _care.Settings ?? throw new RadioException("The radio has no settings yet: configure it before the first frame.");

    private async Task TestAsync()
    {
        try
        {
            if (!await DetectAloneAsync(Settings().Modulation.Symbol, _closing.Token)) await _care.SetAnewAsync(_closing.Token);
        }
        catch (RadioException hangs)
        {
            _tell(hangs.Message);
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
            await _care.HandleEdgeAsync(_closing.Token);
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
                await _care.LookAsync(_closing.Token);
                if (_time.Now() - _care.LastEvent > LongestSilence) await TestAsync();
            }
            finally
            {
                _oneSender.Release();
            }
        }
    }
}
