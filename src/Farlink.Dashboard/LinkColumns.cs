namespace Farlink.Dashboard;

/// <summary>Samples of a link, by column. All columns are as long as <see cref="Times"/>; NaN: not known.</summary>
public sealed record LinkColumns
{
    /// <summary>The link's id.</summary>
    public required int Link { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Time between two samples, in seconds.</summary>
    public required int StepSeconds { get; init; }

    /// <summary>When, in seconds since 1970 (UTC), rising.</summary>
    public required IReadOnlyList<long> Times { get; init; }

    /// <summary>Signal strength, dBm.</summary>
    public required IReadOnlyList<double> Rssi { get; init; }

    /// <summary>Signal-to-noise ratio, dB.</summary>
    public required IReadOnlyList<double> Snr { get; init; }

    /// <summary>Above what can just be received, dB.</summary>
    public required IReadOnlyList<double> Margin { get; init; }

    /// <summary>Share of frames lost, 0 to 1.</summary>
    public required IReadOnlyList<double> Loss { get; init; }

    /// <summary>Frames repeated in the step.</summary>
    public required IReadOnlyList<double> Repeats { get; init; }

    /// <summary>Round trip, seconds.</summary>
    public required IReadOnlyList<double> RoundTrip { get; init; }

    /// <summary>Messages waiting.</summary>
    public required IReadOnlyList<double> Queue { get; init; }

    /// <summary>1 while the other end was heard, else 0.</summary>
    public required IReadOnlyList<double> Online { get; init; }
}
