using Farlink.Keys.Elements;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Status;
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
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Alarm _alarm;
    private readonly StationWork _work;
    private readonly PumpFigures _figures;
    private readonly Heartbeat _heart;
    private readonly Task _running;
    private volatile PumpSnapshot _snapshot;

    private LinkPump(
        IRadio radio, LinkStation station, IReadOnlyList<LinkOptions> links, StoreClock clock, IDurableStore store,
        IReadOnlyList<ISecureElement> elements, RuntimeContext context, ILogger logger, LinkObserver observer)
    {
        var watch = new RadioWatch(radio, logger, context.Clock);
        _radio = radio;
        _station = station;
        _clock = clock;
        _alarm = new Alarm(clock);
        _observer = observer;
        _figures = new PumpFigures(station, links, watch, () => _work!.Commits.Trouble);
        _work = new StationWork(
            (_lock, station, clock), radio, watch, store, elements, context.Clock, logger, observer, _figures, _alarm,
            _closing.Token);
        lock (_lock)
        {
            _work.CarryOut();
            _snapshot = _figures.Take(clock.Now);
        }

        // By way of the loop that keeps the time: if it, or the lock, hangs, there are no more beats.
        _heart = new Heartbeat(context.Clock, _alarm.LookAgain);
        _running = RunAsync();
    }

    /// <summary>Faulted when the radio or the store is gone for good.</summary>
    public Task Completion => Task.WhenAny(_running, _work.Commits.Completion).Unwrap();

    /// <summary>Starts to run.</summary>
    /// <param name="radio">A configured radio; not disposed of with the pump.</param>
    /// <param name="options">The station's settings.</param>
    /// <param name="store">Its store; not disposed of with the pump.</param>
    /// <param name="image">What the store holds.</param>
    /// <param name="elements">The static keys of paired links; not disposed of with the pump.</param>
    /// <param name="context">Clocks.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <param name="observer">Told of what happens, and takes messages.</param>
    public static LinkPump Start(
        IRadio radio, StationOptions options, SqliteStore store, StoreImage image, IReadOnlyList<ISecureElement> elements,
        RuntimeContext context, ILogger logger, LinkObserver observer)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(context);
        var clock = StoreClock.Start(store, image, context.RadioClock);
        var station = new LinkStation(options, image, new SystemRandom(), clock.Now);
        return new LinkPump(radio, station, options.Links, clock, store, elements, context, logger, observer);
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
                else _work.Accepting.Forget(token);
            }

            if (waits.Count > 0) waits.AddRange(with.Select(KeepLocked));
            _work.CarryOut();
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
            _work.CarryOut();
        }

        await kept.WaitAsync(cancellationToken);
    }

    /// <summary>The store's time.</summary>
    public Instant Now => _clock.Now;

    /// <summary>What it was doing about a second ago. Asking waits for nobody.</summary>
    public PumpSnapshot Snapshot => _snapshot;

    /// <summary>Rises about once a second as long as the pump runs: one that hangs shows by it.</summary>
    public long Beats => _heart.Count;

    /// <summary>Begins a re-key of a link.</summary>
    /// <param name="link">The link.</param>
    /// <param name="next">The ends, one of them with its next key.</param>
    /// <param name="element">This end's next key, if it is this end's that changes; not disposed of with the pump.</param>
    public void Rekey(byte link, LinkIdentity next, ISecureElement? element)
    {
        if (element is not null) _work.Keys.Add(element);
        Do(() => _station.Rekey(link, next, _clock.Now));
    }

    /// <summary>Ends a link for good: its peer is no longer trusted.</summary>
    public void End(byte link) => Do(() => _station.End(link, _clock.Now));

    /// <inheritdoc cref="LinkStation.Pause"/>
    public void Pause(byte link, bool isPaused) => Do(() => _station.Pause(link, isPaused));

    /// <inheritdoc cref="LinkStation.Flush"/>
    public void Flush(byte link) => Do(() => _station.Flush(link));

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
        Do(() => _station.Stop(_clock.Now));

        // It may have to wait for an answer that is under way, or for a channel that is busy.
        for (var i = 0; i < 60 && IsSayingGoodbye(); i++) await Task.Delay(25);
        await EndAsync(_work.Commits.DisposeAsync);
    }

    /// <summary>
    /// Stops as by a loss of power: without a goodbye, a frame on the air breaks off, and what waits to be committed is
    /// forgotten. Nobody was told that it is safe.
    /// </summary>
    public ValueTask AbandonAsync() => EndAsync(_work.Commits.AbandonAsync);

    private async ValueTask EndAsync(Func<ValueTask> endCommits)
    {
        await _heart.DisposeAsync();
        await _closing.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception ended) when (ended is OperationCanceledException or RadioException or StoreException)
        {
            // Stopped, or the reason has been told already.
        }

        await _work.Keys.DisposeAsync();
        await endCommits();
        lock (_lock)
        {
            _work.Accepting.Cancel();
            _station.Dispose();
        }

        _alarm.Dispose();
        _closing.Dispose();
    }

    /// <summary>Tells the station something, and carries out what it asks for then.</summary>
    private void Do(Action tell)
    {
        lock (_lock)
        {
            tell();
            _work.CarryOut();
        }
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
        return _work.Accepting.Expect();
    }

    /// <summary>Runs until one of the loops ends: a pump that does a part of its work would look as if it did it all.</summary>
    private async Task RunAsync()
    {
        Task[] loops = [ReceiveAsync(), KeepTimeAsync(), .. _work.Run()];
        var first = await Task.WhenAny(loops);
        await _closing.CancelAsync();
        await Task.WhenAll(loops).ContinueWith(_ => { }, TaskScheduler.Default);
        await first;
    }

    private bool IsSayingGoodbye()
    {
        lock (_lock) return _work.IsSending || _station.OwesGoodbye;
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
                _work.CarryOut();
            }
        }
    }

    private async Task KeepTimeAsync()
    {
        while (true)
        {
            Instant next;
            lock (_lock)
            {
                if (_heart.TryBeat()) Look();
                next = _station.NextTimeout(_clock.Now);
            }

            if (await _alarm.WaitAsync(next, _closing.Token)) Do(() => _station.HandleTimeout(_clock.Now));
        }
    }

    /// <summary>Takes a snapshot; a radio that is back since the last one is told to the station. The lock is held.</summary>
    private void Look()
    {
        var wasLost = _snapshot.Radio.Trouble is not null;
        _snapshot = _figures.Take(_clock.Now);
        if (!wasLost || _snapshot.Radio.Trouble is not null) return;
        _station.HandleRadioBack(_clock.Now);
        _work.CarryOut();
    }
}
