using System.CommandLine;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Simulation.Bench.Codec;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Commands;

/// <summary>The options of <c>farlink sim run</c> that describe a network, in the place of a scenario file.</summary>
internal sealed class PlanOptions
{
    private readonly Option<long?> _sites = Options.OptionalNumber(
        "--sites", "Sites around the base, 1 to 255; default 1", 1, Scenario.MostSites);
    private readonly Option<double?> _distance = Value(
        "--distance", "How far they are, as 500m or 3km; default 1km", PlanAxis.Distance, "500m or 3km");
    private readonly Option<PlanSpread?> _spread = Options.OptionalWord<PlanSpread>(
        "--spread", "All at that distance, the default, or evenly over the disc", ("ring", PlanSpread.Ring),
        ("even", PlanSpread.Even));
    private readonly Option<double?> _rate = Value(
        "--rate", "How often each site publishes, as 12/h, 1/min or 4/d; default 12/h", PlanAxis.Rate, "12/h, 1/min or 4/d");
    private readonly Option<long?> _octets = Options.OptionalNumber(
        "--octets", "Octets of a payload, 16 to 8000; default 40", PlanCheck.LeastOctets, PlanCheck.MostOctets);
    private readonly Option<PayloadKind?> _payload = Options.OptionalWord<PayloadKind>(
        "--payload", "Made of JSON with readings, the default, of random octets, or of a text that counts",
        ("readings", PayloadKind.Readings), ("random", PayloadKind.Random), ("text", PayloadKind.Text));
    private readonly Option<string?> _trace = Options.Optional<string>(
        "--trace", "Recorded messages that each site publishes instead, one a line: topic TAB payload TAB timestamp_ms");
    private readonly Option<long?> _qos = Options.OptionalNumber("--qos", "QoS of the messages, 0 or 1; default 1", 0, 1);
    private readonly Option<TimeSpan?> _gather = Options.OptionalSpan(
        "--gather", "How long a message may wait for others to share a frame, as max_latency of a route; default 0");
    private readonly Option<string?> _region = Options.Optional<string>(
        "--region", $"Whose rules apply: {string.Join(", ", Regions.All.Select(known => known.Name))}; default EU868");
    private readonly Option<double?> _frequency = Options.OptionalReal(
        "--frequency", "Centre of the channel in MHz; default the region's", 100, 1100);
    private readonly Option<long?> _factor = Options.OptionalNumber(
        "--sf", "Spreading factor, 5 to 12; default 7", SpreadingFactor.Lowest, SpreadingFactor.Highest);
    private readonly Option<double?> _bandwidth = Options.OptionalReal(
        "--bandwidth", "Bandwidth in kHz; default the region's", 7, 500);
    private readonly Option<double?> _power = Options.OptionalReal(
        "--power", "Power at the antenna connector in dBm, -9 to 30; default 14", -9, 30);
    private readonly Option<double?> _loss = Options.OptionalReal(
        "--loss", "Share of frames lost beyond all that is modelled, 0 to 0.9; default 0", 0, 0.9);
    private readonly Option<double?> _shadowing = Options.OptionalReal(
        "--shadowing", "How much the loss differs from place to place in dB, 0 to 30; default 0", 0, 30);
    private readonly Option<double?> _extraLoss = Options.OptionalReal(
        "--extra-loss", "What walls, trees and hills take beyond open country in dB, 0 to 60; default 0", 0, 60);
    private readonly Option<long?> _model = Options.OptionalNumber(
        "--model-mib", "Memory of the compression models in MiB, 0 to 16; 0, the default: not compressed", 0, 16);

    private Option[] All =>
    [
        _sites, _distance, _spread, _rate, _octets, _payload, _trace, _qos, _gather, _region, _frequency, _factor, _bandwidth,
        _power, _loss, _shadowing, _extraLoss, _model,
    ];

    public void AddTo(Command command)
    {
        foreach (var option in All) command.Add(option);
    }

    /// <summary>The first one that was given; null: none.</summary>
    public string? Given(ParseResult parsed) => All.FirstOrDefault(option => parsed.GetResult(option) is not null)?.Name;

    /// <summary>The network that was described.</summary>
    /// <exception cref="UsageException">Options do not go together, or are no network.</exception>
    public PlanRequest Read(ParseResult parsed, int? seed, double? hours)
    {
        var trace = parsed.GetValue(_trace);
        if (trace is not null)
        {
            foreach (var option in (Option[])[_rate, _octets, _payload])
            {
                if (parsed.GetResult(option) is not null)
                    throw new UsageException($"{option.Name} is for made-up messages; --trace brings its own: leave one away.");
            }
        }

        var usual = new PlanRequest();
        return usual with
        {
            Name = trace is null ? usual.Name : Path.GetFileName(trace),
            Sites = (int)(parsed.GetValue(_sites) ?? usual.Sites),
            DistanceMetres = parsed.GetValue(_distance) ?? usual.DistanceMetres,
            Spread = parsed.GetValue(_spread) ?? usual.Spread,
            RatePerHour = parsed.GetValue(_rate) ?? usual.RatePerHour,
            Octets = (int)(parsed.GetValue(_octets) ?? usual.Octets),
            Payload = parsed.GetValue(_payload) ?? usual.Payload,
            Trace = trace is null ? null : TelemetryTrace.Read(trace),
            IsAcknowledged = parsed.GetValue(_qos) != 0,
            Gather = Duration.FromTimeSpan(parsed.GetValue(_gather) ?? TimeSpan.Zero),
            Region = Region(parsed.GetValue(_region)) ?? usual.Region,
            FrequencyMegahertz = parsed.GetValue(_frequency),
            SpreadingFactor = (int)(parsed.GetValue(_factor) ?? usual.SpreadingFactor),
            BandwidthKilohertz = parsed.GetValue(_bandwidth),
            PowerDbm = parsed.GetValue(_power) ?? usual.PowerDbm,
            Loss = parsed.GetValue(_loss) ?? usual.Loss,
            ShadowingDb = parsed.GetValue(_shadowing) ?? usual.ShadowingDb,
            ExtraLossDb = parsed.GetValue(_extraLoss) ?? usual.ExtraLossDb,
            ModelMebibytes = Model((int)(parsed.GetValue(_model) ?? usual.ModelMebibytes)),
            Seed = seed ?? usual.Seed,
            Hours = hours ?? usual.Hours,
        };
    }

    private static Region? Region(string? name)
    {
        if (name is null) return null;
        return Regions.TryFind(name, out var region) ? region : throw new UsageException(
            $"--region {Printable.Escape(name)} is unknown: use {string.Join(", ", Regions.All.Select(known => known.Name))}.");
    }

    private static int Model(int mebibytes) => mebibytes is 0 or 1 or 2 or 4 or 8 or 16 ? mebibytes
        : throw new UsageException($"--model-mib must be one of 0, 1, 2, 4, 8, 16, not {mebibytes}.");

    /// <summary>A number with a unit that may be left out.</summary>
    private static Option<double?> Value(string name, string description, PlanAxis axis, string example) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (PlanAxes.TryParse(axis, text, out var value)) return value;
            result.AddError($"{name} must be as {example}, not '{Printable.Escape(text)}'.");
            return null;
        },
    };
}
