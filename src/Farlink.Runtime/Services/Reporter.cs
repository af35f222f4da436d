using Farlink.Mqtt;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Runtime.Link;
using Farlink.Runtime.Notices;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// Publishes what Farlink itself has to say at this end's broker: presence, quality, dead messages, receipts. While the broker
/// is away reports wait in a <see cref="ReportQueue"/>.
/// </summary>
internal sealed class Reporter : IAsyncDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private readonly LinkServiceOptions _options;
    private readonly RuntimeContext _context;
    private readonly ILogger _logger;
    private readonly Task<LinkPump> _pump;
    private readonly ReceiptBook _receipts = new();
    private readonly ReportQueue _waiting = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;
    private IMqttPort? _port;

    public Reporter(LinkServiceOptions options, RuntimeContext context, Task<LinkPump> pump)
    {
        _options = options;
        _context = context;
        _logger = context.Logging.CreateLogger("farlink.reports");
        _pump = pump;
    }

    /// <summary>Where a link's presence is published, if not where everything else is.</summary>
    public Func<byte, IMqttPort?> PresencePort { get; set; } = _ => null;

    /// <summary>Messages whose end the broker could not tell; for the quality report.</summary>
    public Func<long> InDoubt { get; set; } = () => 0;

    /// <summary>Which trace a message going out has, for its receipts.</summary>
    public Func<OutboxRow, TraceParent?> TraceOf { get; set; } = _ => null;

    private bool TellsPresence => _options.Station.Role == LinkRole.BaseStation;

    /// <summary>Starts to publish; the pump must run.</summary>
    /// <param name="port">Where.</param>
    /// <param name="letters">What the store has and nobody was told yet.</param>
    public void Start(IMqttPort port, IReadOnlyList<DeadLetter> letters)
    {
        _port = port;
        foreach (var letter in letters.Where(letter => !NoticeTopics.IsOurs(letter.Topic))) Tell(letter);
        foreach (var letter in letters.Where(letter => NoticeTopics.IsOurs(letter.Topic))) _pump.Result.HandleTold(letter);
        _running = PublishAsync();
        _watching = WatchAsync();
    }

    /// <summary>What a link is, as after each connection: a broker may have published our last will meanwhile.</summary>
    public void Presence(byte link)
    {
        if (!TellsPresence || !_pump.IsCompletedSuccessfully) return;
        var status = _pump.Result.Status(link);
        _waiting.PutNewest(new Report(LinkReports.State(status.Name, status.IsOnline), PresencePort(link)));
    }

    /// <summary>Publishes something of our own once the broker is there; what still waits of its topic is void.</summary>
    /// <param name="message">What.</param>
    /// <param name="then">Called when the broker has taken it; must not block.</param>
    public void Publish(MqttMessage message, Action? then = null) => _waiting.PutNewest(new Report(message, Then: then));

    /// <summary>A message ends here that was never safe.</summary>
    public void Dead(string site, string topic, string why) => _waiting.Put(new Report(LinkReports.Dead(site, topic, why)));

    /// <summary>Tells what an event calls for; must not block.</summary>
    public void Handle(LinkEvent happened)
    {
        foreach (var (row, state) in _receipts.Handle(happened))
        {
            var trace = TraceOf(row)?.Trace;
            _waiting.Put(new Report(LinkReports.Receipt(NameOf(row.Link), row.Client, row.ReceiptId!, state, trace)));
        }

        switch (happened)
        {
            case LinkEvent.Dead dead when NoticeTopics.IsOurs(dead.Message.Topic):
                // Nobody published it, so nobody is told; not from inside the station's own event.
                if (dead.Letter is { } unsaid) _ = Task.Run(async () => (await _pump).HandleTold(unsaid));
                break;
            case LinkEvent.Dead { Letter: { } letter }:
                Tell(letter);
                break;
            case LinkEvent.Dead dead:
                Dead(NameOf(dead.Link), dead.Message.Topic, DeadWords.Of(dead.Reason, dead.Words));
                break;
            case LinkEvent.Online online when TellsPresence:
                _waiting.PutNewest(new Report(LinkReports.State(NameOf(online.Link), true), PresencePort(online.Link)));
                break;
            case LinkEvent.Offline offline when TellsPresence:
                _waiting.PutNewest(new Report(LinkReports.State(NameOf(offline.Link), false), PresencePort(offline.Link)));
                break;
        }
    }

    /// <summary>Says that all sites are out of sight, and stops once that is said, or after a short while.</summary>
    public async ValueTask DisposeAsync()
    {
        if (TellsPresence)
        {
            foreach (var link in _options.Station.Links)
                _waiting.PutNewest(new Report(LinkReports.State(link.Name, false), PresencePort(link.Id)));
        }

        _waiting.Close();
        _closing.CancelAfter(LastWords);
        await _running;
        await AbandonAsync();
    }

    /// <summary>Stops and says nothing more.</summary>
    public async ValueTask AbandonAsync()
    {
        await _closing.CancelAsync();
        await _running;
        await _watching;
        _closing.Dispose();
    }

    /// <summary>A letter may be of a link that is configured no more.</summary>
    private string NameOf(byte link) => _options.Station.Links.FirstOrDefault(one => one.Id == link)?.Name ?? $"link-{link}";

    private void Tell(DeadLetter letter)
    {
        var why = DeadWords.Of(letter.Reason, letter.Words);
        _waiting.Put(new Report(LinkReports.Dead(NameOf(letter.Link), letter.Topic, why), Letter: letter));
    }

    private async Task PublishAsync()
    {
        try
        {
            while (await _waiting.NextAsync(_closing.Token) is { } report)
            {
                try
                {
                    var outcome = await (report.Port ?? _port!).PublishAsync(report.Message, _closing.Token);
                    if (report.Letter is { } letter) (await _pump).HandleTold(letter);
                    if (outcome.IsAccepted) report.Then?.Invoke();
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // One report less must not be the end of all of them.
                    RuntimeLog.ReportLost(_logger, report.Message.Topic, failure.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Reports that could not be handed over in time are not worth a longer stop.
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(_options.ReportInterval, _context.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                var pump = await _pump;
                var totals = pump.Totals();
                foreach (var link in _options.Station.Links)
                {
                    var unsaid = totals.LettersDropped + _waiting.Dropped;
                    _waiting.PutNewest(new Report(LinkReports.Quality(pump.Status(link.Id), totals, InDoubt(), unsaid)));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
