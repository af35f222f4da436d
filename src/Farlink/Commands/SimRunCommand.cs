using System.CommandLine;
using Farlink.Configuration;
using Farlink.Output;
using Farlink.Protocol.Units;
using Farlink.Radios.Traces;
using Farlink.Simulation.Air;
using Farlink.Simulation.Scenarios;

namespace Farlink.Commands;

/// <summary><c>farlink sim run</c>: a planned network in virtual time.</summary>
internal static class SimRunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("scenario") { Description = "Scenario file (TOML); samples/ has some" };
        var seed = Options.OptionalNumber("--seed", "Seed, instead of the scenario's", 0, int.MaxValue / 2000);
        var hours = Options.OptionalReal("--hours", "Hours of messages, instead of the scenario's length", 0.01, 24 * 366);
        var plot = Options.Optional<string>("--plot", "Write a page with map, latency and airtime to this file");
        var pcap = Options.Optional<string>("--pcap", "Write all frames to this file, for Wireshark");
        var json = Options.Of("--json", "Print one JSON object", false);
        var command = new Command(
            "run",
            "Run a planned network in virtual time with the real protocol: what arrives, how late, at how much airtime. Exit "
            + "status 1 if anything acknowledged was lost, doubled or out of order, or a limit was broken.\n\n"
            + "Example: farlink sim run samples/farm.toml --hours 6 --plot farm.html")
        {
            file, seed, hours, plot, pcap, json,
        };
        command.SetAction(parsed =>
        {
            var scenario = Load(parsed.GetValue(file)!, (int?)parsed.GetValue(seed));
            if (parsed.GetValue(hours) is { } length) scenario = scenario with { Length = Duration.FromSeconds(length * 3600) };
            return Run(scenario, parsed.GetValue(plot), parsed.GetValue(pcap), parsed.GetValue(json));
        });
        return command;
    }

    private static Scenario Load(string path, int? seed)
    {
        var (scenario, problems) = ScenarioLoader.Load(path, seed);
        if (scenario is null) throw new ConfigException(problems);
        foreach (var problem in problems) Console.Error.WriteLine(problem);
        return scenario;
    }

    private static int Run(Scenario scenario, string? plot, string? pcap, bool asJson)
    {
        using var interruption = new Interruption();
        using var trace = pcap is null ? null : LoRaTapFile.Create(pcap);
        using var run = new ScenarioRun(scenario);
        if (trace is not null) run.OnFrame = frame => Trace(trace, frame);
        var showsProgress = !Console.IsErrorRedirected;
        var report = run.Run(
            share =>
            {
                if (showsProgress) Console.Error.Write($"\r\x1b[K{share:P0} of {ScenarioText.Span(scenario.Length)}");
            },
            interruption.Token);
        if (showsProgress) Console.Error.Write("\r\x1b[K");
        if (asJson) ScenarioText.PrintJson(report);
        else ScenarioText.Print(report);
        if (plot is not null) File.WriteAllText(plot, ScenarioPlot.Draw(report));
        return report is { IsComplete: true, Violations.Count: 0 } ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Trace(LoRaTapFile trace, AirFrame frame) =>
        trace.Add(frame.Start, frame.Frequency, frame.Modulation, frame.Octets);
}
