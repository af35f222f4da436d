using System.CommandLine;
using Farlink.Configuration;
using Farlink.Output;
using Farlink.Protocol.Units;
using Farlink.Simulation.Planning;

namespace Farlink.Commands;

/// <summary>What <c>farlink sim run</c> takes.</summary>
internal sealed class SimRunOptions
{
    private readonly Argument<string?> _file = new("scenario")
    {
        Description = "Scenario file (TOML); samples/ has some. Without one the options describe the network",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly PlanOptions _plan = new();
    private readonly Option<string[]> _sweep = new("--sweep")
    {
        Description = "Run once with each value: sf=7..12, sites=1,5,10, distance=1km,3km or rate=6/h,1/min; two of them: with "
            + "each pair",
    };

    private readonly Option<PlanAxis?> _find = Options.OptionalWord<PlanAxis>(
        "--find", "Look for the largest one that still holds", ("sites", PlanAxis.Sites), ("rate", PlanAxis.Rate),
        ("distance", PlanAxis.Distance));

    private readonly Option<TimeSpan?> _within = Options.OptionalSpan(
        "--within", "Holds: everything arrives, 99 % of it in this time, and no limit is broken; default 10m");

    private readonly Option<long?> _seed = Options.OptionalNumber(
        "--seed", "Seed, instead of the scenario's", 0, PlanCheck.MostSeed);

    private readonly Option<double?> _hours = Options.OptionalReal(
        "--hours", "Hours of messages, instead of the scenario's length; default of a network by options 6", 0.01, 24 * 366);

    private readonly Option<string?> _report = Options.Optional<string>(
        "--report", "Write a page with pictures and with what is assumed to this file");

    /// <summary>What it was called before it had more than pictures.</summary>
    private readonly Option<string?> _plot = new("--plot") { Hidden = true };

    private readonly Option<string?> _pcap = Options.Optional<string>("--pcap", "Write all frames to this file, for Wireshark");
    private readonly Option<bool> _json = Options.Of("--json", "Print one JSON object", false);

    public void AddTo(Command command)
    {
        command.Add(_file);
        _plan.AddTo(command);
        foreach (var option in (Option[])[_sweep, _find, _within, _seed, _hours, _report, _plot, _pcap, _json])
            command.Add(option);
    }

    /// <exception cref="UsageException">Options do not go together, or are no network.</exception>
    /// <exception cref="ConfigException">The scenario file is wrong.</exception>
    public SimRunTask Read(ParseResult parsed)
    {
        var within = parsed.GetValue(_within) is { } span ? Duration.FromTimeSpan(span) : PlanVerdict.UsualWithin;
        if (within <= Duration.Zero) throw new UsageException("--within must be more than 0, as 10m.");
        var task = new SimRunTask
        {
            Within = within,
            Report = parsed.GetValue(_report) ?? parsed.GetValue(_plot),
            Pcap = parsed.GetValue(_pcap),
            AsJson = parsed.GetValue(_json),
        };
        var sweeps = (parsed.GetValue(_sweep) ?? []).Select(Sweep).ToList();
        var find = parsed.GetValue(_find);
        return parsed.GetValue(_file) is { } file
            ? OfFile(parsed, task, file, sweeps.Count > 0 || find is not null)
            : OfPlan(parsed, task, sweeps, find);
    }

    private SimRunTask OfFile(ParseResult parsed, SimRunTask task, string file, bool isVaried)
    {
        if (_plan.Given(parsed) is { } option)
        {
            throw new UsageException(
                $"{option} describes a network without a scenario file; with one, change the file "
                + $"({DocumentationPages.Simulation}).");
        }

        if (isVaried)
        {
            throw new UsageException(
                "--sweep and --find vary a network that options describe: say --sites, --distance and so on, and no file.");
        }

        var (scenario, problems) = ScenarioLoader.Load(file, (int?)parsed.GetValue(_seed));
        if (scenario is null) throw new ConfigException(problems);
        foreach (var problem in problems) Console.Error.WriteLine(problem);
        if (parsed.GetValue(_hours) is { } hours) scenario = scenario with { Length = Duration.FromSeconds(hours * 3600) };
        return task with { Scenario = scenario };
    }

    private SimRunTask OfPlan(ParseResult parsed, SimRunTask task, List<PlanSweep> sweeps, PlanAxis? find)
    {
        if (_plan.Given(parsed) is null && sweeps.Count == 0 && find is null)
        {
            throw new UsageException(
                "Say which network: a scenario file, as samples/farm.toml, or options, as --sites 5 --distance 3km --rate 12/h.");
        }

        if (sweeps.Count > 0 && find is not null) throw new UsageException("--sweep or --find, not both: leave one away.");
        var isVaried = sweeps.Count > 0 || find is not null;
        if (isVaried && task.Pcap is not null)
            throw new UsageException("--pcap is for one run: leave it away, or --sweep and --find.");
        var request = _plan.Read(parsed, (int?)parsed.GetValue(_seed), parsed.GetValue(_hours));
        var variesRate = find == PlanAxis.Rate || sweeps.Exists(sweep => sweep.Axis == PlanAxis.Rate);
        if (request.Trace is not null && variesRate)
            throw new UsageException("A trace brings its own times: leave --trace away, or vary something else than the rate.");
        var limits = PlanLimits.OfCommand;
        var problem = find is { } axis ? PlanSearch.Problem(request, axis, limits)
            : sweeps.Count > 0 ? Planner.Problem(request, sweeps, limits)
            : PlanCheck.Problem(request, limits);
        if (problem is not null) throw new UsageException($"{problem}.");
        return task with { Plan = request, Sweeps = sweeps, Find = find };
    }

    private static PlanSweep Sweep(string text) => PlanSweep.TryParse(text, out var sweep, out var problem)
        ? sweep : throw new UsageException($"--sweep: {problem}.");
}
