using Farlink.Protocol.Airtime;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.Wrappers;
using Farlink.Runtime.Link;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.RadioHead;

/// <summary>
/// Runs a <see cref="RadioHeadEndpoint"/> on a radio: hands it what arrives, sends what it gives out, wakes it when a wait is
/// over. Thread-safe.
/// </summary>
public sealed class RadioHeadPump : IAsyncDisposable
{
    private readonly IRadio _radio;
    private readonly RadioHeadEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<RadioHeadEvent.Received, ReceivedFrame> _onMessage;
    private readonly PumpObserver _observer;
    private readonly Lock _endpointLock = new();
    private readonly RadioHeadReceipts _receipts = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _closing = new();
    private readonly RadioWatch _watch;
    private readonly PatientSender _sender;
    private readonly Heartbeat _heart;
    private volatile RadioHeadSnapshot _snapshot;
    private bool _isTransmitting;
    private Task _running = Task.CompletedTask;

    private RadioHeadPump(
        IRadio radio, RadioHeadOptions options, RuntimeContext context, ILogger logger, PumpObserver observer,
        Action<RadioHeadEvent.Received, ReceivedFrame> onMessage)
    {
        _radio = radio;
        _endpoint = new RadioHeadEndpoint(options, context.RandomOctet);
        _time = context.RadioClock;
        _logger = logger;
        _observer = observer;
        _onMessage = onMessage;
        _watch = new RadioWatch(radio, logger, context.Clock);
        _sender = new PatientSender(radio, _watch, _time);
        _snapshot = Look();
        _heart = new Heartbeat(context.Clock, Beat);
    }

    /// <summary>Completes when the radio is gone for good; faulted with the reason.</summary>
    public Task Completion => _running;

    /// <summary>What it was doing about a second ago. Asking waits for nobody.</summary>
    public RadioHeadSnapshot Snapshot => _snapshot;

    /// <summary>Rises about once a second as long as the pump runs: one that hangs shows by it.</summary>
    public long Beats => _heart.Count;

    /// <summary>Messages accepted and not yet done.</summary>
    public int Queued
    {
        get
        {
            lock (_endpointLock) return _endpoint.Queued;
        }
    }

