namespace Farlink.Radios.Wrappers;

/// <summary>How often a <see cref="FaultyRadio"/> spoils a received frame. Probabilities from 0 to 1; default never.</summary>
public sealed record FaultOptions
{
    /// <summary>The frame never arrives.</summary>
    public double Loss { get; init; }

    /// <summary>One bit of the frame is flipped: what a CRC of 16 bits lets pass now and then.</summary>
    public double Corruption { get; init; }

    /// <summary>The frame arrives twice.</summary>
    public double Duplication { get; init; }

    /// <summary>Sending fails with an error, as an unplugged modem does.</summary>
    public double SendFailure { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A probability is outside 0 to 1.</exception>
    internal void Validate()
    {
        foreach (var probability in (ReadOnlySpan<double>)[Loss, Corruption, Duplication, SendFailure])
        {
            ArgumentOutOfRangeException.ThrowIfNegative(probability);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        }
    }
}
