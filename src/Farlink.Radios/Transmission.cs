using Farlink.Protocol.Units;

namespace Farlink.Radios;

/// <summary>One frame that was put on the air.</summary>
/// <param name="Start">When its first symbol left, on the radio's clock.</param>
/// <param name="Airtime">How long it was.</param>
public readonly record struct Transmission(Instant Start, Duration Airtime)
{
    /// <summary>When its last symbol left.</summary>
    public Instant End => Start + Airtime;
}
