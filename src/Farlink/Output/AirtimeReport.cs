using System.Globalization;
using System.Text;
using Farlink.Configuration;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Output;

/// <summary>What <c>farlink airtime</c> has to say, for people and for programs.</summary>
internal sealed record AirtimeReport(
    LoRaModulation Modulation, int Octets, Duration Airtime, Region? Region, Hertz? Frequency, ChannelVerdict? Verdict)
{
    /// <summary>The limits people ask about where no channel is given.</summary>
    private static readonly DutyCycle[] UsualLimits = [new(10), new(100), new(1000)];

    /// <summary>The sub-band whose limit applies; null where the channel may not be used at all.</summary>
    private SubBand? Band => Verdict?.Finding is ChannelFinding.Inside or ChannelFinding.Straddles ? Verdict.Binding : null;

    private IReadOnlyList<string> Warnings
    {
        get
        {
            var warnings = new List<string>();
            switch (Verdict?.Finding)
            {
                case ChannelFinding.Straddles:
                    warnings.Add(ChannelText.Straddles(Frequency!.Value, Verdict));
                    break;
                case ChannelFinding.Outside:
                    warnings.Add(
                        $"{Frequency} with {Modulation.Bandwidth} is not allowed in {Region!.Name}: "
                        + $"{string.Join("; ", Region.SubBands)}");
                    break;
                case ChannelFinding.TooNarrow:
                    warnings.Add(
                        $"a fixed channel in {Region!.Name} must be at least {Verdict.Binding!.NarrowestFixedChannel} wide");
                    break;
                default:
                    break;
            }

            if (Band?.Dwell is { } dwell && Airtime > dwell)
                warnings.Add($"longer than the {dwell} that {Region!.Name} allows at a time");
            return warnings;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture, $"{Octets} octets at {Modulation}, preamble {Modulation.PreambleSymbols}: {Airtime}\n");
        if (Band is { } band)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Region!.Name} {Frequency}: {band}\n");
            Append(text, band.DutyCycle);
        }
        else if (Verdict is null)
        {
            foreach (var limit in UsualLimits) Append(text, limit);
        }

        foreach (var warning in Warnings) text.Append(CultureInfo.InvariantCulture, $"Warning: {warning}\n");
        return text.ToString();
    }

    public string ToJson() => JsonLine.Write(json =>
    {
        json.WriteNumber("ms", Math.Round(Airtime.Milliseconds, 3));
        json.WriteNumber("bytes", Octets);
        json.WriteNumber("sf", Modulation.SpreadingFactor.Value);
        json.WriteNumber("bandwidth_khz", Modulation.Bandwidth.Kilohertz);
        json.WriteString("coding_rate", Modulation.CodingRate.ToString());
        json.WriteBoolean("ldro", Modulation.LowDataRateOptimize);
        json.WriteNumber("preamble", Modulation.PreambleSymbols);
        var limit = Band?.DutyCycle ?? (Verdict is null ? new DutyCycle(100) : null);
        if (Region is not null)
        {
            json.WriteString("region", Region.Name);
            json.WriteNumber("frequency_mhz", Frequency!.Value.Megahertz);
            json.WriteString("sub_band", Band?.Name);
        }

        if (limit is { } duty)
        {
            json.WriteNumber("duty_percent", duty.Percent);
            json.WriteNumber("shortest_period_s", Math.Ceiling(duty.ShortestPeriod(Airtime).Milliseconds) / 1000);
            json.WriteNumber("messages_per_hour", MessagesPerHour(duty));
        }

        json.WriteStartArray("warnings");
        foreach (var warning in Warnings) json.WriteStringValue(warning);
        json.WriteEndArray();
    });

    /// <summary>The period is rounded up: a shorter one would not be legal.</summary>
    private string Pace(DutyCycle limit)
    {
        if (limit.IsLimited && Airtime > limit.Budget) return "never: one frame is more than an hour allows";
        var period = new Duration((long)Math.Ceiling(limit.ShortestPeriod(Airtime).Milliseconds) * 1_000_000);
        return $"shortest period {period}, {MessagesPerHour(limit)} messages an hour";
    }

    private long MessagesPerHour(DutyCycle limit) => limit.Budget.Nanoseconds / Math.Max(1, Airtime.Nanoseconds);

    private void Append(StringBuilder text, DutyCycle limit) => text.Append(
        CultureInfo.InvariantCulture,
        $"  {limit,-13} {Pace(limit)}\n");
}
