using System.Threading.Channels;
using Farlink.Mqtt;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Runtime.Link;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// Publishes what Farlink itself has to say at this end's broker: presence, quality, dead messages, receipts. While the broker
/// is away the newest reports wait, a bounded number of them.
/// </summary>
internal sealed class Reporter : IAsyncDisposable
{
    private const int MostWaiting = 1000;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private readonly LinkServiceOptions _options;
    private readonly RuntimeContext _context;
    private readonly ILogger _logger;
    private readonly Task<LinkPump> _pump;
    private readonly ReceiptBook _receipts = new();
    private readonly Channel<(IMqttPort? Port, MqttMessage Message)> _waiting =
        Channel.CreateBounded<(IMqttPort? Port, MqttMessage Message)>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

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

    private bool TellsPresence => _options.Station.Role == LinkRole.BaseStation;

    /// <summary>Starts to publish; the pump must run.</summary>
    public void Start(IMqttPort port)
    {
        _port = port;
        _running = PublishAsync();
        _watching = WatchAsync();
    }

    /// <summary>What a link is, as after each connection: a broker may have published our last will meanwhile.</summary>
    public void Presence(byte link)
    {
        if (!TellsPresence || !_pump.IsCompletedSuccessfully) return;
        var status = _pump.Result.Status(link);
        Say(LinkReports.State(status.Name, status.IsOnline), PresencePort(link));
    }

    /// <summary>A message ends here.</summary>
    public void Dead(string site, string topic, string why) => Say(LinkReports.Dead(site, topic, why));

    /// <inheritdoc cref="Dead(string, string, string)"/>
    public void Dead(byte link, string topic, string why) => Dead(NameOf(link), topic, why);

    /// <summary>Tells what an event calls for; must not block.</summary>
    public void Handle(LinkEvent happened)
    {
        foreach (var (row, state) in _receipts.Handle(happened))
            Say(LinkReports.Receipt(NameOf(row.Link), row.Client, row.ReceiptId!, state));
        switch (happened)
        {
            case LinkEvent.Dead dead:
                Dead(dead.Link, dead.Message.Topic, DeadWords.Of(dead));
                break;
            case LinkEvent.Online online when TellsPresence:
                Say(LinkReports.State(NameOf(online.Link), true), PresencePort(online.Link));
                break;
            case LinkEvent.Offline offline when TellsPresence:
                Say(LinkReports.State(NameOf(offline.Link), false), PresencePort(offline.Link));
                break;
        }
    }

    /// <summary>Says that all sites are out of sight, and stops once that is said, or after a short while.</summary>
    public async ValueTask DisposeAsync()
    {
        if (TellsPresence)
        {
            foreach (var link in _options.Station.Links)
                Say(LinkReports.State(link.Name, false), PresencePort(link.Id));
        }

        _waiting.Writer.TryComplete();
        _closing.CancelAfter(LastWords);
        await _running;
        await _closing.CancelAsync();
        await _watching;
        _closing.Dispose();
    }

    private string NameOf(byte link) => _options.Station.Links.First(one => one.Id == link).Name;

    private void Say(MqttMessage message, IMqttPort? port = null) => _waiting.Writer.TryWrite((port, message));

    private async Task PublishAsync()
    {
        try
        {
            await foreach (var (port, message) in _waiting.Reader.ReadAllAsync(_closing.Token))
            {
                try
                {
                    await (port ?? _port!).PublishAsync(message, _closing.Token);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // One report less must not be the end of all of them.
                    RuntimeLog.ReportLost(_logger, message.Topic, failure.Message);
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
                foreach (var link in _options.Station.Links)
                    Say(LinkReports.Quality(pump.Status(link.Id), pump.Totals().Used, InDoubt()));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
