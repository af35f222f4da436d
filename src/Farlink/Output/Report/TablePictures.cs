using System.Text;
using Farlink.Protocol.Units;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output.Report;

/// <summary>Runs side by side: what was delivered, how late, at how much airtime, and what collided.</summary>
internal static class TablePictures
{
    private const string WithLimit = "of what is allowed: dashed";
    private const string WithoutLimit = "of the hour; there is no limit";

    public static void Draw(StringBuilder page, PlanTable table)
    {
        Bars(
            page, table, "Not delivered", "Share of the messages of a run.", row => 1 - row.Verdict.Delivered, null,
            PlanText.Share);
        Bars(
            page, table, "Latency of 99 %", "Dashed, what is wanted. No bar: less than 99 % arrived.",
            row => row.Verdict.P99?.Seconds ?? double.NaN,
            table.Rows.Count > 0 ? table.Rows[0].Verdict.Within.Seconds : null, Words);
        var isLimited = table.Rows.Count == 0 || table.Rows[0].Verdict.IsLimited;
        Bars(
            page, table, "Airtime", $"Of the busiest host in an hour, as a share {(isLimited ? WithLimit : WithoutLimit)}.",
            row => row.Verdict.Airtime, isLimited ? 1 : null, PlanText.Share);
        Bars(
            page, table, "Collisions", "Share of the sites' frames destroyed at the base.", row => row.Verdict.Collided, null,
            PlanText.Share);
    }

    private static void Bars(
        StringBuilder page, PlanTable table, string title, string note, Func<PlanRow, double> value, double? limit,
        Func<double, string> words) =>
        BarPicture.Draw(page, title, note, [.. table.Rows.Select(row => (Name(table, row), value(row)))], limit, words);

    private static string Name(PlanTable table, PlanRow row) =>
        string.Join(' ', table.Axes.Zip(row.Values, PlanAxes.Text));

    private static string Words(double seconds) => SpanWords.Of(Duration.FromSeconds(seconds));
}
