using System.Globalization;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output.Report;

/// <summary>The hours of a run, below a picture.</summary>
internal static class HourAxis
{
    private const double Longest = 168;
    private const int MostMarks = 12;
    private static readonly double[] Steps = [0.1, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, Longest];

    /// <summary>Draws it.</summary>
    /// <returns>The hours from the left to the right.</returns>
    public static double Draw(Chart chart, ScenarioReport report)
    {
        var hours = Math.Max(report.Simulated.Seconds / 3600, Steps[0]);
        var step = Steps.First(one => hours / one <= MostMarks || one >= Longest);
        for (var hour = 0.0; hour <= hours; hour += step)
            chart.Column(hour / hours, string.Create(CultureInfo.InvariantCulture, $"{hour:0.##} h"));
        return hours;
    }
}
