namespace Farlink.Dashboard;

/// <summary>A link at one instant; NaN: not known.</summary>
/// <param name="Role">The end that took it.</param>
/// <param name="Link">The link's id.</param>
/// <param name="Time">When, in seconds since 1970 (UTC).</param>
public sealed record LinkSample(string Role, int Link, long Time)
{
    /// <summary>Signal strength, dBm.</summary>
    public double Rssi { get; init; } = double.NaN;

    /// <summary>Signal-to-noise ratio, dB.</summary>
    public double Snr { get; init; } = double.NaN;

    /// <summary>Above what can just be received, dB.</summary>
    public double Margin { get; init; } = double.NaN;

    /// <summary>Share of frames lost, 0 to 1.</summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>Frames repeated since the sample before.</summary>
    public double Repeats { get; init; } = double.NaN;

    /// <summary>Round trip, seconds.</summary>
    public double RoundTrip { get; init; } = double.NaN;

    /// <summary>Messages waiting.</summary>
    public double Queue { get; init; } = double.NaN;

    /// <summary>1 while the other end was heard, else 0.</summary>
    public double Online { get; init; } = double.NaN;
}
