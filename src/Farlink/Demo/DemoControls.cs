using Farlink.Dashboard;
using Farlink.Runtime.Services;
using Farlink.Simulation.Ether;

namespace Farlink.Demo;

/// <summary>
/// What a visitor does to a demonstration: weather, distance, crashes, somebody hostile, the pace of the device. Thread-safe.
/// </summary>
/// <param name="options">How it began.</param>
/// <param name="air">Weather and distance.</param>
/// <param name="ends">What crashes.</param>
/// <param name="pace">The device's.</param>
/// <param name="hostile">Who is hostile; null: nobody can be.</param>
/// <param name="tally">Counts the messages.</param>
internal sealed class DemoControls(
    DemoOptions options, DemoAir air, DemoEnds ends, DevicePace pace, HostileRadio? hostile, DemoTally tally)
    : IDemoControls
{
    /// <summary>So near both ends hear each other well.</summary>
    private const double NearKilometres = 1;

    /// <summary>For the message that is under way from the device to its broker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private TimeSpan? _interval;
    private long _crashes;

    /// <summary>Time between messages, before speed.</summary>
    public TimeSpan Interval
    {
        get
        {
            lock (_lock) return _interval ?? options.Interval;
        }
    }

    /// <summary>How it goes.</summary>
    public DemoFigures Figures()
    {
        var counts = tally.Counts();
        return new DemoFigures
        {
            Published = counts.Published,
            Delivered = counts.Delivered,
            Lost = counts.Lost,
            Doubled = counts.Duplicated,
            Waiting = counts.Waiting,
            Speed = options.Speed,
            LossPercent = air.LossPercent,
            DistanceKilometres = air.Kilometres,
            IsHostile = hostile?.IsOn ?? false,
            HostileFrames = hostile?.Sent ?? 0,
            IsSiteUp = ends.Site.IsUp,
            IsBaseUp = ends.Base.IsUp,
            Crashes = Interlocked.Read(ref _crashes),
            Airtime = counts.Airtime,
        };
    }

    /// <summary>Lets the weather take frames.</summary>
    /// <param name="percent">0 to 90.</param>
    public void SetLoss(double percent) => air.LossPercent = percent;

    /// <summary>Moves the ends apart.</summary>
    /// <param name="kilometres">0.1 to 50.</param>
    public void SetDistance(double kilometres) => air.Kilometres = kilometres;

    /// <summary>Lets an end crash; it starts again by itself.</summary>
    /// <param name="role">site or base.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ActionRefusedException">It is down already, or keeps nothing to start again from.</exception>
    public async Task CrashAsync(string role, CancellationToken cancellationToken)
    {
        var isSite = role == "site";
        var end = isSite ? ends.Site : ends.Base;

        // The site goes down with the devices' broker, between two messages of the device. In the middle of one that broker
        // could not know afterwards what it had: the device would send it again, as a new message (MQTT 3.1.1 §3.2.2.2).
        var isHeld = isSite && end.IsUp && await TryHoldAsync(cancellationToken);
        try
        {
            await end.CrashAsync();
            Interlocked.Increment(ref _crashes);
        }
        finally
        {
            if (isHeld) pace.Release();
        }
    }

    /// <summary>Lets a hostile transmitter send, or not.</summary>
    /// <exception cref="ActionRefusedException">Nobody can be hostile here.</exception>
    public void SetHostile(bool isOn)
    {
        if (hostile is not null) hostile.IsOn = isOn;
        else if (isOn)
        {
            throw new ActionRefusedException(
                "RadioHead's format takes any frame for a genuine one, so there is nothing to show. Use --mode farlink.");
        }
    }

    /// <summary>Changes how often the device publishes, at once.</summary>
    /// <param name="interval">50 ms to 1 h, before speed.</param>
    public void SetInterval(TimeSpan interval)
    {
        lock (_lock)
        {
            _interval = interval;
            pace.Interval = options.Real(interval);
        }
    }

    /// <summary>At the end: what waits can arrive.</summary>
    public void Calm()
    {
        SetHostile(false);
        SetLoss(0);
        if (air.Kilometres > NearKilometres) SetDistance(NearKilometres);
    }

    private async Task<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(Patience);
        try
        {
            await pace.HoldAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The queue is full: its broker does not take the message.
            return false;
        }
    }
}
