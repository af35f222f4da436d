using Farlink.Protocol.Units;

namespace Farlink.Radios.Chips;

/// <summary>
/// Takes care of a chip: one user at a time, its events, what is asked of it until it ends. One that hangs or lost its settings
/// is reset and set again; what is asked meanwhile fails.
/// </summary>
internal sealed class ChipCare(IChipDriver driver, TimeProvider time, Action<string> tell, ReceiveQueue received) : IDisposable
{
    /// <summary>So many events in a row without a pause are none: the bus reads nonsense.</summary>
    private const int MostEventsAtOnce = 16;

    private readonly SemaphoreSlim _chip = new(1, 1);
    private TaskCompletionSource<ChipEvents>? _awaited;
    private bool _isDown;

    /// <summary>How it is to be set; null until it was.</summary>
    public RadioSettings? Settings { get; set; }

    /// <summary>Frames with a wrong CRC or header so far.</summary>
    public long Broken { get; private set; }

    /// <summary>Whether it does not work as far as is known: the next use, or the next look, resets it.</summary>
    public bool IsDown => Volatile.Read(ref _isDown);

    /// <summary>How often it was reset because it hung or had lost its settings.</summary>
    public int Recoveries { get; private set; }

    public void Dispose() => _chip.Dispose();

    /// <summary>One user of the chip at a time.</summary>
    public async ValueTask WithChipAsync(Func<ValueTask> action, CancellationToken cancellationToken)
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

    /// <summary>When the chip last reported something.</summary>
    public Instant LastEvent { get; private set; } = time.Now();

    /// <summary>
    /// Starts something, waits for its end, and listens again; without an end in time it looks for a missed edge.
    /// </summary>
    public async Task<ChipEvents> AskAsync(Func<ValueTask> start, Duration patience, CancellationToken cancellationToken)
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
            return await awaited.WaitAsync(patience.ToTimeSpan(), time, cancellationToken);
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
                    if (!_isDown) await driver.ListenAsync(CancellationToken.None);
                },
                CancellationToken.None);
        }
        catch (RadioException)
        {
            _isDown = true;
        }
    }

    /// <summary>The interrupt line has risen.</summary>
    public async ValueTask HandleEdgeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WithChipAsync(() => HandleEventsAsync(cancellationToken), cancellationToken);
        }
        catch (RadioException)
        {
            // The bus failed in the middle; the next look finds out what became of the chip.
            _isDown = true;
        }
    }

    /// <summary>Whether it still is as it was set; if not, it is set again.</summary>
    public async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WithChipAsync(() => LookAloneAsync(cancellationToken), cancellationToken);
            await EnsureUpAsync(cancellationToken);
        }
        catch (RadioException failure)
        {
            // Still down: the next look tries again.
            if (!_isDown) tell(failure.Message);
            _isDown = true;
        }
    }

    /// <summary>A chip that is down is reset and set again.</summary>
    public async ValueTask EnsureUpAsync(CancellationToken cancellationToken)
    {
        if (!_isDown) return;
        await WithChipAsync(() => RestartAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Sets a chip that works once more.</summary>
    public async ValueTask SetAnewAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WithChipAsync(
                async () =>
                {
                    await driver.ConfigureAsync(Settings!, cancellationToken);
                    await driver.ListenAsync(cancellationToken);
                    LastEvent = time.Now();
                },
                cancellationToken);
        }
        catch (RadioException)
        {
            _isDown = true;
            throw;
        }
    }

    private async ValueTask RestartAsync(CancellationToken cancellationToken)
    {
        await driver.ResetAsync(cancellationToken);
        await driver.ConfigureAsync(Settings!, cancellationToken);
        await driver.ListenAsync(cancellationToken);
        Recoveries++;
        _isDown = false;
    }

    /// <summary>The chip hangs: it is reset, and whoever waits is told that the frame did not go.</summary>
    public async Task<RadioException> RecoverAfterAsync(string what)
    {
        _isDown = true;
        try
        {
            await EnsureUpAsync(CancellationToken.None);
            return new RadioException(
                $"The {driver.Name} {what}; it was reset and is set again. Is its interrupt line connected?");
        }
        catch (RadioException failure)
        {
            return new RadioException($"The {driver.Name} {what}, and a reset does not help: {failure.Message}", failure);
        }
    }

    private async ValueTask LookAloneAsync(CancellationToken cancellationToken)
    {
        if (_isDown) return;
        if (await driver.IsAsSetAsync(cancellationToken))
        {
            // An edge that was missed shows here.
            await HandleEventsAsync(cancellationToken);
            return;
        }

        tell($"The {driver.Name} has lost its settings (a brown-out, or a reset): it is set again.");
        _isDown = true;
    }

    /// <summary>Takes what the chip has until it has nothing: a second event makes no second edge.</summary>
    private async ValueTask HandleEventsAsync(CancellationToken cancellationToken)
    {
        for (var count = 0; count < MostEventsAtOnce; count++)
        {
            var (events, frame) = await driver.TakeEventsAsync(cancellationToken);
            if (events == ChipEvents.None) return;
            LastEvent = time.Now();
            if ((events & ChipEvents.ReceivedBroken) != 0) Broken++;
            if (frame is not null)
                received.Add(new ReceivedFrame(frame.Octets, time.Now(), frame.Rssi, frame.Snr, frame.FrequencyError));
            if ((events & (ChipEvents.Transmitted | ChipEvents.ActivityDone)) != 0) _awaited?.TrySetResult(events);
        }

        throw new RadioException(
            $"The {driver.Name} reports events without end: it has lost its settings, or SPI is disturbed.");
    }
}
