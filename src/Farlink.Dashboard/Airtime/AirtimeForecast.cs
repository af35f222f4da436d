using Farlink.Protocol.Units;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Airtime;

/// <summary>What comes of the budget if it goes on as in the last ten minutes.</summary>
/// <param name="NextSlotIn">When the fullest end may send its longest frame; null: never.</param>
/// <param name="UsedShare">Of the fullest end's budget of an hour; null: no limit.</param>
/// <param name="ForecastShare">What the hour to come would take of it.</param>
/// <param name="FullAt">When the budget would be used up; null: never at this pace.</param>
internal sealed record AirtimeForecast(
    Duration? NextSlotIn, double? UsedShare, double? ForecastShare, DateTimeOffset? FullAt)
{
    public static readonly TimeSpan Look = TimeSpan.FromMinutes(10);

    /// <summary>Sooner, a few frames at the start would be taken for the pace.</summary>
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMinutes(1);

    /// <summary>Computes it.</summary>
    /// <param name="reports">The ends.</param>
    /// <param name="frames">What was on the air, the last ones.</param>
    /// <param name="now">Now.</param>
    public static AirtimeForecast Of(
        IReadOnlyList<StatusReport> reports, IReadOnlyList<SeenFrame> frames, DateTimeOffset now)
    {
        var all = reports
            .SelectMany(report => report.Service.Airtime, (report, band) => (report.Service.Role, Band: band)).ToList();
        if (all.Count == 0) return new AirtimeForecast(Duration.Zero, null, null, null);
        var (role, fullest) = all.MaxBy(one => Share(one.Band) ?? -1);
        if (fullest.Budget is not { Nanoseconds: > 0 } budget) return new AirtimeForecast(fullest.NextSlotIn, null, null, null);
        var pace = PacePerHour(frames, role, now);
        return new AirtimeForecast(
            fullest.NextSlotIn, Share(fullest), pace / budget.Seconds, FullBy(fullest.Used, budget, pace, now));
    }

    private static double? Share(AirtimeFigures band) =>
        band.Budget is { Nanoseconds: > 0 } budget ? band.Used.Seconds / budget.Seconds : null;

    /// <summary>Seconds of airtime an hour.</summary>
    private static double PacePerHour(IReadOnlyList<SeenFrame> frames, string role, DateTimeOffset now)
    {
        var since = now - Look;
        var recent = frames.Where(frame => frame.IsSent && frame.Role == role && frame.At >= since).ToList();
        if (recent.Count == 0) return 0;

        // The log may be too short for ten minutes: then it is what it holds.
        var reached = frames.Min(frame => frame.At);
        var look = reached <= since ? Look : now - reached;
        if (look < ShortestLook) look = ShortestLook;
        return recent.Sum(frame => frame.Airtime.Seconds) / look.TotalHours;
    }

    /// <summary>At the earliest: what leaves the hour meanwhile is not counted.</summary>
    private static DateTimeOffset? FullBy(Duration used, Duration budget, double pacePerHour, DateTimeOffset now)
    {
        if (used >= budget) return now;
        if (pacePerHour <= budget.Seconds) return null;
        return now + TimeSpan.FromHours((budget - used).Seconds / pacePerHour);
    }
}
