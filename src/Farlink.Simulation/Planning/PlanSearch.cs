using System.Globalization;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Planning;

/// <summary>
/// Looks for the largest number of sites, rate or distance that still holds: doubles it until it does not, then halves the gap
/// until the next step does not. Rates and distances go in steps of two digits.
/// </summary>
public static class PlanSearch
{
    /// <summary>Steps in a decade of two digits: 10 to 99.</summary>
    private const int StepsOfDecade = 90;

    /// <summary>Where a distance begins, metres: nobody asks for less.</summary>
    private const double NearestMetres = 100;

    /// <summary>Fewest hours of a search where airtime is limited.</summary>
    private const double LeastHours = 2;

    /// <summary>What is wrong with a search; null: nothing.</summary>
    public static string? Problem(PlanRequest request, PlanAxis axis, PlanLimits limits)
    {
        if (axis == PlanAxis.SpreadingFactor) return "there is no largest sf to be found: vary it, sf=7..12";
        if (Lowest(request, axis, limits) is null) return PlanCheck.Problem(request, limits) ?? Nothing(axis);

        // The first hour begins with all of its airtime: what is too much for any other may still fit into it.
        var isLimited = request.Region.Check(request.Frequency, request.Bandwidth).Binding is { DutyCycle.IsLimited: true };
        return isLimited && request.Trace is null && request.Hours < LeastHours
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{limits.Name(PlanField.Hours)} must be {LeastHours} or more to find the largest {PlanAxes.Name(axis)} where ")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"airtime is limited, not {request.Hours}: what fits into one hour need not fit into the next")
            : null;
    }

    /// <summary>Searches.</summary>
    /// <param name="request">The plan; its own value on the axis does not matter.</param>
    /// <param name="axis">What is to be as large as possible.</param>
    /// <param name="within">In what time 99 % of the messages are to arrive.</param>
    /// <param name="limits">Beyond these it does not look.</param>
    /// <param name="onProgress">Told of each run.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static PlanTable Run(
        PlanRequest request, PlanAxis axis, Duration within, PlanLimits limits, Action<PlanRow>? onProgress = null,
        CancellationToken cancellationToken = default)
    {
        var lowest = Lowest(request, axis, limits) ?? throw new ArgumentException(Nothing(axis), nameof(request));
        var runs = new SortedDictionary<int, PlanRow>();
        var good = -1;
        int? bad = null;
        var isCancelled = false;
        for (int? next = lowest; next is { } step; next = Next(request, axis, limits, good, bad))
        {
            var value = Value(axis, step);
            var result = Planner.Run(PlanAxes.Apply(request, axis, value), within, cancellationToken: cancellationToken);
            isCancelled = !result.Report.IsComplete;
            if (isCancelled) break;
            runs[step] = new PlanRow([value], result.Verdict);
            onProgress?.Invoke(runs[step]);
            if (result.Verdict.Holds) good = step;
            else bad = step;
            if (good < 0) break;
        }

        var scenario = PlanScenario.Build(PlanAxes.Apply(request, axis, Value(axis, good < 0 ? lowest : good)));
        var table = new PlanTable
        {
            Axes = [axis],
            Rows = [.. runs.Values],
            IsComplete = !isCancelled,
            Advice = [],
            Assumptions = Assumptions.Of(scenario, PlanAxes.Name(axis)),
            Answer = good < 0 || isCancelled ? null : runs[good],
            Next = bad is { } failed && good >= 0 && !isCancelled ? runs[failed] : null,
            IsSearch = true,
        };
        return table with { Advice = PlanAdvice.OfSearch(table) };
    }

    /// <summary>The value of the step after a value; the same as the value at which a search ended.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="value">A value that a search may find.</param>
    public static double StepAfter(PlanAxis axis, double value)
    {
        var step = 1;
        while (Value(axis, step) <= value) step++;
        return Value(axis, step);
    }

    /// <summary>Double what holds until something does not; then the middle; null when they are neighbours.</summary>
    private static int? Next(PlanRequest request, PlanAxis axis, PlanLimits limits, int good, int? bad)
    {
        if (bad is { } failed) return failed - good > 1 ? good + ((failed - good) / 2) : null;
        var wanted = Value(axis, good) * 2;
        int? next = null;
        for (var step = good + 1; IsAllowed(request, axis, step, limits); step++)
        {
            next = step;
            if (Value(axis, step) >= wanted) break;
        }

        return next;
    }

    private static int? Lowest(PlanRequest request, PlanAxis axis, PlanLimits limits)
    {
        // With a rate of one message a run there is nothing to be judged yet.
        var least = axis switch
        {
            PlanAxis.Rate => Math.Max(PlanCheck.LeastRate, 2 / request.Hours),
            PlanAxis.Distance => NearestMetres,
            _ => 1,
        };
        var step = 1;
        while (Value(axis, step) < least && step < StepsOfDecade * 10) step++;
        return IsAllowed(request, axis, step, limits) ? step : null;
    }

    private static bool IsAllowed(PlanRequest request, PlanAxis axis, int step, PlanLimits limits) =>
        PlanCheck.Problem(PlanAxes.Apply(request, axis, Value(axis, step)), limits) is null;

    /// <summary>Sites by one; rates from 0.01 an hour and distances from a metre in steps of two digits.</summary>
    private static double Value(PlanAxis axis, int step)
    {
        if (axis == PlanAxis.Sites) return step;
        var digits = 10 + (step % StepsOfDecade);
        var decade = (step / StepsOfDecade) - (axis == PlanAxis.Rate ? 3 : 1);
        return Math.Round(digits * Math.Pow(10, decade), 4);
    }

    private static string Nothing(PlanAxis axis) => $"no {PlanAxes.Name(axis)} is inside the limits";
}
