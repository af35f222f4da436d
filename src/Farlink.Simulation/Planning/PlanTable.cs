namespace Farlink.Simulation.Planning;

/// <summary>Several runs, side by side, and what they say.</summary>
public sealed record PlanTable
{
    /// <summary>What was varied; one or two.</summary>
    public required IReadOnlyList<PlanAxis> Axes { get; init; }

    /// <summary>The runs, in order.</summary>
    public required IReadOnlyList<PlanRow> Rows { get; init; }

    /// <summary>Whether all runs that were wanted are there.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>What to do, for people; a sentence each.</summary>
    public required IReadOnlyList<string> Advice { get; init; }

    /// <summary>What all of it rests on.</summary>
    public required IReadOnlyList<Assumption> Assumptions { get; init; }

    /// <summary>Where the largest value that holds was looked for: that; null: none does, or nothing was looked for.</summary>
    public PlanRow? Answer { get; init; }

    /// <summary>Beside it: the next value, which does not hold; null: there is none.</summary>
    public PlanRow? Next { get; init; }

    /// <summary>Whether a largest value was looked for.</summary>
    public bool IsSearch { get; init; }

    /// <summary>The values of a run, for people: <c>sf SF7, 3 km</c>.</summary>
    public string Words(PlanRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return string.Join(", ", Axes.Zip(row.Values, (axis, value) => $"{PlanAxes.Name(axis)} {PlanAxes.Text(axis, value)}"));
    }
}
