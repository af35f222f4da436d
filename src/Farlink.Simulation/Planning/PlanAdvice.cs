using System.Globalization;

namespace Farlink.Simulation.Planning;

/// <summary>What a table of runs says, in sentences.</summary>
internal static class PlanAdvice
{
    private const int MostNamed = 12;

    public static IReadOnlyList<string> OfSweep(PlanTable table)
    {
        if (table.Rows.Count == 0) return ["No run came to its end."];
        var holding = table.Rows.Where(row => row.Verdict.Holds).ToList();
        if (holding.Count == 0)
        {
            var best = table.Rows.OrderByDescending(row => row.Verdict.Delivered)
                .ThenBy(row => row.Verdict.P99?.Nanoseconds ?? long.MaxValue).First();
            return [$"Nothing holds. The best is {table.Words(best)}: {string.Join("; ", best.Verdict.Broken)}."];
        }

        var named = string.Join(" | ", holding.Take(MostNamed).Select(table.Words));
        var more = holding.Count > MostNamed ? $" and {holding.Count - MostNamed} more" : "";
        var least = holding.MinBy(row => row.Verdict.Airtime)!;
        var all = holding.Count == table.Rows.Count ? "All hold" : $"{holding.Count} of {table.Rows.Count} hold";
        return
        [
            $"{all}: {named}{more}.",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Least airtime: {table.Words(least)}, {least.Verdict.Airtime:P1} {least.Verdict.Whole}."),
        ];
    }

    public static IReadOnlyList<string> OfSearch(PlanTable table)
    {
        if (!table.IsComplete) return ["The search was ended early."];
        var axis = PlanAxes.Name(table.Axes[0]);
        if (table.Answer is not { } answer)
        {
            var first = table.Rows[0];
            return [$"Nothing holds, not even {table.Words(first)}: {string.Join("; ", first.Verdict.Broken)}."];
        }

        return table.Next is { } next
            ?
            [
                $"Largest {axis} that holds: {PlanAxes.Text(table.Axes[0], answer.Values[0])}.",
                $"At {PlanAxes.Text(table.Axes[0], next.Values[0])}: {string.Join("; ", next.Verdict.Broken)}.",
            ]
            : [$"All holds, up to the largest {axis} that was tried: {PlanAxes.Text(table.Axes[0], answer.Values[0])}."];
    }
}
