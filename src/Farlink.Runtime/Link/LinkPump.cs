using System.Threading.Channels;
using Farlink.Keys.Elements;
using Farlink.Protocol.Link;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Storage;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Link;

/// <summary>
/// Runs a <see cref="LinkStation"/>: radio, disk, clock and broker on one side, the station on the other. All calls into the
/// station are under one lock and short. Thread-safe.
/// </summary>
public sealed class LinkPump : IAsyncDisposable
{
    private readonly IRadio _radio;
    private readonly LinkStation _station;
    private readonly StoreClock _clock;
    private readonly LinkObserver _observer;
    private readonly ILogger _logger;
    private readonly CommitWorker _commits;
    private readonly KeyWorker _keys;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Channel<Transmit> _toSend = Channel.CreateBounded<Transmit>(1);
    private readonly Channel<InboxRow> _toPublish = Channel.CreateUnbounded<InboxRow>();
    private readonly Dictionary<long, TaskCompletionSource> _accepting = [];
    private readonly RewoundRows _rewound = new();
    private readonly Task _running;
    private long _lastToken;
    private bool _isSending;
    private Dbm? _power;

    private LinkPump(
        IRadio radio, LinkStation station, StoreClock clock, IDurableStore store, ISecureElement? element, RuntimeContext context,
        ILogger logger, LinkObserver observer)
    {
        _radio = radio;
        _station = station;
        _clock = clock;
        _observer = observer;
        _logger = logger;
        _commits = new CommitWorker(store, HandleCommitted, logger, context.Clock);
        _keys = new KeyWorker(element, HandleKeyAnswer, logger);
        lock (_lock) Pump();
        _running = RunAsync();
    }

    /// <summary>Faulted when the radio or the store is gone for good.</summary>
    public Task Completion => Task.WhenAny(_running, _commits.Completion).Unwrap();

