using System.Globalization;
using Farlink.Protocol.Text;

namespace Farlink.Simulation.Planning;

/// <summary>Values of one axis, each to be run.</summary>
/// <param name="Axis">What is varied.</param>
/// <param name="Values">Its values, in order: a distance in metres, a rate in messages an hour.</param>
public sealed record PlanSweep(PlanAxis Axis, IReadOnlyList<double> Values)
{
    /// <summary>Most runs of all sweeps together.</summary>
    public const int MostRuns = 60;

    private const string Form = "write sf=7..12, sites=1,5,10, distance=1km,3km or rate=6/h,1/min";

    /// <summary>Reads <c>sf=7..12</c>, <c>sites=1,5,10</c>, <c>distance=500m,3km</c>, <c>rate=6/h,1/min</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sweep">What it says.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryParse(string text, out PlanSweep sweep, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        sweep = new PlanSweep(PlanAxis.Sites, []);
        problem = "";
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !PlanAxes.TryFind(text[..equals], out var axis))
        {
            problem = $"'{Printable.Escape(text)}' names nothing that can be varied: {Form}";
            return false;
        }

        List<double> values = [];
        foreach (var part in text[(equals + 1)..].Split(','))
        {
            if (TryAdd(axis, part, values)) continue;
            problem = $"'{Printable.Escape(part)}' is no {PlanAxes.Name(axis)}: {Form}";
            return false;
        }

        if (values.Count > MostRuns)
            problem = $"{PlanAxes.Name(axis)} has {values.Count} values; at most {MostRuns}: leave some out";
        else if (values.Distinct().Count() < values.Count)
            problem = $"{PlanAxes.Name(axis)} has a value twice: leave one out";
        sweep = new PlanSweep(axis, values);
        return problem.Length == 0;
    }

    /// <summary>For people: <c>sf 7, 8, 9</c>.</summary>
    public override string ToString() =>
        $"{PlanAxes.Name(Axis)} {string.Join(", ", Values.Select(value => PlanAxes.Text(Axis, value)))}";

    /// <summary>One value, or with dots those between two whole ones.</summary>
    private static bool TryAdd(PlanAxis axis, string part, List<double> values)
    {
        var dots = part.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            if (!PlanAxes.TryParse(axis, part, out var value)) return false;
            values.Add(value);
            return true;
        }

        if (axis is PlanAxis.Rate or PlanAxis.Distance) return false;
        if (!int.TryParse(part[..dots], NumberStyles.None, CultureInfo.InvariantCulture, out var first)) return false;
        if (!int.TryParse(part[(dots + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out var last)) return false;
        if (last < first) return false;

        // One more than are allowed is enough to be refused.
        for (var value = first; value <= last && values.Count <= MostRuns; value++) values.Add(value);
        return true;
    }
}
