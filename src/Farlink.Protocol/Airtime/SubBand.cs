using Farlink.Protocol.Units;

namespace Farlink.Protocol.Airtime;

/// <summary>A stretch of spectrum with one set of rules. The airtime ledger is kept per sub-band.</summary>
public sealed record SubBand
{
    /// <summary>Short name, unique in its region: <c>g3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Lower edge.</summary>
    public required Hertz Low { get; init; }

    /// <summary>Upper edge.</summary>
    public required Hertz High { get; init; }

    /// <summary>Highest power.</summary>
    public required PowerLimit Power { get; init; }

    /// <summary>Share of an hour on the air; default no limit.</summary>
    public DutyCycle DutyCycle { get; init; } = DutyCycle.Unlimited;

    /// <summary>Longest single transmission, or none.</summary>
    public Duration? Dwell { get; init; }

    /// <summary>Whether a transmitter must listen first.</summary>
    public bool ListenBeforeTalk { get; init; }

    /// <summary>Narrowest bandwidth a fixed channel may have here; 0 where any may. Narrower ones would have to hop.</summary>
    public Hertz NarrowestFixedChannel { get; init; }

    /// <summary>Whether a channel lies inside with its whole bandwidth; touching an edge is inside.</summary>
    public bool Holds(Hertz frequency, Hertz bandwidth) =>
        (2 * frequency.Value) - bandwidth.Value >= 2 * Low.Value && (2 * frequency.Value) + bandwidth.Value <= 2 * High.Value;

    /// <summary>Whether a channel and this sub-band have any spectrum in common.</summary>
    public bool Touches(Hertz frequency, Hertz bandwidth) =>
        (2 * frequency.Value) + bandwidth.Value > 2 * Low.Value && (2 * frequency.Value) - bandwidth.Value < 2 * High.Value;

    /// <summary>For people: <c>g1 868-868.6 MHz, 1 %, 14 dBm ERP</c>.</summary>
    public override string ToString() => $"{Name} {Low.Megahertz:0.###}-{High.Megahertz:0.###} MHz, {DutyCycle}, {Power}";
}
