using System.Globalization;
using System.Text;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output.Report;

/// <summary>Frames that other frames destroyed at the base: of which site, and when.</summary>
internal static class CollisionPictures
{
    public static void DrawSites(StringBuilder page, ScenarioReport report) => BarPicture.Draw(
        page, "Collisions by site", "Share of a site's frames that another frame destroyed at the base. They are sent again.",
        [.. report.Hosts.Skip(1).Select(host => (host.Name, host.AtBase.Collided / Math.Max(1.0, host.AtBase.All)))], null,
        PlanText.Share);

    public static void DrawTimes(StringBuilder page, ScenarioReport report)
    {
        var counts = report.CollisionsPerSlice;
        var most = Math.Max(1, counts.DefaultIfEmpty(0).Max());
        var chart = Chart.Open(page, "Collisions over the run", "Frames destroyed at the base in each ten minutes.");
        for (var i = 0; i <= 4; i++)
            chart.Row(i / 4.0, (most * i / 4.0).ToString("0.#", CultureInfo.InvariantCulture));
        var hours = HourAxis.Draw(chart, report);
        var width = HostReport.Slice.Seconds / 3600 / hours;
        for (var i = 0; i < counts.Count; i++)
            if (counts[i] > 0) chart.Bar(i * width, (i + 1) * width, counts[i] / (double)most, $"{counts[i]}");
        chart.Close();
    }
}
