using System.CommandLine;
using Farlink.Output;
using Farlink.Simulation.Bench;

namespace Farlink.Commands;

/// <summary><c>farlink bench link</c>: the figures, measured.</summary>
internal static class BenchCommand
{
    private const int UsualCrashes = 100_000;

    public static Command Create()
    {
        var json = Options.Of("--json", "Print one JSON object on one line", false);
        var crashes = Options.Number("--crashes", "Crash points to enumerate", UsualCrashes, 1, 100_000_000);
        var link = new Command(
            "link",
            "Measure the native link in virtual time, beside what people use today; exit status 1 if a target is missed. "
            + "Takes some minutes.\n\nExample: farlink bench link --crashes 1000")
        {
            json, crashes,
        };
        link.SetAction((parsed, _) => RunAsync(parsed.GetValue(crashes), parsed.GetValue(json)));
        return new Command("bench", "Measure figures beside their targets and peers") { link };
    }

    private static async Task<int> RunAsync(long crashes, bool asJson)
    {
        var showsProgress = !Console.IsErrorRedirected;
        List<Figure> figures = [];
        void Progress(string what)
        {
            if (showsProgress) Console.Error.Write($"\r\x1b[Kmeasuring: {what}");
        }

        void Add(Figure figure)
        {
            figures.Add(figure);
            if (asJson) return;
            if (showsProgress) Console.Error.Write("\r\x1b[K");
            BenchReport.Print(figure);
        }

        foreach (var figure in LinkBench.Run(crashes, Progress)) Add(figure);
        Progress("Resident");
        Add(await ResidentBench.MeasureAsync());
        if (showsProgress) Console.Error.Write("\r\x1b[K");
        if (asJson) BenchReport.PrintJson(figures);
        return figures.TrueForAll(figure => figure.IsOk) ? ExitCodes.Done : ExitCodes.Failed;
    }
}