    /// <summary>Whether there is nothing to send, acknowledgements included, and nothing on the air.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_endpointLock) return _endpoint.IsIdle && !_isTransmitting;
        }
    }

    /// <summary>Frames refused so far, by reason.</summary>
    public IReadOnlyDictionary<FrameRefusal, long> Refusals
    {
        get
        {
            lock (_endpointLock) return _endpoint.Refusals.Snapshot();
        }
    }

    /// <summary>Starts to run.</summary>
    /// <param name="radio">A configured radio; not disposed of with the pump.</param>
    /// <param name="options">The node's settings.</param>
    /// <param name="context">Clock and randomness.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <param name="onMessage">Called for each message that arrives, in order; must not throw or block.</param>
    /// <param name="observer">Told of frames.</param>
    public static RadioHeadPump Start(
        IRadio radio, RadioHeadOptions options, RuntimeContext context, ILogger logger,
        Action<RadioHeadEvent.Received, ReceivedFrame> onMessage, PumpObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var pump = new RadioHeadPump(radio, options, context, logger, observer ?? new PumpObserver(), onMessage);
        pump._running = Task.WhenAll(pump.TogetherAsync(pump.ReceiveAsync), pump.TogetherAsync(pump.TransmitAsync));
        return pump;
    }

    /// <summary>Takes a message; null if the queue is full.</summary>
    /// <returns>
    /// Completes with true when the message was sent (acknowledged, if reliable), with false when it was given up.
    /// </returns>
    /// <exception cref="ArgumentException">The message is too long for the codec.</exception>
    public Task<bool>? TrySend(byte to, ReadOnlySpan<byte> message)
    {
        Task<bool> done;
        lock (_endpointLock)
        {
            if (!_endpoint.TrySend(_receipts.Next, to, message)) return null;
            done = _receipts.Expect(to);
        }

        _wake.Release();
        return done;
    }

    /// <summary>Stops; messages still queued are given up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _heart.DisposeAsync();
        await _closing.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception ended) when (ended is OperationCanceledException or RadioException)
        {
            // Stopped by us, or told by Completion.
        }

        lock (_endpointLock) _receipts.GiveUp();
        _closing.Dispose();
        _wake.Dispose();
    }

    /// <summary>
    /// The loops may rightly wait for hours, for airtime or for a message: that their lock can be had shows that they live.
    /// </summary>
    private void Beat()
    {
        var wasLost = _snapshot.Radio.Trouble is not null;
        _snapshot = Look();
        if (wasLost && _snapshot.Radio.Trouble is null) _sender.HandleRadioBack();
        _heart.TryBeat();
    }

    private RadioHeadSnapshot Look()
    {
        int queued;
        Dictionary<string, long> refused;
        lock (_endpointLock)
        {
            queued = _endpoint.Queued;
            refused = RefusalName.CountsOf(_endpoint.Refusals);
        }

        var guard = _radio as LedgerGuard;
        return new RadioHeadSnapshot
        {
            At = _time.Now(),
            Queued = queued,
            Refused = refused,
            Radio = _watch.Look(),
            Airtime = guard?.Read(),
            NextSlotIn = guard?.WaitFor(LoRaAirtime.LongestPayloadOctets),
        };
    }

    /// <summary>Neither half is any use without the other.</summary>
    private async Task TogetherAsync(Func<Task> half)
    {
        try
        {
            await half();
        }
        catch
        {
            await _closing.CancelAsync();
            throw;
        }
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            var frame = await _radio.ReceiveAsync(_closing.Token);
            lock (_endpointLock)
            {
                _endpoint.HandleFrame(frame.Octets.Span, _time.Now());
                if (!HandOutEvents(frame)) _observer.OnAcknowledgement(frame);
            }

            _wake.Release();
        }
    }

    private async Task TransmitAsync()
    {
        while (true)
        {
            OutgoingFrame? frame;
            Instant next;
            lock (_endpointLock)
            {
                frame = _endpoint.PollTransmit(_time.Now());
                next = _endpoint.NextTimeout;
                _isTransmitting = frame is not null;
                HandOutEvents(null);
            }

            if (frame is null)
                await WaitAsync(next);
            else
                await TransmitAsync(frame);
        }
    }

    private async Task TransmitAsync(OutgoingFrame frame)
    {
        Instant? end = _time.Now();
        try
        {
            if (await _sender.SendAsync(frame, _closing.Token) is { } transmission)
            {
                _observer.OnSent(frame, transmission);
                RuntimeLog.FrameSent(_logger, frame.Octets.Length, transmission.Airtime.ToString());
                end = transmission.End;
            }
        }
        catch (RadioException failure) when (failure.IsFinal)
        {
            end = null;
        }

        lock (_endpointLock)
        {
            if (end is { } at) _endpoint.HandleTransmitted(frame, at);
            else _endpoint.HandleUnsendable(frame);
            _isTransmitting = false;
            HandOutEvents(null);
        }
    }

    private async Task WaitAsync(Instant next)
    {
        if (next == Instant.Never)
        {
            await _wake.WaitAsync(_closing.Token);
            return;
        }

        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        var timer = _time.WaitUntil(next, cut.Token);
        var wake = _wake.WaitAsync(cut.Token);
        await Task.WhenAny(timer, wake);
        await cut.CancelAsync();
        _closing.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Hands out what the endpoint tells.</summary>
    /// <param name="frame">The frame that came just now; null if none did.</param>
    /// <returns>Whether some of it is about that frame: an acknowledgement that was waited for only ends its message.</returns>
    private bool HandOutEvents(ReceivedFrame? frame)
    {
        var isAboutFrame = false;
        while (_endpoint.PollEvent() is { } happened)
        {
            isAboutFrame |= happened is RadioHeadEvent.Received or RadioHeadEvent.Refused;
            switch (happened)
            {
                case RadioHeadEvent.Received received:
                    _onMessage(received, frame!);
                    break;
                case RadioHeadEvent.Sent sent:
                    _receipts.Finish(sent.Token, true);
                    break;
                case RadioHeadEvent.Unacknowledged lost:
                    var to = _receipts.Finish(lost.Token, false);
                    _observer.CountUnacknowledged();
                    RuntimeLog.Unacknowledged(_logger, lost.Token, to, lost.Transmissions, _observer.Unacknowledged);
                    break;
                case RadioHeadEvent.Refused refused:
                    _observer.OnRefused(refused.Refusal, frame!);
                    RuntimeLog.FrameRefused(_logger, refused.Refusal.ToString(), refused.Header.From, refused.Header.To);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown event {happened}.");
            }
        }

        return isAboutFrame;
    }
}
