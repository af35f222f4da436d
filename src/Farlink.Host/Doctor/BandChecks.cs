using System.Globalization;
using Farlink.Host.Inspection;
using Farlink.Protocol.Airtime;

namespace Farlink.Host.Doctor;

/// <summary>The radio channel and the rules of the place.</summary>
internal static class BandChecks
{
    /// <summary>ERP is measured over a dipole, which has so much over an isotropic antenna.</summary>
    private const double DipoleDecibel = 2.15;

    public static IReadOnlyList<Check> All { get; } =
    [
        Check.Of("band.channel", "The channel is allowed in the region", "radio.frequency_mhz, bandwidth_khz, region",
            "farlink airtime --region REGION --frequency MHZ", Channel),
        Check.Of("band.power", "The power is allowed there", "radio.power_dbm", "power_dbm in [radio]", Power),
        Check.Of("band.airtime", "A full frame fits into the limits",
            "spreading_factor, bandwidth_khz; duty cycle and dwell time", "a lower spreading_factor in [radio]", Airtime),
        new("band.country", "The region is that of the country", "radio.region, country; the WiFi's country, iw reg get",
            "region in [radio]", CountryAsync),
    ];

    private static (Region Region, ChannelVerdict Verdict)? Verdict(CheckContext context)
    {
        var band = context.Subject.Band;
        return Regions.TryFind(band.Region, out var region)
            ? (region, region.Check(band.Frequency, band.Modulation.Bandwidth)) : null;
    }

    private static Finding Unknown(CheckContext context) => Finding.Fail(
        $"region {context.Subject.Band.Region} is unknown",
        $"in {context.Subject.ConfigPath}: region = one of {string.Join(", ", Regions.All.Select(region => region.Name))}");

    private static Finding Channel(CheckContext context)
    {
        if (Verdict(context) is not (var region, var verdict)) return Unknown(context);
        var band = context.Subject.Band;
        var channel = $"{band.Frequency} with {band.Modulation.Bandwidth}";
        var cure = string.Create(
            CultureInfo.InvariantCulture,
            $"in {context.Subject.ConfigPath}: frequency_mhz = {region.DefaultFrequency.Megahertz:0.###}, at both ends");
        return verdict.Finding switch
        {
            ChannelFinding.Inside => Finding.Ok($"{channel}: {verdict.Binding}"),
            ChannelFinding.Straddles => Finding.Warn(
                $"{channel} lies across the edge of {verdict.SubBands[0].Name} and {verdict.SubBands[1].Name}", cure),
            ChannelFinding.TooNarrow => Finding.Fail(
                $"{channel} is too narrow for a fixed channel in {region.Name}: at least "
                + $"{verdict.Binding?.NarrowestFixedChannel}",
                $"in {context.Subject.ConfigPath}: bandwidth_khz = 500, at both ends"),
            _ => Finding.Fail($"{channel} is not allowed in {region.Name}", cure),
        };
    }

    private static Finding Power(CheckContext context)
    {
        if (Verdict(context) is not (_, var verdict)) return Unknown(context);
        if (verdict.Binding is not { } band) return Finding.Skip("the channel is not allowed: see band.channel");
        var most = band.Power.Power.Value + (band.Power.Reference == PowerReference.Erp ? DipoleDecibel : 0);
        var power = context.Subject.Band.Power;
        return power.Value > most
            ? Finding.Warn(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{power} is more than {band.Name} allows ({band.Power}) even with an antenna of 0 dBi"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"in {context.Subject.ConfigPath}: power_dbm = {Math.Floor(most):0}, less the antenna's gain in dBi"))
            : Finding.Ok($"{power} where {band.Power} are allowed; the antenna's gain counts too");
    }

    private static Finding Airtime(CheckContext context)
    {
        if (Verdict(context) is not (_, var verdict)) return Unknown(context);
        if (verdict.Binding is not { } band) return Finding.Skip("the channel is not allowed: see band.channel");
        const int fewFrames = 20;
        var modulation = context.Subject.Band.Modulation;
        var airtime = LoRaAirtime.Of(modulation, LoRaAirtime.LongestPayloadOctets);
        var faster = $"in {context.Subject.ConfigPath}: spreading_factor = {Math.Max(7, modulation.SpreadingFactor.Value - 2)}, "
            + "at both ends; see farlink airtime";
        var frames = band.DutyCycle.Budget.Nanoseconds / Math.Max(1, airtime.Nanoseconds);
        var saw = band.DutyCycle.IsLimited
            ? $"a full frame takes {airtime}: {frames} of them an hour" : $"a full frame takes {airtime}";
        if (band.DutyCycle.IsLimited && frames == 0) return Finding.Fail($"{saw}, so none may be sent", faster);
        if (band.Dwell is { } dwell && airtime > dwell)
            return Finding.Warn($"{saw}, and {band.Name} allows {dwell} at a time: frames are cut shorter", faster);
        return band.DutyCycle.IsLimited && frames < fewFrames ? Finding.Warn(saw, faster) : Finding.Ok(saw);
    }

    private static async Task<Finding> CountryAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var country = context.Subject.Band.Country;
        if (country.Length == 0) country = (await context.AccessPointAsync(cancellationToken))?.Country ?? "";
        if (country.Length == 0 && await context.Host.RunAsync("iw", ["reg", "get"], cancellationToken) is { } result)
            country = Regulatory.Country(result.Lines) ?? "";
        if (country is "" or "00") return Finding.Skip("the country is not known on this host");
        var fitting = CountryRegions.Of(country);
        var region = context.Subject.Band.Region.ToUpperInvariant();
        if (fitting.Count == 0) return Finding.Skip($"which region's rules count in {country} is not known here");
        return fitting.Contains(region)
            ? Finding.Ok($"{region} in {country}")
            : Finding.Warn(
                $"{region} in {country}, where {string.Join(" or ", fitting)} is usual",
                $"in {context.Subject.ConfigPath}: region = \"{fitting[0]}\", and the channel with it, at both ends");
    }
}
