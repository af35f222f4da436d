using Farlink.Protocol.Units;

namespace Farlink.Dashboard.Tests;

/// <summary>A demonstration's weather, which only remembers.</summary>
internal sealed class DemoBench : IDemoControls
{
    private DemoFigures _figures = new()
    {
        Published = 12,
        Delivered = 10,
        Lost = 0,
        Doubled = 0,
        Waiting = 2,
        Speed = 1,
        LossPercent = 0,
        DistanceKilometres = 1,
        IsHostile = false,
        HostileFrames = 0,
        IsSiteUp = true,
        IsBaseUp = true,
        Crashes = 0,
        Airtime = Duration.FromMilliseconds(71.9),
    };

    public string? Crashed { get; private set; }

    public TimeSpan? Interval { get; private set; }

    public static void Add(BenchSource source)
    {
        source.About = source.About with { Role = "demo" };
        source.Demo = new DemoBench();
    }

    public DemoFigures Figures() => _figures;

    public void SetLoss(double percent) => _figures = _figures with { LossPercent = percent };

    public void SetDistance(double kilometres) => _figures = _figures with { DistanceKilometres = kilometres };

    public Task CrashAsync(string role, CancellationToken cancellationToken)
    {
        Crashed = role;
        return Task.CompletedTask;
    }

    public void SetHostile(bool isOn) => _figures = _figures with { IsHostile = isOn };

    public void SetInterval(TimeSpan interval) => Interval = interval;
}
