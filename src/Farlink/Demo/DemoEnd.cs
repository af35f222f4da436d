using Farlink.Mqtt.Broker;
using Farlink.Radios;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;

namespace Farlink.Demo;

/// <summary>
/// One end of a demonstration: it runs, or it crashed and starts again by itself a few seconds later. Thread-safe.
/// </summary>
/// <param name="role">site or base.</param>
/// <param name="radio">Makes a radio; each start has one of its own.</param>
/// <param name="start">Starts the end.</param>
/// <param name="air">The clock of the air.</param>
/// <param name="time">The clock that people go by.</param>
internal sealed class DemoEnd(
    string role, Func<IRadio> radio, Func<IRadio, CancellationToken, Task<IRunningEnd>> start, TimeProvider air,
    TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long an end is down that crashed, on the clock of the air.</summary>
    private static readonly TimeSpan DownFor = TimeSpan.FromSeconds(5);

    /// <summary>Another program may have taken the port of the broker meanwhile.</summary>
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private Task _restarting = Task.CompletedTask;
    private Life? _life;
    private ServiceStatus? _last;
    private DateTimeOffset _since;

    /// <summary>Whether it runs.</summary>
    public bool IsUp
    {
        get
        {
            lock (_lock) return _life is not null;
        }
    }

    /// <summary>Its broker, if it has its own and runs.</summary>
    public EmbeddedBroker? Broker
    {
        get
        {
            lock (_lock) return _life?.End.Broker;
        }
    }

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
        var own = radio();
        try
        {
            var end = await start(own, cancellationToken);
            lock (_lock)
            {
                _since = time.GetUtcNow();
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

        await service.AbandonAsync();
        await own.DisposeAsync();
        _restarting = RestartAsync();
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
            await Task.Delay(DownFor, air, _closing.Token);
            while (!await TryStartAsync()) await Task.Delay(TryAgain, time, _closing.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The demonstration is over.
        }
    }

    private async Task<bool> TryStartAsync()
    {
        try
        {
            await StartAsync(_closing.Token);
            return true;
        }
        catch (BrokerException)
        {
            return false;
        }
    }

    private sealed record Life(IRadio Radio, IRunningEnd End);
}
