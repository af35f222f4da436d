using System.Globalization;

namespace Farlink.Protocol.Units;

/// <summary>A frequency or a bandwidth in whole hertz.</summary>
/// <param name="Value">Hertz, 0 or more.</param>
public readonly record struct Hertz(long Value) : IComparable<Hertz>
{
    /// <summary>Makes a frequency from megahertz, rounded to the nearest hertz.</summary>
    public static Hertz FromMegahertz(double megahertz) => new((long)Math.Round(megahertz * 1e6, MidpointRounding.AwayFromZero));

    /// <summary>Makes a frequency from kilohertz, rounded to the nearest hertz.</summary>
    public static Hertz FromKilohertz(double kilohertz) => new((long)Math.Round(kilohertz * 1e3, MidpointRounding.AwayFromZero));

    /// <summary>The value in megahertz.</summary>
    public double Megahertz => Value / 1e6;

    /// <summary>The value in kilohertz.</summary>
    public double Kilohertz => Value / 1e3;

    /// <inheritdoc/>
    public int CompareTo(Hertz other) => Value.CompareTo(other.Value);

    /// <summary>Sum in hertz.</summary>
    public static Hertz operator +(Hertz left, Hertz right) => new(left.Value + right.Value);

    /// <summary>Difference in hertz.</summary>
    public static Hertz operator -(Hertz left, Hertz right) => new(left.Value - right.Value);

    /// <summary>Whether the left frequency is lower.</summary>
    public static bool operator <(Hertz left, Hertz right) => left.Value < right.Value;

    /// <summary>Whether the left frequency is higher.</summary>
    public static bool operator >(Hertz left, Hertz right) => left.Value > right.Value;

    /// <summary>Whether the left frequency is lower or equal.</summary>
    public static bool operator <=(Hertz left, Hertz right) => left.Value <= right.Value;

    /// <summary>Whether the left frequency is higher or equal.</summary>
    public static bool operator >=(Hertz left, Hertz right) => left.Value >= right.Value;

    /// <summary>For people: <c>868.1 MHz</c> from 1 MHz up, else <c>125 kHz</c>.</summary>
    public override string ToString() => Value >= 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{Megahertz:0.000###} MHz")
        : string.Create(CultureInfo.InvariantCulture, $"{Kilohertz:0.###} kHz");
}
