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
    /// <summary>Frames read at a time: those of ten minutes are rarely more, and older ones are not copied.</summary>
    private const int FramesAtATime = 200;

    /// <summary>On the clock of the air.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMinutes(10);

    /// <summary>Sooner, a few frames at the start would be taken for the pace.</summary>
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMinutes(1);

    /// <summary>Computes it.</summary>
    /// <param name="reports">The ends.</param>
    /// <param name="watch">Has seen what was on the air.</param>
    /// <param name="now">Now.</param>
    public static AirtimeForecast Of(IReadOnlyList<StatusReport> reports, WatchHub watch, DateTimeOffset now)
    {
        var all = reports
            .SelectMany(report => report.Service.Airtime, (report, band) => (report.Service.Role, Band: band)).ToList();
        if (all.Count == 0) return new AirtimeForecast(Duration.Zero, null, null, null);
        var (role, fullest) = all.MaxBy(one => Share(one.Band) ?? -1);
        if (fullest.Budget is not { Nanoseconds: > 0 } budget) return new AirtimeForecast(fullest.NextSlotIn, null, null, null);
        var pace = PacePerHour(watch, role, now);
        return new AirtimeForecast(
            fullest.NextSlotIn, Share(fullest), pace / budget.Seconds,
            FullIn(fullest.Used, budget, pace) is { } wait ? now + (wait / watch.Speed) : null);
    }

    private static double? Share(AirtimeFigures band) =>
        band.Budget is { Nanoseconds: > 0 } budget ? band.Used.Seconds / budget.Seconds : null;

    /// <summary>Seconds of airtime an hour, that too on the clock of the air.</summary>
    private static double PacePerHour(WatchHub watch, string role, DateTimeOffset now)
    {
        var since = now - (Look / watch.Speed);
        var (recent, reached) = FramesSince(watch.Frames, since);
        if (recent.Count == 0) return 0;

        // Those of a time to come are of before the clock was set back.
        var spent = recent
            .Where(frame => frame.IsSent && frame.Role == role && frame.At <= now).Sum(frame => frame.Airtime.Seconds);

        // The log may be too short for ten minutes: then it is what it holds. As long as it has dropped nothing, the quiet before
        // the first frame counts too.
        var hasAll = recent[^1].Id == 1;
        var look = reached <= since ? Look : hasAll ? watch.Age : (now - reached) * watch.Speed;
        if (look > Look) look = Look;
        if (look < ShortestLook) look = ShortestLook;
        return spent / look.TotalHours;
    }

    /// <summary>The frames since then, and how far back the log was read: not beyond what it holds.</summary>
    private static (List<SeenFrame> Frames, DateTimeOffset Reached) FramesSince(FrameLog log, DateTimeOffset since)
    {
        List<SeenFrame> found = [];
        var reached = DateTimeOffset.MaxValue;
        var before = long.MaxValue;
        while (true)
        {
            var page = log.Before(before, FramesAtATime);
            foreach (var frame in page)
            {
                if (frame.At < reached) reached = frame.At;
                if (frame.At < since) return (found, reached);
                found.Add(frame);
            }

            if (page.Count < FramesAtATime) return (found, reached);
            before = page[^1].Id;
        }
    }

    /// <summary>At the earliest, on the clock of the air: what leaves the hour meanwhile is not counted.</summary>
    private static TimeSpan? FullIn(Duration used, Duration budget, double pacePerHour)
    {
        if (used >= budget) return TimeSpan.Zero;
        if (pacePerHour <= budget.Seconds) return null;
        return TimeSpan.FromHours((budget - used).Seconds / pacePerHour);
    }
}
