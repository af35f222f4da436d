using Farlink.Dashboard;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Text;
using Farlink.Radios;
using Farlink.Runtime;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Storage;

namespace Farlink.Demo;

/// <summary>
/// One end of a demonstration: it runs, or it crashed and starts again by itself a few seconds later. Thread-safe.
/// </summary>
/// <param name="role">site or base.</param>
/// <param name="air">Each start has a radio of its own there.</param>
/// <param name="start">Starts the end.</param>
/// <param name="context">Clocks.</param>
internal sealed class DemoEnd(
    string role, DemoAir air, Func<IRadio, CancellationToken, Task<IRunningEnd>> start, RuntimeContext context) : IAsyncDisposable
{
    /// <summary>How long an end is down that crashed, on the clock of the air.</summary>
    private static readonly TimeSpan DownFor = TimeSpan.FromSeconds(5);

    /// <summary>Another program may have taken the port of the broker meanwhile, or all room on the disk.</summary>
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private Task _restarting = Task.CompletedTask;
    private Life? _life;
    private ServiceStatus? _last;
    private DateTimeOffset _since;
    private string? _trouble;

    /// <summary>Told of crashes and starts; null: nobody.</summary>
    public WatchHub? Seen { get; init; }

    /// <summary>What runs; null while it is down.</summary>
    public IRunningEnd? Running
    {
        get
        {
            lock (_lock) return _life?.End;
        }
    }

    /// <summary>Whether it runs.</summary>
    public bool IsUp => Running is not null;

    /// <summary>When it started last.</summary>
    public DateTimeOffset Since
    {
        get
        {
            lock (_lock) return _since;
        }
    }

    /// <summary>What it is doing; while it is down what it did before, with a radio that does not work.</summary>
    public ServiceStatus Status()
    {
        lock (_lock) return _life?.End.Status() ?? _last!;
    }

    /// <summary>Starts it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var own = air.Radio(role);
        try
        {
            var end = await start(own, cancellationToken);
            lock (_lock)
            {
                _since = context.Clock.GetUtcNow();
                _life = new Life(own, end);
            }
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    /// <summary>Cuts its power: no goodbye, nothing is kept but what its store has. It starts again by itself.</summary>
    /// <exception cref="ActionRefusedException">It is down already, or has no store.</exception>
    public async Task CrashAsync()
    {
        LinkService service;
        IRadio own;
        lock (_lock)
        {
            if (_life is not { } life)
                throw new ActionRefusedException($"The {role} is down already, and starts again by itself: wait a few seconds.");
            if (life.End is not LinkService link)
            {
                throw new ActionRefusedException(
                    $"The {role} would lose what waits: RadioHead's format keeps nothing on the disk. Use --mode farlink.");
            }

            (service, own) = (link, life.Radio);
            var status = service.Status();
            _last = status with { Radio = status.Radio with { Trouble = "its host crashed, and starts again by itself" } };
            _life = null;
        }

        Seen?.Events.Add(role, EventKind.Restart, EventLevel.Warning, null, "Its power was cut.");
        try
        {
            await service.AbandonAsync();
            await own.DisposeAsync();
        }
        finally
        {
            // However it went down.
            _restarting = RestartAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _restarting;
        if (_life is { } life)
        {
            await life.End.DisposeAsync();
            await life.Radio.DisposeAsync();
        }

        _closing.Dispose();
    }

    private async Task RestartAsync()
    {
        try
        {
            await Task.Delay(DownFor, context.RadioClock, _closing.Token);
            while (!await TryStartAsync()) await Task.Delay(TryAgain, context.Clock, _closing.Token);
        }
        catch (Exception) when (_closing.IsCancellationRequested)
        {
            // The demonstration is over, in the middle of a start perhaps.
        }
    }

    /// <summary>Starts it again if that can be now.</summary>
    internal async Task<bool> TryStartAsync()
    {
        try
        {
            await StartAsync(_closing.Token);
            _trouble = null;
            Seen?.Events.Add(role, EventKind.Restart, EventLevel.Info, null, "It runs again, from what its store has.");
            return true;
        }
        catch (Exception failure) when (!_closing.IsCancellationRequested)
        {
            // Whatever it is, it may pass: a disk that is full, a port that somebody has.
            Tell(failure);
            return false;
        }
    }

    /// <summary>It cannot start, perhaps for a while: shown, and told once.</summary>
    private void Tell(Exception failure)
    {
        var kind = failure switch
        {
            StoreException => EventKind.Store,
            BrokerException => EventKind.Broker,
            _ => EventKind.Restart,
        };
        var storeTrouble = kind == EventKind.Store ? failure.Message : null;
        lock (_lock) _last = _last is { } last ? last with { StoreTrouble = storeTrouble } : null;
        if (failure.Message == _trouble) return;
        _trouble = failure.Message;
        Seen?.Events.Add(role, kind, EventLevel.Error, null, $"It cannot start again: {Printable.Escape(failure.Message)}");
    }

    private sealed record Life(IRadio Radio, IRunningEnd End);
}
