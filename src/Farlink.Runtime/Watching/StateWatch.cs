using Farlink.Protocol.Text;
using Farlink.Runtime.Status;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Watching;

/// <summary>
/// Looks once a second at what ends say of themselves: what changes for the worse or the better becomes an event, and every ten
/// seconds links go into the history.
/// </summary>
public sealed class StateWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>A connection that is not there yet at the start, or comes back at once, is no news.</summary>
    private static readonly TimeSpan BrokerPatience = TimeSpan.FromSeconds(10);

    private readonly WatchHub _hub;
    private readonly LinkHistory _history;
    private readonly Func<IReadOnlyList<ServiceStatus>> _ends;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<(string Role, string What), string?> _troubles = [];
    private readonly Dictionary<(string Role, string What), long> _began = [];
    private readonly Dictionary<(string Role, int Link), bool> _ended = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;
    private long _lastStep;

    /// <summary>Begins to look.</summary>
    /// <param name="hub">Takes the events.</param>
    /// <param name="history">Takes the samples; not disposed of with this.</param>
    /// <param name="ends">What runs; an end that is down is not in it.</param>
    /// <param name="time">The clock that people go by.</param>
    /// <param name="logger">Where it is told that an end cannot be asked.</param>
    public StateWatch(
        WatchHub hub, LinkHistory history, Func<IReadOnlyList<ServiceStatus>> ends, TimeProvider time, ILogger logger)
    {
        _hub = hub;
        _history = history;
        _ends = ends;
        _time = time;
        _logger = logger;
        _running = RunAsync();
    }

    /// <summary>Stops to look.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Every, _time);
        try
        {
            do LookGuarded();
            while (await timer.WaitForNextTickAsync(_closing.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>A mistake of ours in what is told must not end what tells it.</summary>
    private void LookGuarded()
    {
        try
        {
            Look();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            RuntimeLog.StatusNotTold(_logger, failure.Message);
        }
    }

    private void Look()
    {
        var now = _time.GetUtcNow();
        var step = now.ToUnixTimeSeconds() / LinkHistory.StepSeconds;
        foreach (var end in _ends())
        {
            Note(end.Role, EventKind.Radio, "The radio", end.Radio.Trouble, TimeSpan.Zero);
            Note(end.Role, EventKind.Store, "The store", end.StoreTrouble, TimeSpan.Zero);
            Note(
                end.Role, EventKind.Broker, end.Broker.IsOwn ? "The broker" : $"The connection to {end.Broker.Where}",
                end.Broker.IsUp ? null : end.Broker.Trouble ?? "nothing was heard", BrokerPatience);
            foreach (var link in end.Links) NoteEnded(end.Role, link);
            if (step != _lastStep) _history.Take(end.Role, end.Links, now);
        }

        _lastStep = step;
    }

    /// <summary>A trouble that begins and lasts, is another one, or is over.</summary>
    private void Note(string role, EventKind kind, string what, string? trouble, TimeSpan patience)
    {
        var key = (role, what);
        var before = _troubles.GetValueOrDefault(key);
        if (before is null && trouble is not null)
        {
            if (!_began.TryGetValue(key, out var began)) _began[key] = began = _time.GetTimestamp();
            if (_time.GetElapsedTime(began) < patience) return;
        }

        _began.Remove(key);
        if (before == trouble) return;
        _troubles[key] = trouble;
        if (trouble is null) _hub.Events.Add(role, kind, EventLevel.Info, null, $"{what} works again.");
        else _hub.Events.Add(role, kind, EventLevel.Error, null, $"{what} is away: {Printable.Escape(trouble)}");
    }

    private void NoteEnded(string role, LinkFigures link)
    {
        var key = (role, link.Id);

        // One that had ended before we first looked is no news: it would be told anew at each start.
        var isNews = link.IsEnded && _ended.TryGetValue(key, out var wasEnded) && !wasEnded;
        _ended[key] = link.IsEnded;
        if (!isNews) return;
        _hub.Events.Add(
            role, EventKind.Revoked, EventLevel.Warning, (byte)link.Id, "The link was ended: the other end is no longer paired.");
    }
}
