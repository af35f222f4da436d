using System.Globalization;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Planning;

/// <summary>Whether a plan can be run: inside the limits, and on a channel that its region allows.</summary>
public static class PlanCheck
{
    /// <summary>A base and a site are never nearer than this, nor farther apart than <see cref="FarthestMetres"/>.</summary>
    public const double NearestMetres = 1;

    /// <summary>Beyond what LoRa reaches on the ground with any setting.</summary>
    public const double FarthestMetres = 100_000;

    /// <summary>Fewest messages of a site in an hour: one in four days.</summary>
    public const double LeastRate = 0.01;

    /// <summary>Most messages of a site in an hour: ten a second.</summary>
    public const double MostRate = 36_000;

    /// <summary>Shortest payload, octets: a counter must fit, since messages are told apart by it.</summary>
    public const int LeastOctets = 16;

    /// <summary>Longest payload, octets: a link carries 8 KiB, topic included.</summary>
    public const int MostOctets = 8000;

    /// <summary>Highest seed.</summary>
    public const int MostSeed = int.MaxValue / 2000;

    /// <summary>All models together, MiB. Each link has two in each of two ends.</summary>
    private const int MostModelMebibytes = 4096;

    private const int ModelsOfALink = 4;

    /// <summary>What is wrong: which field, what it is, and what is allowed; null: nothing.</summary>
    public static string? Problem(PlanRequest request, PlanLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        return Ranges(request, limits) ?? Channel(request, limits) ?? Work(request, limits);
    }

    private static string? Ranges(PlanRequest request, PlanLimits limits)
    {
        // A distance has kilometres in JSON, and metres and kilometres on a command line: each error says its unit.
        (PlanField Field, double Value, double Least, double Most, string Unit)[] ranges =
        [
            (PlanField.Sites, request.Sites, 1, limits.MostSites, ""),
            (PlanField.Distance, request.DistanceMetres / 1000, NearestMetres / 1000, FarthestMetres / 1000, " km"),
            (PlanField.Rate, request.RatePerHour, LeastRate, MostRate, " an hour"),
            (PlanField.Octets, request.Octets, LeastOctets, MostOctets, ""),
            (PlanField.SpreadingFactor, request.SpreadingFactor, SpreadingFactor.Lowest, SpreadingFactor.Highest, ""),
            (PlanField.Frequency, request.FrequencyMegahertz ?? 868, 100, 1100, " MHz"),
            (PlanField.Power, request.PowerDbm, -9, 30, " dBm"),
            (PlanField.Gather, request.Gather.Seconds, 0, 86_400, " s"),
            (PlanField.Loss, request.Loss, 0, 0.9, ""),
            (PlanField.Shadowing, request.ShadowingDb, 0, 30, " dB"),
            (PlanField.ExtraLoss, request.ExtraLossDb, 0, 60, " dB"),
            (PlanField.Hours, request.Hours, 0.1, limits.MostHours, ""),
            (PlanField.Seed, request.Seed, 0, MostSeed, ""),
            (PlanField.Model, request.ModelMebibytes, 0, 16, " MiB"),
        ];
        foreach (var (field, value, least, most, unit) in ranges)
        {
            // Not the other way round: what is no number is in no range.
            if (value >= least && value <= most) continue;
            return Text($"{limits.Name(field)} must be {least} to {most}{unit}, not {value}");
        }

        return null;
    }

    private static string? Channel(PlanRequest request, PlanLimits limits)
    {
        if (!LoRaModulation.Bandwidths.Contains(request.Bandwidth))
        {
            var all = string.Join(", ", LoRaModulation.Bandwidths.Select(one => Text($"{one.Kilohertz:0.##}")));
            return $"{limits.Name(PlanField.Bandwidth)} is no LoRa bandwidth: use {all} kHz";
        }

        var verdict = request.Region.Check(request.Frequency, request.Bandwidth);
        if (verdict.Finding == ChannelFinding.TooNarrow)
        {
            return $"{limits.Name(PlanField.Bandwidth)}: {request.Region.Name} wants at least "
                + $"{verdict.Binding!.NarrowestFixedChannel} there, not {request.Bandwidth}";
        }

        if (verdict.Finding != ChannelFinding.Inside)
        {
            return $"{limits.Name(PlanField.Frequency)}: {request.Frequency} with {request.Bandwidth} lies in no band of "
                + $"{request.Region.Name}: {string.Join("; ", request.Region.SubBands)}";
        }

        var shortest = LoRaAirtime.Of(request.Modulation, LinkOptions.LeastFrameOctets);
        if (verdict.Binding is { Dwell: { } dwell } && shortest > dwell)
        {
            return Text($"{limits.Name(PlanField.SpreadingFactor)}: {request.Region.Name} allows {dwell.Milliseconds:0} ms a ")
                + Text($"transmission, and a frame takes {shortest.Milliseconds:0} ms at {request.Modulation}: use a lower one, ")
                + $"or a larger {limits.Name(PlanField.Bandwidth)}";
        }

        return null;
    }

    private static string? Work(PlanRequest request, PlanLimits limits)
    {
        if ((long)request.Sites * request.ModelMebibytes * ModelsOfALink is var memory and > MostModelMebibytes)
        {
            return $"{limits.Name(PlanField.Model)}: the models of {request.Sites} sites take {memory} MiB; at most "
                + $"{MostModelMebibytes}: fewer sites, or a smaller model";
        }

        var each = request.RatePerHour * request.Hours;
        if (request.Trace is not null)
        {
            var until = Duration.FromSeconds(request.Hours * 3600);
            var replayed = request.Replayed();
            each = replayed.TakeWhile(message => message.At <= until).Count();
            if (replayed.Any(message => message.Payload.Length > MostOctets))
                return $"{limits.Name(PlanField.Trace)}: a payload of more than {MostOctets} octets, which no link carries";
        }

        if (each < 1)
        {
            return Text($"{limits.Name(PlanField.Hours)}: in {request.Hours} hours no message comes: more hours, or a higher ")
                + limits.Name(PlanField.Rate);
        }

        return each * request.Sites is var all && all > limits.MostMessages
            ? Text($"{limits.Name(PlanField.Sites)} x {limits.Name(PlanField.Rate)} x {limits.Name(PlanField.Hours)}: ")
                + Text($"{all:0} messages are too many; at most {limits.MostMessages}: fewer sites, fewer hours, or a lower rate")
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
