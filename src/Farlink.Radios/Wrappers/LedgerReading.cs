using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.Wrappers;

/// <summary>What a <see cref="LedgerGuard"/> has counted.</summary>
/// <param name="Limit">The limit of the sub-band.</param>
/// <param name="LastHour">Airtime in the last hour.</param>
/// <param name="Total">Airtime since the start.</param>
/// <param name="HeldBack">Time that frames waited for a slot.</param>
/// <param name="OverLimit">Frames sent although they did not fit: only of simulated radios.</param>
/// <param name="Elapsed">Time since the first frame.</param>
public readonly record struct LedgerReading(
    DutyCycle Limit, Duration LastHour, Duration Total, Duration HeldBack, long OverLimit, Duration Elapsed)
{
    /// <summary>Time to watch before a pace means anything: a single frame is 100 % of its own airtime.</summary>
    public static Duration ShortestPaceTime { get; } = Duration.FromSeconds(60);

    /// <summary>Airtime over time, in percent: over the last hour, or over what has passed since the first frame.</summary>
    public double PacePercent => Elapsed <= Duration.Zero
        ? 0
        : 100.0 * LastHour.Nanoseconds / Math.Min(Elapsed.Nanoseconds, DutyCycle.Window.Nanoseconds);

    /// <summary>Whether the pace, watched for long enough, does not fit the limit.</summary>
    public bool IsOverLimit => Limit.IsLimited && Elapsed >= ShortestPaceTime && PacePercent > Limit.Percent;
}
