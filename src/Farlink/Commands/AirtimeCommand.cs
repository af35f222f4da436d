using System.CommandLine;
using System.Globalization;
using Farlink.Configuration;
using Farlink.Output;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Commands;

/// <summary><c>farlink airtime</c>: time on air of a frame, and how often it may be sent.</summary>
internal static class AirtimeCommand
{
    /// <summary>The seed's message.</summary>
    private const int UsualPayload = 35;

    public static Command Create()
    {
        var factor = Options.Number("--sf", "Spreading factor", 7, SpreadingFactor.Lowest, SpreadingFactor.Highest);
        var bandwidth = Options.Real("--bandwidth", $"Bandwidth in kHz: {ModulationText.AllBandwidths}", 125, 1, 1000);
        var rate = Options.Of("--coding-rate", "Coding rate: 4/5, 4/6, 4/7 or 4/8", "4/5");
        var octets = Options.Number(
            "--bytes", "LoRa payload in octets, headers included", 52, 0, LoRaAirtime.LongestPayloadOctets);
        var ldro = Options.OneOf(
            "--ldro", "Low data rate optimisation: auto (on where a symbol lasts 16 ms or more), on, off", "auto",
            "auto", "on", "off");
        var preamble = Options.Number("--preamble", "Preamble in symbols", 8, 1, 65_535);
        var region = Options.Optional<string>(
            "--region", $"Region whose rules apply: {string.Join(", ", Regions.All.Select(known => known.Name))}");
        var frequency = Options.OptionalReal("--frequency", "Frequency in MHz; default the region's", 100, 1100);
        var ledger = Options.Of("--ledger", "With -c: airtime used in the last hour, and the next slots", false);
        var explain = Options.Optional<string>("--explain", "With -c: what messages of this topic cost, and why");
        var payload = Options.Number("--payload", "With --explain: octets of MQTT payload", UsualPayload, 0, 65_535);
        var every = Options.Span("--every", "With --explain: time between two messages", TimeSpan.FromSeconds(60));
        var file = ConfigCommand.FileOption();
        var json = Options.Of("--json", "Print one JSON object", false);
        var command = new Command(
            "airtime",
            "Time on air of a frame, its shortest legal period, messages an hour; the ledger of a site or base; what a topic "
            + "costs.\n\n"
            + "Examples: farlink airtime --sf 7 --bandwidth 125 --coding-rate 4/5 --bytes 52 --region EU868 --frequency 868.1\n"
            + "          farlink airtime --ledger -c farlink.toml\n"
            + "          farlink airtime --explain sensors/well -c farlink.toml --payload 35 --every 60s")
        {
            factor, bandwidth, rate, octets, ldro, preamble, region, frequency, ledger, explain, payload, every, file, json,
        };
        command.SetAction(parsed =>
        {
            var asJson = parsed.GetValue(json);
            if (parsed.GetValue(ledger))
            {
                var found = LedgerCommand.Ledger(ConfigCommand.Load(parsed.GetValue(file)!, null));
                Console.Out.Write(asJson ? found.ToJson() : found.ToString());
                return ExitCodes.Done;
            }

            if (parsed.GetValue(explain) is { } topic)
            {
                var config = ConfigCommand.Load(parsed.GetValue(file)!, null);
                var costs = LedgerCommand.Explain(config, topic, (int)parsed.GetValue(payload), parsed.GetValue(every));
                Console.Out.Write(asJson ? costs.ToJson() : costs.ToString());
                return ExitCodes.Done;
            }

            var modulation = Modulation(
                (int)parsed.GetValue(factor), parsed.GetValue(bandwidth), parsed.GetValue(rate)!, parsed.GetValue(ldro)!,
                (int)parsed.GetValue(preamble));
            var report = Report(modulation, (int)parsed.GetValue(octets), parsed.GetValue(region), parsed.GetValue(frequency));
            Console.Out.Write(asJson ? report.ToJson() : report.ToString());
            return ExitCodes.Done;
        });
        return command;
    }

    private static LoRaModulation Modulation(int factor, double kilohertz, string rateText, string ldro, int preamble)
    {
        if (!ModulationText.TryFindBandwidth(kilohertz, out var bandwidth))
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"--bandwidth {kilohertz} is not a LoRa bandwidth: use {ModulationText.AllBandwidths}."));
        if (!CodingRate.TryParse(rateText, out var rate))
            throw new UsageException($"--coding-rate must be one of 4/5, 4/6, 4/7, 4/8, not '{rateText}'.");
        var spreading = new SpreadingFactor(factor);
        return new LoRaModulation
        {
            SpreadingFactor = spreading,
            Bandwidth = bandwidth,
            CodingRate = rate,
            LowDataRateOptimize = ldro == "auto" ? LoRaModulation.RecommendedLowDataRate(spreading, bandwidth) : ldro == "on",
            PreambleSymbols = preamble,
        };
    }

    private static AirtimeReport Report(LoRaModulation modulation, int octets, string? regionName, double? megahertz)
    {
        // A frequency alone is one of the region most of our users live in.
        var region = Regions.All[0];
        if (regionName is not null && !Regions.TryFind(regionName, out region))
            throw new UsageException(
                $"--region {regionName} is unknown: use {string.Join(", ", Regions.All.Select(known => known.Name))}.");

        var airtime = LoRaAirtime.Of(modulation, octets);
        if (regionName is null && megahertz is null) return new AirtimeReport(modulation, octets, airtime, null, null, null);
        var frequency = megahertz is { } given ? Hertz.FromMegahertz(given) : region.DefaultFrequency;
        return new AirtimeReport(modulation, octets, airtime, region, frequency, region.Check(frequency, modulation.Bandwidth));
    }
}
