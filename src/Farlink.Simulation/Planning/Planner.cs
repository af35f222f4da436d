using Farlink.Protocol.Units;
using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Planning;

/// <summary>
/// Answers how many sites, how often, how far, at which setting: runs the real protocol in virtual time. The same plan gives the
/// same answer. The caller checks a plan first: <see cref="PlanCheck"/>.
/// </summary>
public static class Planner
{
    /// <summary>Runs a plan.</summary>
    /// <param name="request">The plan.</param>
    /// <param name="within">In what time 99 % of the messages are to arrive; null: <see cref="PlanVerdict.UsualWithin"/>.</param>
    /// <param name="onProgress">Told of the share done, 0 to 1, now and then.</param>
    /// <param name="cancellationToken">Ends the run early; what was measured so far is reported.</param>
    public static PlanResult Run(
        PlanRequest request, Duration? within = null, Action<double>? onProgress = null,
        CancellationToken cancellationToken = default)
    {
        using var run = new ScenarioRun(PlanScenario.Build(request));
        var report = run.Run(onProgress, cancellationToken);
        return new PlanResult(
            report, PlanVerdict.Of(report, within ?? PlanVerdict.UsualWithin), Assumptions.Of(report.Scenario));
    }

    /// <summary>Runs a plan on another thread.</summary>
    /// <param name="request">The plan.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static Task<PlanResult> RunAsync(PlanRequest request, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var result = Run(request, cancellationToken: cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        },
        cancellationToken);

    /// <summary>Runs a plan with each value of a sweep, or each pair of two.</summary>
    /// <param name="request">The plan; each of its variants must be without problem.</param>
    /// <param name="sweeps">One or two.</param>
    /// <param name="within">In what time 99 % of the messages are to arrive.</param>
    /// <param name="onProgress">Told of the runs done, and of how many there are.</param>
    /// <param name="cancellationToken">Ends it early; the runs so far are reported.</param>
    public static PlanTable Sweep(
        PlanRequest request, IReadOnlyList<PlanSweep> sweeps, Duration within, Action<int, int>? onProgress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sweeps);
        var points = Points(sweeps);
        List<PlanRow> rows = [];
        foreach (var point in points)
        {
            if (cancellationToken.IsCancellationRequested) break;
            var result = Run(At(request, sweeps, point), within, cancellationToken: cancellationToken);
            if (!result.Report.IsComplete) break;
            rows.Add(new PlanRow(point, result.Verdict));
            onProgress?.Invoke(rows.Count, points.Count);
        }

        var table = new PlanTable
        {
            Axes = [.. sweeps.Select(sweep => sweep.Axis)],
            Rows = rows,
            IsComplete = rows.Count == points.Count,
            Advice = [],
            Assumptions = Assumptions.Of(PlanScenario.Build(At(request, sweeps, points[0])), string.Join("; ", sweeps)),
        };
        return table with { Advice = PlanAdvice.OfSweep(table) };
    }

    /// <summary>What is wrong with any of the runs of sweeps; null: nothing.</summary>
    public static string? Problem(PlanRequest request, IReadOnlyList<PlanSweep> sweeps, PlanLimits limits)
    {
        ArgumentNullException.ThrowIfNull(sweeps);
        if (sweeps.Count is 0 or > 2) return $"{sweeps.Count} sweeps; one or two can be shown as a table";
        if (sweeps.DistinctBy(sweep => sweep.Axis).Count() < sweeps.Count)
            return $"{PlanAxes.Name(sweeps[0].Axis)} is varied twice: put all its values into one sweep";
        var points = Points(sweeps);
        if (points.Count > PlanSweep.MostRuns)
            return $"{points.Count} runs are too many; at most {PlanSweep.MostRuns}: leave values out";
        return points.Select(point => PlanCheck.Problem(At(request, sweeps, point), limits))
            .FirstOrDefault(problem => problem is not null);
    }

    private static List<IReadOnlyList<double>> Points(IReadOnlyList<PlanSweep> sweeps)
    {
        List<IReadOnlyList<double>> points = [[]];
        foreach (var sweep in sweeps)
            points = [.. points.SelectMany(point => sweep.Values.Select(value => (IReadOnlyList<double>)[.. point, value]))];
        return points;
    }

    private static PlanRequest At(PlanRequest request, IReadOnlyList<PlanSweep> sweeps, IReadOnlyList<double> point)
    {
        for (var i = 0; i < sweeps.Count; i++) request = PlanAxes.Apply(request, sweeps[i].Axis, point[i]);
        return request;
    }
}
