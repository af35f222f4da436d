using System.Globalization;
using Farlink.Protocol.Units;
using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Planning;

/// <summary>Whether a network keeps what is promised: everything arrives, in time, inside the airtime limit.</summary>
public sealed record PlanVerdict
{
    /// <summary>In what time 99 % of the messages are to arrive, unless somebody says otherwise: 10 minutes.</summary>
    public static Duration UsualWithin { get; } = Duration.FromSeconds(600);

    /// <summary>In what time 99 % of the messages are to arrive.</summary>
    public required Duration Within { get; init; }

    /// <summary>Share of the messages that arrived, 0 to 1; those that came before their host was up,
    /// or ended by policy, are not counted.</summary>
    public required double Delivered { get; init; }

    /// <summary>Latency that half of the messages did not exceed; null: fewer arrived.</summary>
    public required Duration? P50 { get; init; }

    /// <summary>Latency that 90 % of the messages did not exceed; null: fewer arrived.</summary>
    public required Duration? P90 { get; init; }

    /// <summary>Latency that 99 % of the messages did not exceed; null: fewer arrived.</summary>
    public required Duration? P99 { get; init; }

    /// <summary>
    /// Airtime of the busiest host in an hour, as a share of the limit, or of the hour where none is: in its fullest hour or,
    /// where that is more, at its pace over the run. More than 1: it cannot go on like this.
    /// </summary>
    public required double Airtime { get; init; }

    /// <summary>Whether there is an airtime limit.</summary>
    public required bool IsLimited { get; init; }

    /// <summary>What <see cref="Airtime"/> is a share of, for people.</summary>
    public string Whole => IsLimited ? "of what is allowed" : "of the hour; there is no limit";

    /// <summary>The busiest host.</summary>
    public required string Busiest { get; init; }

    /// <summary>Share of the sites' frames that another frame destroyed at the base, 0 to 1.</summary>
    public required double Collided { get; init; }

    /// <summary>What is not kept, for people; empty if all is.</summary>
    public required IReadOnlyList<string> Broken { get; init; }

    /// <summary>Whether all is kept.</summary>
    public bool Holds => Broken.Count == 0;

    /// <summary>Judges a run.</summary>
    public static PlanVerdict Of(ScenarioReport report, Duration within)
    {
        ArgumentNullException.ThrowIfNull(report);
        var busiest = report.Hosts.MaxBy(Taken)!;
        var frames = report.Hosts.Sum(host => host.AtBase.All);
        var wanted = report.Messages.Wanted;
        return new PlanVerdict
        {
            Within = within,
            Delivered = wanted > 0 ? Math.Min(1, report.Messages.Delivered / (double)wanted) : 0,
            P50 = report.Percentile(0.5),
            P90 = report.Percentile(0.9),
            P99 = report.Percentile(0.99),
            Airtime = Taken(busiest) / (double)report.Scenario.DutyCycle.Budget.Nanoseconds,
            IsLimited = report.Scenario.DutyCycle.IsLimited,
            Busiest = busiest.Name,
            Collided = frames > 0 ? report.Hosts.Sum(host => host.AtBase.Collided) / (double)frames : 0,
            Broken = [.. Faults(report, within)],
        };
    }

    private static long Taken(HostReport host) => Math.Max(host.Peak.Nanoseconds, host.Pace.Nanoseconds);

    private static IEnumerable<string> Faults(ScenarioReport report, Duration within)
    {
        var wanted = report.Messages.Wanted;
        if (!report.IsComplete) yield return "the run was ended early";
        if (wanted == 0) yield return "no message was published";
        if (report.Messages.Delivered < wanted)
            yield return $"{wanted - report.Messages.Delivered} of {wanted} messages did not arrive";
        if (report.Messages.HeldBack > 0) yield return "a queue was full";
        if (report.Percentile(0.99) is { } late && late > within)
            yield return $"99 % took up to {SpanWords.Of(late)}; wanted: {SpanWords.Of(within)}";

        // The limit is for any hour, and the first one begins with all of it: a short run keeps it at any pace.
        var limit = report.Scenario.DutyCycle;
        var pace = report.Hosts.Max(host => host.Pace.Nanoseconds) / (double)limit.Budget.Nanoseconds;
        if (limit.IsLimited && pace > 1)
            yield return string.Create(CultureInfo.InvariantCulture, $"at this pace {pace * 100:0} % of what is allowed");
        if (report.Violations.Count > 0) yield return $"{report.Violations.Count} rules were broken";
    }
}
