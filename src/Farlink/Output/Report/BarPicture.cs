using System.Text;

namespace Farlink.Output.Report;

/// <summary>Bars beside each other; of many, the highest ones.</summary>
internal static class BarPicture
{
    private const int MostBars = 60;
    private const int MostNames = 16;
    private const double Gap = 0.15;

    /// <summary>Draws it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="title">What is to be seen.</param>
    /// <param name="note">How to read it.</param>
    /// <param name="bars">Name and value of each; not a number: there is none, and no bar.</param>
    /// <param name="limit">What must not be exceeded, in the unit of the values; null: nothing.</param>
    /// <param name="words">A value for the axis.</param>
    public static void Draw(
        StringBuilder page, string title, string note, IReadOnlyList<(string Name, double Value)> bars, double? limit,
        Func<double, string> words)
    {
        IReadOnlyList<(string Name, double Value)> shown = bars.Count <= MostBars
            ? bars : [.. bars.OrderByDescending(bar => bar.Value).Take(MostBars)];
        var more = bars.Count > MostBars ? $" The {MostBars} highest of {bars.Count}." : "";
        var chart = Chart.Open(page, title, note + more);
        var most = Math.Max(shown.Select(bar => bar.Value).Where(double.IsFinite).DefaultIfEmpty(0).Max(), limit ?? 0) * 1.05;
        if (most <= 0) most = 1;
        for (var i = 0; i <= 4; i++) chart.Row(i / 4.0, words(most * i / 4));
        for (var i = 0; i < shown.Count; i++)
        {
            var (name, value) = shown[i];
            if (double.IsFinite(value))
            {
                chart.Bar(
                    (i + Gap) / shown.Count, (i + 1 - Gap) / shown.Count, value / most, $"{name}: {words(value)}");
            }

            if (shown.Count <= MostNames) chart.Column((i + 0.5) / shown.Count, Short(name));
        }

        if (limit is { } highest) chart.Limit(highest / most);
        chart.Close();
    }

    private static string Short(string name) => name.Length <= 9 ? name : $"{name[..8]}..";
}
