using System.Globalization;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.Boards;
using Farlink.Radios.Chips;
using Farlink.Radios.RNode;
using Farlink.Radios.SemtechUdp;

namespace Farlink.Configuration;

/// <summary>Reads [radio]: what to use, and how it transmits.</summary>
internal static class RadioSection
{
    /// <summary>The PA_BOOST pin of an SX1276, as boards have it, does not go lower.</summary>
    private const double LeastPowerDbm = 2;

    /// <summary>The highest power an SX127x gives all the time, in dBm (data sheet chapter 5.4.3).</summary>
    private const double Sx127xEnduring = 17;

    /// <summary>ERP is measured over a dipole, which has so much over an isotropic antenna.</summary>
    private const double DipoleDecibel = 2.15;

    public static RadioConfig Bind(SectionReader radio)
    {
        var uri = radio.Text("uri", "radiohead-ether://127.0.0.1:4000");
        if (!RadioUri.TryParse(uri, out var radioUri, out var problem)) radio.Reject("uri", $"\"{uri}\"", problem);
        if (BoardSection.Bind(radio, radioUri) is { } board) radioUri = ((RadioUri.IChip)radioUri).On(board);

        var regionName = radio.Text("region", "EU868");
        radio.Allows("region", Regions.All.Select(known => TomlValue.Of(known.Name)));
        if (!Regions.TryFind(regionName, out var region))
            radio.Reject("region", $"\"{regionName}\"", $"allowed: {string.Join(", ", Regions.All.Select(known => known.Name))}");

        var country = Country(radio);
        var modulation = Modulation(radio, region, radioUri);
        var settings = new RadioSettings
        {
            Frequency = Hertz.FromMegahertz(radio.Number("frequency_mhz", region.DefaultFrequency.Megahertz, 100, 1100)),
            Modulation = modulation,
            TransmitPower = new Dbm(radio.Number("power_dbm", 14, -9, 30)),
        };
        if (radioUri is RadioUri.IChip { Board: { } chosen } && ChipRadios.Refuse(chosen, settings) is { } why)
            radio.Reject("uri", $"\"{uri}\"", $"its {chosen.Chip.ToString().ToUpperInvariant()} cannot: {why}");
        if (radioUri is RadioUri.Gateway && GatewayModem.Refuse(settings) is { } reason)
            radio.Reject("uri", $"\"{uri}\"", $"a gateway cannot: {reason}");
        if (radioUri is RadioUri.RNode && RNodeModem.Refuse(settings) is { } cannot)
            radio.Reject("uri", $"\"{uri}\"", $"an RNode cannot: {cannot}");
        var channel = CheckChannel(radio, region, settings);
        var least = LeastPower(radio, radioUri, settings);
        radio.Finish();
        return new RadioConfig(radioUri, region, settings, channel) { Country = country, LeastPower = new Dbm(least) };
    }

    /// <summary>Where it is: known here so that it need not be asked again, and for the doctor.</summary>
    private static string? Country(SectionReader radio)
    {
        var country = radio.OptionalText("country");
        if (country is null or [>= 'A' and <= 'Z', >= 'A' and <= 'Z']) return country;
        radio.Reject(
            "country", $"\"{Protocol.Text.Printable.Escape(country)}\"", "two capital letters (ISO 3166-1), \"FR\", \"US\", ..");
        return null;
    }

    /// <summary>How far power may be taken back where the other end hears well.</summary>
    private static double LeastPower(SectionReader radio, RadioUri uri, RadioSettings settings)
    {
        var board = uri is RadioUri.IChip { Board: { } chosen } ? chosen : null;
        var usual = Math.Max(LeastPowerDbm, board is null ? LeastPowerDbm : ChipRadios.LeastPower(board).Value);
        var least = radio.Number("least_power_dbm", Math.Min(usual, settings.TransmitPower.Value), -9, 30);
        var text = least.ToString(CultureInfo.InvariantCulture);
        if (least > settings.TransmitPower.Value)
            radio.Reject("least_power_dbm", text, "at most power_dbm; equal: power is fixed");
        var lowest = settings with { TransmitPower = new Dbm(least) };
        if (board is not null && ChipRadios.Refuse(board, settings) is null && ChipRadios.Refuse(board, lowest) is { } why)
            radio.Reject("least_power_dbm", text, why);
        if (uri is RadioUri.RNode && RNodeModem.Refuse(settings) is null && RNodeModem.Refuse(lowest) is { } cannot)
            radio.Reject("least_power_dbm", text, $"an RNode cannot: {cannot}");
        if (board is { Chip: RadioChip.Sx1276 } && settings.TransmitPower.Value > Sx127xEnduring)
        {
            radio.Warn(
                "power_dbm",
                $"{settings.TransmitPower}: above {Sx127xEnduring} dBm the chip's data sheet allows 1 % of the time, whatever "
                + "the band allows, and an antenna of at most 3:1 VSWR");
        }

        return least;
    }

