using System.CommandLine;
using Farlink.Configuration;
using Farlink.Doctor;
using Farlink.Host.Doctor;
using Farlink.Host.Inspection;
using Farlink.Output;

namespace Farlink.Commands;

/// <summary><c>farlink doctor</c>: looks at this host and names the cure.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var file = ConfigCommand.FileOption();
        var only = Options.Optional<string>(
            "--only", $"Some checks, by id or area, with commas between: spi,wifi.country. Areas: {DoctorRegistry.AreaNames}");
        var json = Options.Of("--json", "Print one JSON array", false);
        var command = new Command(
            "doctor",
            "Look at this host: system, SPI, GPIO, the radio chip and its wires, secure element, WiFi, DHCP, DNS, ports, "
            + "certificates, clock, disk, channel, link, dashboard and upstream broker. Each check says ok, warn, fail or skip, "
            + "what it saw, and the cure. It changes nothing and transmits nothing; a service that runs is not disturbed. "
            + "Without a configuration it looks at what needs none. Exit status 0: nothing failed; 1: something did; 2: the "
            + "configuration is wrong; 130: interrupted.\n\n"
            + "Example: farlink doctor -c farlink.toml\nExample: farlink doctor --only radio --json")
        {
            file, only, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var checks = DoctorRegistry.Find(parsed.GetValue(only), out var unknown);
            if (unknown.Length > 0) throw new UsageException(Unknown(unknown));
            using var interruption = new Interruption();
            var isNamed = parsed.GetResult(file) is { Implicit: false };
            return await UntilInterruptedAsync(
                stop => RunAsync(parsed.GetValue(file)!, isNamed, checks, parsed.GetValue(json), stop), Console.Error,
                interruption.Token);
        });
        return command;
    }

    /// <summary>Looks until somebody interrupts it, which is no failure that could be cured.</summary>
    /// <param name="look">Looks; the exit status.</param>
    /// <param name="error">Told of it.</param>
    /// <param name="stop">Interrupts.</param>
    internal static async Task<int> UntilInterruptedAsync(
        Func<CancellationToken, Task<int>> look, TextWriter error, CancellationToken stop)
    {
        try
        {
            return await look(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("\nfarlink: interrupted; not all was looked at.");
            return ExitCodes.Interrupted;
        }
    }

    /// <summary>Looks at a host; the exit status says whether nothing failed.</summary>
    public static async Task<int> ExamineAsync(
        CheckContext context, IReadOnlyList<Check> checks, bool asJson, TextWriter output, bool isTerminal,
        CancellationToken cancellationToken)
    {
        var report = new DoctorReport(output, isTerminal);
        var all = await DoctorRun.RunAsync(
            checks, context,
            check =>
            {
                if (!asJson) report.Start(check);
            },
            examined =>
            {
                if (!asJson) report.End(examined);
            },
            cancellationToken);
        if (asJson) await output.WriteAsync(DoctorReport.ToJson(all));
        else report.Sum(all);
        return all.Any(examined => examined.Finding.Verdict == Verdict.Fail) ? ExitCodes.Failed : ExitCodes.Done;
    }

    /// <summary>What is said of a word that is no check: those of its area, or all areas.</summary>
    private static string Unknown(string word)
    {
        var area = word.Split('.')[0];
        var checks = DoctorRegistry.All.Where(check => check.Area == area).Select(check => check.Id).ToList();
        var known = checks.Count > 0 ? $"Checks of {area}: {string.Join(", ", checks)}" : $"Areas: {DoctorRegistry.AreaNames}";
        return $"--only {Protocol.Text.Printable.Escape(word)} is no check and no area. {known}. All of them: "
            + DocumentationPages.Doctor;
    }

    private static async Task<int> RunAsync(
        string path, bool isNamed, IReadOnlyList<Check> checks, bool asJson, CancellationToken cancellationToken)
    {
        var (config, problems) = ConfigLoader.Load(path, null, Environment.GetEnvironmentVariables());
        var host = HostView.OfThisHost(TimeProvider.System);
        if (config is null)
        {
            var without = new WithoutConfig(path, isNamed, problems);
            var code = await ExamineAsync(
                without.Context(host, TimeProvider.System), without.Checks(checks), asJson, Console.Out,
                !Console.IsOutputRedirected, cancellationToken);
            return without.IsWrong ? ExitCodes.Usage : code;
        }

        var context = new ProgramContext(host, config, path, TimeProvider.System)
        {
            Warnings = problems,
            Only = checks.Select(check => check.Id).ToHashSet(StringComparer.Ordinal),
        };
        return await ExamineAsync(
            context, checks, asJson, Console.Out, !Console.IsOutputRedirected, cancellationToken);
    }
}
