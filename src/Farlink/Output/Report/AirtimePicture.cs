using System.Text;
using Farlink.Protocol.Units;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output.Report;

/// <summary>Airtime of each host against the limit: its fullest hour, and over the run.</summary>
internal static class AirtimePicture
{
    private const int MostLines = 24;

    public static void DrawHosts(StringBuilder page, ScenarioReport report) => BarPicture.Draw(
        page, "Airtime in the fullest hour",
        "Of each host, in six slices of ten minutes in a row; "
        + (Limit(report) is null ? "there is no limit here." : "dashed, what is allowed in any hour."),
        [.. report.Hosts.Select(host => (host.Name, host.Peak.Seconds))], Limit(report), Words);

    public static void DrawTimes(StringBuilder page, ScenarioReport report)
    {
        var perHour = 3600 / HostReport.Slice.Seconds;
        var slices = report.Hosts.SelectMany(host => host.PerSlice).Select(slice => slice.Seconds * perHour);
        var most = Math.Max(slices.DefaultIfEmpty(1).Max(), Limit(report) ?? 0) * 1.05;
        if (most <= 0) most = 1;
        var more = report.Hosts.Count > MostLines ? $" Of the first {MostLines} hosts." : "";
        var chart = Chart.Open(
            page, "Airtime over the run", $"As it would be in an hour, by ten minutes; strong, the base.{more}");
        for (var i = 0; i <= 4; i++) chart.Row(i / 4.0, Words(most * i / 4));
        var hours = HourAxis.Draw(chart, report);
        if (Limit(report) is { } limit) chart.Limit(limit / most);
        for (var index = Math.Min(MostLines, report.Hosts.Count) - 1; index >= 0; index--)
        {
            var host = report.Hosts[index];
            chart.Line(index == 0 ? "base" : "line", host.Name, host.PerSlice.Select((slice, place) =>
                ((place + 0.5) * HostReport.Slice.Seconds / 3600 / hours, slice.Seconds * perHour / most)));
        }

        chart.Close();
    }

    private static double? Limit(ScenarioReport report) =>
        report.Scenario.DutyCycle.IsLimited ? report.Scenario.DutyCycle.Budget.Seconds : null;

    private static string Words(double seconds) => SpanWords.Of(Duration.FromSeconds(seconds));
}