    private static LoRaModulation Modulation(SectionReader radio, Region region, RadioUri uri)
    {
        const int usualPreamble = 8;
        var factor = new SpreadingFactor(
            (int)radio.Integer("spreading_factor", 7, SpreadingFactor.Lowest, SpreadingFactor.Highest));
        var kilohertz = radio.Number("bandwidth_khz", region.DefaultBandwidth.Kilohertz, 7.8, 500);
        radio.Allows("bandwidth_khz", ModulationText.Bandwidths);
        if (!ModulationText.TryFindBandwidth(kilohertz, out var bandwidth))
            radio.Reject(
                "bandwidth_khz", kilohertz.ToString(CultureInfo.InvariantCulture), $"allowed: {ModulationText.AllBandwidths}");
        var rateText = radio.Text("coding_rate", "4/5");
        radio.Allows("coding_rate", ModulationText.CodingRates);
        if (!CodingRate.TryParse(rateText, out var rate))
            radio.Reject("coding_rate", $"\"{rateText}\"", "allowed: 4/5, 4/6, 4/7, 4/8");
        var lowDataRate = radio.Choice<bool?>("ldro", null, ("auto", null), ("on", true), ("off", false));
        var chirps = new LoRaModulation { SpreadingFactor = factor, Bandwidth = bandwidth, CodingRate = rate };
        var modulation = chirps with
        {
            LowDataRateOptimize = lowDataRate ?? LoRaModulation.RecommendedLowDataRate(factor, bandwidth),
            SyncWord = (byte)radio.Integer("sync_word", 0x12, 0, 255),
        };
        if (uri is not RadioUri.RNode)
            return modulation with { PreambleSymbols = (int)radio.Integer("preamble", usualPreamble, 6, 65_535) };

        // An RNode decides for itself; the airtime counts as it does.
        var sent = RNodeModem.AsSent(chirps);
        var preamble = radio.Integer("preamble", sent.PreambleSymbols, 6, 65_535);
        if (preamble != sent.PreambleSymbols)
        {
            radio.Reject(
                "preamble", preamble.ToString(CultureInfo.InvariantCulture),
                $"an RNode sends {sent.PreambleSymbols} symbols with this modulation, whatever is asked for: remove this key");
        }

        return sent with { LowDataRateOptimize = lowDataRate ?? sent.LowDataRateOptimize, SyncWord = modulation.SyncWord };
    }

    private static ChannelVerdict CheckChannel(SectionReader radio, Region region, RadioSettings settings)
    {
        var verdict = region.Check(settings.Frequency, settings.Modulation.Bandwidth);
        var channel = $"{settings.Frequency} with {settings.Modulation.Bandwidth}";
        switch (verdict.Finding)
        {
            case ChannelFinding.Outside:
                radio.Reject("frequency_mhz", channel, $"{region.Name} allows: {string.Join("; ", region.SubBands)}");
                break;
            case ChannelFinding.TooNarrow:
                radio.Reject(
                    "bandwidth_khz",
                    channel,
                    $"a fixed channel in {region.Name} must be at least {verdict.Binding!.NarrowestFixedChannel} wide");
                break;
            case ChannelFinding.Straddles:
                radio.Warn("frequency_mhz", ChannelText.Straddles(settings.Frequency, verdict));
                break;
            case ChannelFinding.Inside:
            default:
                break;
        }

        if (verdict.Binding is { } band) CheckRules(radio, band, settings);
        return verdict;
    }

    private static void CheckRules(SectionReader radio, SubBand band, RadioSettings settings)
    {
        var shortest = LoRaAirtime.Of(settings.Modulation, LinkOptions.LeastFrameOctets);
        if (band.Dwell is { } dwell && shortest > dwell)
        {
            radio.Reject(
                "spreading_factor", settings.Modulation.ToString(),
                $"{band.Name} allows {dwell.Milliseconds:0} ms a transmission, and a frame of {LinkOptions.LeastFrameOctets} "
                + $"octets takes {shortest.Milliseconds:0} ms: use a lower spreading factor or a wider channel");
        }

        // What the antenna adds nobody knows here: with a dipole or a simple whip it is about 2 dBi.
        var most = band.Power.Power.Value + (band.Power.Reference == PowerReference.Erp ? DipoleDecibel : 0);
        if (settings.TransmitPower.Value > most)
        {
            radio.Warn(
                "power_dbm",
                $"{settings.TransmitPower} at the antenna connector is more than {band.Name} allows ({band.Power}) with an "
                + $"antenna of 0 dBi: at most {most:0.##} dBm less the antenna's gain");
        }
    }
}