    /// <summary>Starts to run.</summary>
    /// <param name="radio">A configured radio; not disposed of with the pump.</param>
    /// <param name="options">The station's settings.</param>
    /// <param name="store">Its store; not disposed of with the pump.</param>
    /// <param name="image">What the store holds.</param>
    /// <param name="element">The static key of paired links, or null; not disposed of with the pump.</param>
    /// <param name="context">Clocks.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <param name="observer">Told of what happens, and takes messages.</param>
    public static LinkPump Start(
        IRadio radio, StationOptions options, SqliteStore store, StoreImage image, ISecureElement? element,
        RuntimeContext context, ILogger logger, LinkObserver observer)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(context);
        var clock = StoreClock.Start(store, image, context.RadioClock);
        var station = new LinkStation(options, image, new SystemRandom(), clock.Now);
        return new LinkPump(radio, station, clock, store, element, context, logger, observer);
    }

    /// <summary>
    /// Offers the messages that one publication becomes; completes once those that were taken are safe on the disk, all of them
    /// or, after a crash, none.
    /// </summary>
    /// <param name="submissions">One for each link it goes to.</param>
    /// <param name="with">Changes to commit with them, if any of them is taken.</param>
    /// <returns>A verdict for each.</returns>
    /// <exception cref="OperationCanceledException">The pump was stopped before.</exception>
    public async ValueTask<SubmitVerdict[]> SubmitAsync(IReadOnlyList<Submission> submissions, IReadOnlyList<StoreOperation> with)
    {
        ArgumentNullException.ThrowIfNull(submissions);
        var verdicts = new SubmitVerdict[submissions.Count];
        List<Task> waits = [];
        lock (_lock)
        {
            for (var i = 0; i < verdicts.Length; i++)
            {
                var (token, accepted) = Expect();
                verdicts[i] = _station.Submit(submissions[i], token, _clock.Now);
                if (verdicts[i] == SubmitVerdict.Taken) waits.Add(accepted);
                else _accepting.Remove(token);
            }

            if (waits.Count > 0) waits.AddRange(with.Select(KeepLocked));
            Pump();
        }

        await Task.WhenAll(waits);
        return verdicts;
    }

    /// <summary>Commits a change of the MQTT side; completes once it is safe.</summary>
    public async ValueTask KeepAsync(StoreOperation operation, CancellationToken cancellationToken)
    {
        Task kept;
        lock (_lock)
        {
            kept = KeepLocked(operation);
            Pump();
        }

        await kept.WaitAsync(cancellationToken);
    }

    /// <summary>The store's time.</summary>
    public Instant Now => _clock.Now;

    /// <summary>Ends a link for good: its peer is no longer trusted.</summary>
    public void End(byte link)
    {
        lock (_lock)
        {
            _station.End(link, _clock.Now);
            Pump();
        }
    }

    /// <summary>Somebody was told of a dead letter.</summary>
    public void HandleTold(DeadLetter letter)
    {
        lock (_lock) _station.HandleTold(letter);
    }

    /// <summary>What a link is doing.</summary>
    public LinkStatus Status(byte link)
    {
        lock (_lock) return _station.Status(link, _clock.Now);
    }

    /// <summary>Sums over all links.</summary>
    public PumpTotals Totals()
    {
        lock (_lock)
        {
            var refused = Enum.GetValues<LinkRefusal>().Select(reason => (reason, count: _station.Refusals[reason]))
                .Where(one => one.count > 0).ToDictionary(one => one.reason, one => one.count);
            return new PumpTotals(_station.AirtimeUsed(_clock.Now), refused, _station.DeadLettersDropped);
        }
    }

    /// <summary>Says goodbye where there is somebody to hear it, then stops. What waits stays on the disk.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _station.Stop(_clock.Now);
            Pump();
        }

        for (var i = 0; i < 40 && IsSending(); i++) await Task.Delay(25);
        await _closing.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception ended) when (ended is OperationCanceledException or RadioException or StoreException)
        {
            // Stopped, or the reason has been told already.
        }

        await _keys.DisposeAsync();
        await _commits.DisposeAsync();
        lock (_lock)
        {
            foreach (var accepted in _accepting.Values) accepted.TrySetCanceled();
            _station.Dispose();
        }

        _wake.Dispose();
        _closing.Dispose();
    }

    private Task KeepLocked(StoreOperation operation)
    {
        var (token, kept) = Expect();
        _station.Keep(operation, token, _clock.Now);
        return kept;
    }

    private (long Token, Task Done) Expect()
    {
        if (_closing.IsCancellationRequested) throw new OperationCanceledException("the link is stopped");
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _accepting.Add(++_lastToken, done);
        return (_lastToken, done.Task);
    }

    /// <summary>Runs until one of the loops ends: a pump that does a part of its work would look as if it did it all.</summary>
    private async Task RunAsync()
    {
        Task[] loops = [ReceiveAsync(), SendAsync(), KeepTimeAsync(), PublishAsync()];
        var first = await Task.WhenAny(loops);
        await _closing.CancelAsync();
        await Task.WhenAll(loops).ContinueWith(_ => { }, TaskScheduler.Default);
        await first;
    }

    private bool IsRewound(InboxRow row)
    {
        lock (_lock) return _rewound.TryRemove(row);
    }

    private bool IsSending()
    {
        lock (_lock) return _isSending;
    }

    private void HandleCommitted(long ticket)
    {
        lock (_lock)
        {
            if (_closing.IsCancellationRequested) return;
            _station.HandleCommitted(ticket, _clock.Now);
            Pump();
        }
    }

    private void HandleKeyAnswer(long ticket, byte[] answer)
    {
        lock (_lock)
        {
            if (_closing.IsCancellationRequested) return;
            if (answer.Length == 0) _station.HandleKeyFailed(ticket, _clock.Now);
            else _station.HandleKeyAnswer(ticket, answer, _clock.Now);
            Pump();
        }
    }

    /// <summary>Carries out what the station asks for; the lock is held.</summary>
    private void Pump()
    {
        Commit();
        while (_station.PollKeyRequest() is { } request) _keys.Add(request);
        while (_station.PollEvent() is { } happened) Handle(happened);
        if (!_isSending && _station.PollTransmit(_clock.Now) is { } frame)
        {
            _isSending = true;
            _toSend.Writer.TryWrite(frame);
        }

        Commit();
        _wake.Release();
    }

    /// <summary>What was asked for in one go is committed in one go.</summary>
    private void Commit()
    {
        List<CommitRequest> together = [];
        while (_station.PollCommit() is { } request) together.Add(request);
        if (together.Count > 0) _commits.Add(together);
    }

    private void Handle(LinkEvent happened)
    {
        _observer.OnEvent(happened);
        switch (happened)
        {
            case LinkEvent.Accepted accepted when _accepting.Remove(accepted.Token, out var waiting):
                waiting.TrySetResult();
                break;
            case LinkEvent.Kept kept when _accepting.Remove(kept.Token, out var waiting):
                waiting.TrySetResult();
                break;
            case LinkEvent.Rewound rewound:
                _rewound.Add(rewound);
                break;
            case LinkEvent.Received received:
                _toPublish.Writer.TryWrite(received.Row);
                break;
        }
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            var frame = await _radio.ReceiveAsync(_closing.Token);
            lock (_lock)
            {
                _observer.OnFrame(frame);
                _station.HandleFrame(frame.Octets.Span, _clock.Now, new LinkQuality(frame.Rssi, frame.Snr));
                Pump();
            }
        }
    }

    private async Task SendAsync()
    {
        await foreach (var frame in _toSend.Reader.ReadAllAsync(_closing.Token))
        {
            var start = _clock.Now;
            try
            {
                if (frame.ListenFirst && await _radio.DetectActivityAsync(_closing.Token))
                {
                    Finish(() => _station.HandleBusy(_clock.Now));
                    continue;
                }

                if (frame.Power is { } power && power != _power)
                {
                    await _radio.SetPowerAsync(power, _closing.Token);
                    _power = power;
                }

                start = _clock.Now;
                var sent = await _radio.SendAsync(frame.Octets, _closing.Token);
                Finish(() =>
                {
                    _observer.OnSent(frame, sent);
                    _station.HandleTransmitted(_clock.From(sent.Start), _clock.From(sent.End));
                });
            }
            catch (RadioException failure) when (!failure.IsFinal)
            {
                RuntimeLog.SendFailed(_logger, failure.Message);
                Finish(() => _station.HandleTransmitFailed(start, _clock.Now));
            }
        }
    }

    private void Finish(Action tell)
    {
        lock (_lock)
        {
            _isSending = false;
            tell();
            Pump();
        }
    }

    private async Task KeepTimeAsync()
    {
        while (true)
        {
            Instant next;
            lock (_lock) next = _station.NextTimeout(_clock.Now);
            if (!await WaitAsync(next)) continue;
            lock (_lock)
            {
                _station.HandleTimeout(_clock.Now);
                Pump();
            }
        }
    }

    /// <summary>Waits until an instant; false if something happened before.</summary>
    private async Task<bool> WaitAsync(Instant next)
    {
        // Long past, as "at once" is said, it would not fit a difference.
        if (next <= _clock.Now) return true;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        var timer = next == Instant.Never ? Task.Delay(Timeout.InfiniteTimeSpan, cut.Token) : _clock.WaitUntil(next, cut.Token);
        var wake = _wake.WaitAsync(cut.Token);
        var first = await Task.WhenAny(timer, wake);
        await cut.CancelAsync();
        _closing.Token.ThrowIfCancellationRequested();
        while (_wake.Wait(0, CancellationToken.None))
        {
            // Several reasons to look again are one.
        }

        return first == timer;
    }

    /// <summary>
    /// Publishes one message; null when the broker has it. What expired while the broker was away is not published: a command
    /// must not run late.
    /// </summary>
    private async Task<(DeadReason Reason, string? Words)?> PublishAsync(InboxRow row)
    {
        if (row.Deadline < Instant.Never)
        {
            var left = row.Deadline - _clock.Now;
            if (left <= Duration.Zero && !_observer.HasBegun(row)) return (DeadReason.ExpiredInInbox, null);
            var seconds = (uint)Math.Clamp(Math.Ceiling(left.Seconds), 1, uint.MaxValue);
            row = row with { Message = row.Message with { ExpirySeconds = seconds } };
        }

        return await _observer.PublishAsync(row, _closing.Token) is { } refusal ? (DeadReason.RefusedByBroker, refusal) : null;
    }

    private async Task PublishAsync()
    {
        await foreach (var row in _toPublish.Reader.ReadAllAsync(_closing.Token))
        {
            var end = IsRewound(row) ? null : await PublishAsync(row);
            lock (_lock)
            {
                if (end is { } why) _station.HandleRefused(row, why.Reason, why.Words, _clock.Now);
                else _station.HandlePublished(row, _clock.Now);
                Pump();
            }
        }
    }
}
