using Farlink.Keys.Elements;
using Farlink.Protocol.Link;
using Farlink.Protocol.Store;
using Farlink.Radios;
using Farlink.Runtime.Status;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Link;

/// <summary>
/// Carries out what a station asks for, commits, keys, frames, messages for the broker, and tells it how each ended. The pump's
/// lock guards the station.
/// </summary>
internal sealed class StationWork
{
    private readonly Lock _lock;
    private readonly LinkStation _station;
    private readonly StoreClock _clock;
    private readonly LinkObserver _observer;
    private readonly PumpFigures _figures;
    private readonly Alarm _alarm;
    private readonly CancellationToken _closing;
    private readonly FrameSender _sender;
    private readonly InboxPublisher _publisher;
    private readonly InboxPublisher _notices;
    private readonly RewoundRows _rewound = new();
    private bool _isSending;

    /// <summary>Begins; nothing is done before <see cref="CarryOut"/>.</summary>
    /// <param name="gate">The lock, the station and its clock.</param>
    /// <param name="radio">Sends.</param>
    /// <param name="watch">Told of what was sent, and of what was not.</param>
    /// <param name="store">Takes commits.</param>
    /// <param name="elements">Static keys.</param>
    /// <param name="time">The clock of hosts.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <param name="observer">Told of what happens, and takes messages.</param>
    /// <param name="figures">Told of what happens, first.</param>
    /// <param name="alarm">Told that times may have changed.</param>
    /// <param name="closing">From then on no answer counts.</param>
    public StationWork(
        (Lock Lock, LinkStation Station, StoreClock Clock) gate, IRadio radio, RadioWatch watch, IDurableStore store,
        IReadOnlyList<ISecureElement> elements, TimeProvider time, ILogger logger, LinkObserver observer, PumpFigures figures,
        Alarm alarm, CancellationToken closing)
    {
        (_lock, _station, _clock) = gate;
        _observer = observer;
        _figures = figures;
        _alarm = alarm;
        _closing = closing;
        _sender = new FrameSender(radio, _clock, watch, new FrameOutcome(
            () => Finish(() => _station.HandleBusy(_clock.Now)), HandleSent,
            start => Finish(() => _station.HandleTransmitFailed(start, _clock.Now)),
            () => Finish(() => _station.HandleNotSent(_clock.Now))));
        _publisher = new InboxPublisher(_clock, observer, IsRewound, HandlePublished);
        _notices = new InboxPublisher(_clock, observer, IsRewound, HandlePublished);
        Commits = new CommitWorker(store, HandleCommitted, logger, time);
        Keys = new KeyWorker(elements, HandleKeyAnswer, logger);
    }

    /// <summary>Who writes to the disk.</summary>
    public CommitWorker Commits { get; }

    /// <summary>Who computes with private keys.</summary>
    public KeyWorker Keys { get; }

    /// <summary>Who waits for a commit; the lock guards it.</summary>
    public Acceptances Accepting { get; } = new();

    /// <summary>Whether a frame is with the radio; the lock guards it.</summary>
    public bool IsSending => _isSending;

    /// <summary>What runs for as long as the pump does.</summary>
    public Task[] Run() => [_sender.RunAsync(_closing), _publisher.RunAsync(_closing), _notices.RunAsync(_closing)];

    /// <summary>Carries out what the station asks for; the lock is held.</summary>
    public void CarryOut()
    {
        Commit();
        while (_station.PollKeyRequest() is { } request) Keys.Add(request);
        while (_station.PollEvent() is { } happened) Handle(happened);
        if (!_isSending && _station.PollTransmit(_clock.Now) is { } frame)
        {
            _isSending = true;
            _sender.Add(frame);
        }

        Commit();
        _alarm.LookAgain();
    }

    /// <summary>What was asked for in one go is committed in one go.</summary>
    private void Commit()
    {
        List<CommitRequest> together = [];
        while (_station.PollCommit() is { } request) together.Add(request);
        if (together.Count > 0) Commits.Add(together);
    }

    private void Handle(LinkEvent happened)
    {
        _figures.Handle(happened);
        _observer.OnEvent(happened);
        switch (happened)
        {
            case LinkEvent.Accepted accepted:
                Accepting.Complete(accepted.Token);
                break;
            case LinkEvent.Kept kept:
                Accepting.Complete(kept.Token);
                break;
            case LinkEvent.Rewound rewound:
                _rewound.Add(rewound);
                break;
            case LinkEvent.Received received:
                // What is for this end itself does not wait for a broker that is away.
                (_observer.IsNotice(received.Row.Message) ? _notices : _publisher).Add(received.Row);
                break;
        }
    }

    private bool IsRewound(InboxRow row)
    {
        lock (_lock) return _rewound.TryRemove(row);
    }

    private void HandleCommitted(long ticket)
    {
        lock (_lock)
        {
            if (_closing.IsCancellationRequested) return;
            _station.HandleCommitted(ticket, _clock.Now);
            CarryOut();
        }
    }

    private void HandleKeyAnswer(long ticket, byte[] answer)
    {
        lock (_lock)
        {
            if (_closing.IsCancellationRequested) return;
            if (answer.Length == 0) _station.HandleKeyFailed(ticket, _clock.Now);
            else _station.HandleKeyAnswer(ticket, answer, _clock.Now);
            CarryOut();
        }
    }

    private void HandleSent(Transmit frame, Transmission sent) => Finish(() =>
    {
        _observer.OnSent(frame, sent);
        _station.HandleTransmitted(_clock.From(sent.Start), _clock.From(sent.End));
    });

    private void Finish(Action tell)
    {
        lock (_lock)
        {
            _isSending = false;
            tell();
            CarryOut();
        }
    }

    private void HandlePublished(InboxRow row, InboxRefusal? refusal)
    {
        lock (_lock)
        {
            if (refusal is { } why) _station.HandleRefused(row, why.Reason, why.Words, _clock.Now);
            else _station.HandlePublished(row, _clock.Now);
            CarryOut();
        }
    }
}
