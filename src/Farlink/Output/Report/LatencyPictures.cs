using System.Text;
using Farlink.Protocol.Units;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output.Report;

/// <summary>How late messages are: the share that a time is enough for, and each by when it was published.</summary>
internal static class LatencyPictures
{
    /// <summary>Points of the curve.</summary>
    private const int Steps = 200;

    private static readonly double[] Marks = [0.01, 0.1, 1, 10, 60, 600, 3600, 36_000, 259_200];
    private static readonly double[] Shares = [0, 0.25, 0.5, 0.75, 0.9, 1];

    public static void DrawCurve(StringBuilder page, ScenarioReport report, Duration within)
    {
        var chart = Chart.Open(
            page, "How long messages take",
            "The curve says which share of all messages has arrived after so long; dashed, the time that is wanted for 99 %.");
        foreach (var share in Shares) chart.Row(share, PlanText.Share(share));
        foreach (var seconds in Marks) chart.Column(Place(Duration.FromSeconds(seconds)), Words(seconds));
        chart.LimitColumn(Place(within));
        List<(double X, double Y)> curve = [];
        for (var step = 0; step <= Steps; step++)
        {
            // It ends at the share that arrived at all.
            var share = step / (double)Steps;
            if (report.Percentile(share) is not { } latency) break;
            curve.Add((Place(latency), share));
        }

        if (curve.Count > 0) chart.Line("curve", "share of the messages that has arrived", curve);

        chart.Close();
    }

    public static void DrawTimes(StringBuilder page, ScenarioReport report)
    {
        var chart = Chart.Open(
            page, "Latency by when a message was published",
            "A dot is a message; of many, some. Rising dots are a queue that grows: more is said than the air carries.");
        foreach (var seconds in Marks) chart.Row(Place(Duration.FromSeconds(seconds)), Words(seconds));
        var hours = HourAxis.Draw(chart, report);
        foreach (var (at, latency) in report.Samples) chart.Dot(at.Nanoseconds / 3.6e12 / hours, Place(latency));
        chart.Close();
    }

    /// <summary>Logarithmic: from 10 ms to three days.</summary>
    private static double Place(Duration latency) =>
        Math.Log10(Math.Max(latency.Seconds, Marks[0]) / Marks[0]) / Math.Log10(Marks[^1] / Marks[0]);

    private static string Words(double seconds) => SpanWords.Of(Duration.FromSeconds(seconds));
}
