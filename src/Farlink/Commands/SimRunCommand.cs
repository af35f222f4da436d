using System.CommandLine;
using System.Globalization;
using Farlink.Output;
using Farlink.Output.Report;
using Farlink.Radios.Traces;
using Farlink.Simulation.Air;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Commands;

/// <summary><c>farlink sim run</c>: a planned network in virtual time.</summary>
internal static class SimRunCommand
{
    public static Command Create()
    {
        var options = new SimRunOptions();
        var command = new Command(
            "run",
            "Run a planned network in virtual time with the real protocol: what arrives, how late, at how much airtime. The "
            + "network is a scenario file, or what the options say. Exit status 1 if anything acknowledged was lost, doubled or "
            + "out of order, a limit was broken, or --find found nothing.\n\n"
            + "Examples: farlink sim run samples/farm.toml --hours 6 --report farm.html\n"
            + "          farlink sim run --sites 5 --distance 3km --rate 12/h --octets 40 --sf 9\n"
            + "          farlink sim run --sites 5 --distance 3km --sweep sf=7..12 --report factors.html\n"
            + "          farlink sim run --distance 2km --sf 8 --find sites --within 1m");
        options.AddTo(command);
        command.SetAction(parsed => Run(options.Read(parsed)));
        return command;
    }

    private static int Run(SimRunTask task)
    {
        using var interruption = new Interruption();
        using var page = ReportFile.Open(task.Report);
        return task.Sweeps.Count > 0 || task.Find is not null
            ? RunTable(task, page, interruption.Token) : RunOne(task, page, interruption.Token);
    }

    private static int RunOne(SimRunTask task, ReportFile? page, CancellationToken cancellationToken)
    {
        using var trace = task.Pcap is null ? null : LoRaTapFile.Create(task.Pcap);
        using var run = new ScenarioRun(task.Scenario ?? PlanScenario.Build(task.Plan));
        if (trace is not null) run.OnFrame = frame => Trace(trace, frame);
        var report = run.Run(
            share => Progress(string.Create(CultureInfo.InvariantCulture, $"{share:P0} of the run")), cancellationToken);
        Progress("");
        var result = new PlanResult(report, PlanVerdict.Of(report, task.Within), Assumptions.Of(report.Scenario));
        if (task.AsJson)
        {
            ScenarioText.PrintJson(result);
        }
        else
        {
            ScenarioText.Print(report);
            if (task.Scenario is null) Console.Out.Write(PlanText.Of(result));
        }

        page?.Write(ReportPage.Draw(result));
        return report is { IsComplete: true, Violations.Count: 0 } ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int RunTable(SimRunTask task, ReportFile? page, CancellationToken cancellationToken)
    {
        var table = task.Find is { } axis
            ? PlanSearch.Run(
                task.Plan, axis, task.Within, PlanLimits.OfCommand,
                row => Progress($"{PlanAxes.Text(axis, row.Values[0])}: {(row.Verdict.Holds ? "holds" : "does not hold")}"),
                cancellationToken)
            : Planner.Sweep(
                task.Plan, task.Sweeps, task.Within, (done, all) => Progress($"{done} of {all} runs"), cancellationToken);
        Progress("");
        if (task.AsJson) Console.Out.Write(JsonLine.Write(json => PlanJson.WriteBody(json, table)));
        else Console.Out.Write(PlanText.Of(table));
        page?.Write(ReportPage.Draw(table, task.Plan.Name));
        return table.IsComplete && (!table.IsSearch || table.Answer is not null) ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>On a terminal, in a line that the next one replaces.</summary>
    private static void Progress(string what)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write($"\r\x1b[K{what}");
    }

    private static void Trace(LoRaTapFile trace, AirFrame frame) =>
        trace.Add(frame.Start, frame.Frequency, frame.Modulation, frame.Octets);
}
