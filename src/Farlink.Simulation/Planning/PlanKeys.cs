using System.Text;
using System.Text.Json;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Simulation.Bench.Codec;
using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Planning;

/// <summary>The keys of a plan in JSON.</summary>
internal static class PlanKeys
{
    /// <summary>Beyond this no number of a plan makes sense, and its unit could overflow.</summary>
    private const double Largest = 1e9;

    /// <summary>Longest recorded workload in octets of UTF-8, 256 KiB: a page sends it with each plan.</summary>
    private const int MostTraceOctets = 256 * 1024;

    private const string All = "sites, distance_km, spread, rate_per_hour, octets, payload, trace, region, frequency_mhz, sf, "
        + "bandwidth_khz, power_dbm, hours, seed, acknowledged, gather_s, loss, shadowing_db, extra_loss_db";

    /// <summary>Takes a property over into a plan. Ranges are the matter of <see cref="PlanCheck"/>.</summary>
    public static bool TryApply(JsonProperty property, ref PlanRequest request, out string error)
    {
        error = "";
        var changed = property.Name switch
        {
            "spread" or "payload" or "region" => Word(request, property, ref error),
            "trace" => Recorded(request, property, ref error),
            "acknowledged" => Flag(request, property, ref error),
            "sites" or "octets" or "sf" or "seed" => Whole(request, property, ref error),
            _ => Real(request, property, ref error),
        };
        if (changed is null) return false;
        request = changed;
        return true;
    }

    private static PlanRequest? Word(PlanRequest request, JsonProperty property, ref string error)
    {
        if (property.Value.ValueKind != JsonValueKind.String) return Wrong(property, "a text", ref error);
        var word = property.Value.GetString()!;
        switch (property.Name)
        {
            case "spread" when word is "ring" or "even":
                return request with { Spread = word == "ring" ? PlanSpread.Ring : PlanSpread.Even };
            case "spread":
                return Wrong(property, "ring or even", ref error);
            case "payload":
                PayloadKind? kind = word switch
                {
                    "readings" => PayloadKind.Readings,
                    "random" => PayloadKind.Random,
                    "text" => PayloadKind.Text,
                    _ => null,
                };
                return kind is { } known ? request with { Payload = known }
                    : Wrong(property, "readings, random or text", ref error);
            default:
                return Regions.TryFind(word, out var region) ? request with { Region = region }
                    : Wrong(property, string.Join(", ", Regions.All.Select(one => one.Name)), ref error);
        }
    }

    /// <summary>As <c>--trace</c> reads it from a file.</summary>
    private static PlanRequest? Recorded(PlanRequest request, JsonProperty property, ref string error)
    {
        if (property.Value.ValueKind != JsonValueKind.String) return Wrong(property, "the text of a trace", ref error);
        var octets = Encoding.UTF8.GetBytes(property.Value.GetString()!);
        if (octets.Length > MostTraceOctets)
        {
            error = $"{property.Name} must be at most {MostTraceOctets} octets, not {octets.Length}: send its beginning";
            return null;
        }

        try
        {
            return request with { Trace = TelemetryTrace.Parse(octets, property.Name) };
        }
        catch (TraceException wrong)
        {
            error = wrong.Message;
            return null;
        }
    }

    private static PlanRequest? Flag(PlanRequest request, JsonProperty property, ref string error) =>
        property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? request with { IsAcknowledged = property.Value.ValueKind == JsonValueKind.True }
            : Wrong(property, "true or false", ref error);

    private static PlanRequest? Whole(PlanRequest request, JsonProperty property, ref string error)
    {
        if (!TryNumber(property, out var number) || number != Math.Floor(number))
            return Wrong(property, "a whole number", ref error);
        var value = (int)number;
        return property.Name switch
        {
            "sites" => request with { Sites = value },
            "octets" => request with { Octets = value },
            "sf" => request with { SpreadingFactor = value },
            _ => request with { Seed = value },
        };
    }

    private static PlanRequest? Real(PlanRequest request, JsonProperty property, ref string error)
    {
        Func<double, PlanRequest>? change = property.Name switch
        {
            "distance_km" => value => request with { DistanceMetres = value * 1000 },
            "rate_per_hour" => value => request with { RatePerHour = value },
            "frequency_mhz" => value => request with { FrequencyMegahertz = value },
            "bandwidth_khz" => value => request with { BandwidthKilohertz = value },
            "power_dbm" => value => request with { PowerDbm = value },
            "hours" => value => request with { Hours = value },
            "gather_s" => value => request with { Gather = Duration.FromSeconds(value) },
            "loss" => value => request with { Loss = value },
            "shadowing_db" => value => request with { ShadowingDb = value },
            "extra_loss_db" => value => request with { ExtraLossDb = value },
            _ => null,
        };
        if (change is null)
        {
            error = $"{Printable.Escape(property.Name)} is unknown: use {All}";
            return null;
        }

        return TryNumber(property, out var number) ? change(number) : Wrong(property, "a number", ref error);
    }

    private static bool TryNumber(JsonProperty property, out double number)
    {
        number = 0;
        return property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out number)
            && Math.Abs(number) <= Largest;
    }

    private static PlanRequest? Wrong(JsonProperty property, string allowed, ref string error)
    {
        error = $"{property.Name} must be {allowed}, not {Printable.Escape(property.Value.GetRawText())}";
        return null;
    }
}
