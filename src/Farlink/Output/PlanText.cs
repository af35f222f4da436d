using System.Globalization;
using System.Text;
using Farlink.Protocol.Text;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output;

/// <summary>What came of a plan, for people: whether it holds, runs side by side, and what all of it rests on.</summary>
internal static class PlanText
{
    private static readonly string[] Figures = ["delivered", "50 %", "90 %", "99 %", "airtime", "collided", "holds"];

    /// <summary>Whether a run holds, and what it assumes.</summary>
    public static string Of(PlanResult result)
    {
        var verdict = result.Verdict;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"verdict    {Sentence(verdict)}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"           {Latency(verdict)}, {Share(verdict.Collided)} of the sites' frames collided\n");
        text.Append(CultureInfo.InvariantCulture, $"           airtime of {Printable.Escape(Airtime(verdict))}\n");
        return text.Append(Assumed(result.Assumptions)).ToString();
    }

    /// <summary>Runs side by side, what they say, and what they assume.</summary>
    public static string Of(PlanTable table)
    {
        var text = new StringBuilder();
        var rows = Cells(table);
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        text.Append('\n');
        foreach (var sentence in table.Advice) text.Append(CultureInfo.InvariantCulture, $"advice     {sentence}\n");
        return text.Append(Assumed(table.Assumptions)).ToString();
    }

    /// <summary>Runs side by side: a row of headings, then one for each run.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Cells(PlanTable table)
    {
        List<IReadOnlyList<string>> rows = [[.. table.Axes.Select(PlanAxes.Name), .. Figures]];
        foreach (var row in table.Rows)
        {
            var verdict = row.Verdict;
            rows.Add(
            [
                .. table.Axes.Zip(row.Values, PlanAxes.Text), Delivered(verdict.Delivered), SpanWords.Of(verdict.P50),
                SpanWords.Of(verdict.P90), SpanWords.Of(verdict.P99), Share(verdict.Airtime), Share(verdict.Collided),
                verdict.Holds ? "yes" : $"no: {string.Join("; ", verdict.Broken)}",
            ]);
        }

        return rows;
    }

    /// <summary>Whether it holds, in a sentence.</summary>
    public static string Sentence(PlanVerdict verdict) => verdict.Holds
        ? $"holds: everything arrived, 99 % within {SpanWords.Of(verdict.Within)}, and no limit was broken"
        : $"does not hold: {string.Join("; ", verdict.Broken)}";

    /// <summary>Who takes how much airtime: <c>base: 35 % of what is allowed</c>; names are as somebody wrote them.</summary>
    public static string Airtime(PlanVerdict verdict) => $"{verdict.Busiest}: {Share(verdict.Airtime)} {verdict.Whole}";

    /// <summary>A share in percent.</summary>
    public static string Share(double share) =>
        share.ToString(share is > 0 and < 0.01 ? "0.00 %" : "0.# %", CultureInfo.InvariantCulture);

    /// <summary>A share that is 100 % only if nothing is missing.</summary>
    public static string Delivered(double share) => Share(share < 1 ? Math.Floor(share * 1000) / 1000 : 1);

    private static string Latency(PlanVerdict verdict) =>
        verdict.P99 is { } late ? $"99 % within {SpanWords.Of(late)}" : "less than 99 % arrived";

    private static string Assumed(IReadOnlyList<Assumption> assumptions)
    {
        var text = new StringBuilder();
        foreach (var (index, assumption) in assumptions.Index())
        {
            var begin = index == 0 ? "assumes   " : "          ";
            text.Append(CultureInfo.InvariantCulture, $"{begin} {Printable.Escape(assumption.ToString())}\n");
        }

        return text.ToString();
    }
}
