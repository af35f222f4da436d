using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.Wrappers;

/// <summary>
/// Keeps a modem inside the airtime limit of its sub-band, or counts how far it is outside. A frame that fails counts as sent,
/// unless it is certain that nothing left the antenna.
/// </summary>
public sealed class LedgerGuard : IRadio
{
    private readonly IRadio _inner;
    private readonly AirtimeLedger _ledger;
    private readonly TimeProvider _time;
    private readonly Lock _ledgerLock = new();
    private readonly SemaphoreSlim _oneSender = new(1, 1);
    private LoRaModulation _modulation = new();
    private Duration _total;
    private Duration _heldBack;
    private long _overLimit;
    private Instant? _firstFrame;

    /// <summary>Wraps a radio.</summary>
    /// <param name="inner">The radio; disposed with the wrapper.</param>
    /// <param name="ledger">The ledger of this radio and sub-band; only this guard may use it.</param>
    /// <param name="mode">What to do at the limit.</param>
    /// <param name="time">The radio's clock.</param>
    /// <exception cref="ArgumentException">The limit of a radio that radiates was to be counted only.</exception>
    public LedgerGuard(IRadio inner, AirtimeLedger ledger, LedgerMode mode, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (mode == LedgerMode.Count && !inner.Capabilities.IsSimulated)
            throw new ArgumentException("A radio that radiates must be held back at the limit.", nameof(mode));
        _inner = inner;
        _ledger = ledger;
        _time = time;
        Mode = mode;
    }

    /// <summary>
    /// Called before a frame is keyed, with its start and airtime: keeps it where a restart does not forget it. What then
    /// certainly never left stays there: after a restart it counts.
    /// </summary>
    public Action<Instant, Duration>? Keep { get; init; }

    /// <summary>What happens at the limit.</summary>
    public LedgerMode Mode { get; }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities => _inner.Capabilities;

    /// <inheritdoc/>
    public string? Trouble => _inner.Trouble;

    /// <summary>The state of the ledger now.</summary>
    public LedgerReading Read()
    {
        lock (_ledgerLock)
        {
            var now = _time.Now();
            return new LedgerReading(
                _ledger.DutyCycle, _ledger.Used(now), _total, _heldBack, _overLimit,
                _firstFrame is { } first ? now - first : Duration.Zero);
        }
    }

    /// <summary>How long a frame of so many octets would have to wait now; null: for ever, longer than the budget.</summary>
    public Duration? WaitFor(int octets)
    {
        var airtime = LoRaAirtime.Of(_modulation, octets);
        lock (_ledgerLock)
        {
            var now = _time.Now();
            var slot = _ledger.Earliest(now, airtime);
            return slot == Instant.Never ? null : slot - now;
        }
    }

    /// <inheritdoc/>
    public async ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        await _inner.ConfigureAsync(settings, cancellationToken);
        _modulation = settings.Modulation;
    }

    /// <inheritdoc/>
    public ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken) =>
        _inner.SetPowerAsync(power, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RadioException">The frame is longer than the budget of a whole hour, or the modem is away.</exception>
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var airtime = LoRaAirtime.Of(_modulation, frame.Length);
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            await EnsureThereAsync(cancellationToken);
            var start = await EnterAsync(airtime, cancellationToken);
            return await SendChargedAsync(frame, start, airtime, cancellationToken);
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => _inner.ReceiveAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) =>
        _inner.DetectActivityAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _oneSender.Dispose();
        return _inner.DisposeAsync();
    }

    /// <summary>
    /// What cannot be sent must not be charged at every try. A chip that is down comes up by being used, so it is asked first.
    /// </summary>
    private async ValueTask EnsureThereAsync(CancellationToken cancellationToken)
    {
        if (_inner.Trouble is null) return;
        try
        {
            await _inner.DetectActivityAsync(cancellationToken);
        }
        catch (RadioException failure)
        {
            throw new RadioException(failure.Message, failure) { IsFinal = failure.IsFinal, IsUnsent = true };
        }

        if (_inner.Trouble is { } trouble) throw new RadioException(trouble) { IsUnsent = true };
    }

    /// <summary>Sends, and counts the frame however that ends: but not if the modem never got it.</summary>
    private async ValueTask<Transmission> SendChargedAsync(
        ReadOnlyMemory<byte> frame, Instant start, Duration airtime, CancellationToken cancellationToken)
    {
        try
        {
            // A modem may wait for a free channel, and knows its own preamble: what it says is when the frame left.
            var sent = await _inner.SendAsync(frame, cancellationToken);
            Charge(Later(start, sent.Start), sent.Airtime > airtime ? sent.Airtime : airtime);
            return sent;
        }
        catch (RadioException failure) when (failure.IsUnsent)
        {
            throw;
        }
        catch
        {
            // It may have left as late as just now.
            Charge(Later(start, _time.Now() - airtime), airtime);
            throw;
        }
    }

    private static Instant Later(Instant one, Instant other) => other > one ? other : one;

    private void Charge(Instant start, Duration airtime)
    {
        lock (_ledgerLock)
        {
            _firstFrame ??= start;
            _ledger.Record(start, airtime);
            _total += airtime;
        }
    }

    /// <summary>Waits for a slot where it must.</summary>
    /// <returns>When the frame begins.</returns>
    private async ValueTask<Instant> EnterAsync(Duration airtime, CancellationToken cancellationToken)
    {
        while (true)
        {
            Instant slot;
            lock (_ledgerLock)
            {
                var now = _time.Now();
                slot = _ledger.Earliest(now, airtime);
                if (slot <= now || Mode == LedgerMode.Count)
                {
                    if (slot > now) _overLimit++;
                    Keep?.Invoke(now, airtime);
                    return now;
                }

                if (slot < Instant.Never) _heldBack += slot - now;
            }

            if (slot == Instant.Never)
            {
                throw new RadioException(
                    $"One frame of {airtime} is more than {_ledger.DutyCycle} of an hour: use a faster preset.")
                {
                    IsFinal = true,
                };
            }

            await _time.WaitUntil(slot, cancellationToken);
        }
    }
}
