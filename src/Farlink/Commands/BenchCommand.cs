using System.CommandLine;
using Farlink.Output;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Commands;

/// <summary>
/// <c>farlink bench</c>: the figures, measured. Here <c>link</c>, <c>radio</c>, <c>package</c> and <c>dashboard</c>.
/// </summary>
internal static class BenchCommand
{
    private const int UsualCrashes = 100_000;

    public static Command Create()
    {
        var json = Options.Of("--json", "Print one JSON object on one line", false);
        var crashes = Options.Number("--crashes", "Crash points to enumerate", UsualCrashes, 1, 100_000_000);
        var traces = Options.Of(
            "--traces", "Folder of recorded messages to compress, *.tsv", Path.Combine("tests", "traces"));
        var link = new Command(
            "link",
            "Measure the native link in virtual time, beside what people use today; exit status 1 if a target is missed. "
            + "Takes some minutes.\n\nExample: farlink bench link --crashes 1000")
        {
            json, crashes, traces,
        };
        link.SetAction((parsed, _) =>
            RunAsync(
                (progress, add) => LinkAsync(parsed.GetValue(crashes), parsed.GetValue(traces)!, progress, add),
                parsed.GetValue(json)));
        var radioJson = Options.Of("--json", "Print one JSON object on one line", false);
        var radio = new Command(
            "radio",
            "Measure in real time what radios take that only listen, on modelled chips and a modelled modem; exit status 1 if a "
            + "target is missed. Takes about a minute.\n\nExample: farlink bench radio --json")
        {
            radioJson,
        };
        radio.SetAction((parsed, _) => RunAsync(RadioAsync, parsed.GetValue(radioJson)));
        return new Command("bench", "Measure figures beside their targets and peers")
        {
            link, radio, CreatePackage(), CreateDashboard(), BenchCodecCommand.Create(model => new ModelCodec(model)),
        };
    }

    private static Command CreatePackage()
    {
        var json = Options.Of("--json", "Print one JSON object on one line", false);
        var command = new Command(
            "package",
            "Measure what the native program takes of a small host: its size, its start, the memory of an idle site; exit status "
            + "1 if a target is missed. Takes some ten seconds.\n\nExample: farlink bench package --json")
        {
            json,
        };
        command.SetAction((parsed, _) => RunAsync(PackageBench.MeasureAsync, parsed.GetValue(json)));
        return command;
    }

    private static Command CreateDashboard()
    {
        var json = Options.Of("--json", "Print one JSON object on one line", false);
        var idle = Options.Number("--idle", "How long sites that do nothing are watched, in seconds", 30, 1, 3600);
        var messages = Options.Number("--messages", "Messages of a device, with pages and without each", 400, 20, 2000);
        var fill = Options.Number("--fill", "Messages that each site carries before it is watched", 2000, 0, 5000);
        var command = new Command(
            "dashboard",
            "Measure what the dashboard takes: memory and processor of a site that carried messages and that nobody looks at, "
            + "beside one without; how long messages take with ten pages open, beside none; the size of the page; exit status 1 "
            + "if a target is missed. Takes about five minutes.\n\nExample: farlink bench dashboard --json")
        {
            idle, messages, fill, json,
        };
        command.SetAction((parsed, _) =>
        {
            var bench = new DashboardBench(
                TimeSpan.FromSeconds(parsed.GetValue(idle)), (int)parsed.GetValue(messages), (int)parsed.GetValue(fill));
            return RunAsync(bench.MeasureAsync, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task LinkAsync(long crashes, string traces, Action<string> progress, Action<Figure> add)
    {
        foreach (var figure in LinkBench.Run(crashes, progress)) add(figure);
        progress("TraceRate");
        add(LinkBench.TraceRate(traces));
        foreach (var figure in await FolderBench.RunAsync(traces, progress)) add(figure);
        progress("Resident");
        foreach (var figure in await ResidentBench.MeasureAsync()) add(figure);
    }

    private static async Task RadioAsync(Action<string> progress, Action<Figure> add)
    {
        await foreach (var figure in IdleBench.RunAsync(progress)) add(figure);
    }

    private static async Task<int> RunAsync(Func<Action<string>, Action<Figure>, Task> measure, bool asJson)
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

        await measure(Progress, Add);
        if (showsProgress) Console.Error.Write("\r\x1b[K");
        if (asJson) BenchReport.PrintJson(figures);
        return figures.TrueForAll(figure => figure.IsOk) ? ExitCodes.Done : ExitCodes.Failed;
    }
}
