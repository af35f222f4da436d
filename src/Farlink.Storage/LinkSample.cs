namespace Farlink.Storage;

/// <summary>How a link was over a short time.</summary>
public sealed record LinkSample
{
    /// <summary>Which end says so: site or base.</summary>
    public required string Role { get; init; }

    /// <summary>The link; in RadioHead mode the address of the other node.</summary>
    public required int Link { get; init; }

    /// <summary>When that time began, in seconds since 1970.</summary>
    public required long At { get; init; }

    /// <summary>Mean signal strength in dBm; null where it is not known.</summary>
    public double? RssiDbm { get; init; }

    /// <summary>Mean signal-to-noise ratio in dB.</summary>
    public double? SnrDb { get; init; }

    /// <summary>Mean margin in dB.</summary>
    public double? MarginDb { get; init; }

    /// <summary>Mean share of frames lost, from 0 to 1.</summary>
    public double? Loss { get; init; }

    /// <summary>Mean time from question to answer in seconds.</summary>
    public double? RoundTripSeconds { get; init; }

    /// <summary>Frames sent again in that time.</summary>
    public double Repeats { get; init; }

    /// <summary>Mean number of messages that waited.</summary>
    public double Queue { get; init; }

    /// <summary>Share of the time the other end was in sight, from 0 to 1; null where nothing tells.</summary>
    public double? Online { get; init; }

    /// <summary>One sample for several of one link, in order; there is at least one.</summary>
    public static LinkSample Of(IReadOnlyList<LinkSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return samples[0] with
        {
            RssiDbm = samples.Average(one => one.RssiDbm),
            SnrDb = samples.Average(one => one.SnrDb),
            MarginDb = samples.Average(one => one.MarginDb),
            Loss = samples.Average(one => one.Loss),
            RoundTripSeconds = samples.Average(one => one.RoundTripSeconds),
            Repeats = samples.Sum(one => one.Repeats),
            Queue = samples.Average(one => one.Queue),
            Online = samples.Average(one => one.Online),
        };
    }
}
