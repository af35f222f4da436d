using System.Globalization;

namespace Farlink.Protocol.Units;

/// <summary>A power level in decibels over one milliwatt.</summary>
/// <param name="Value">dBm.</param>
public readonly record struct Dbm(double Value) : IComparable<Dbm>
{
    /// <summary>The same power in milliwatts.</summary>
    public double Milliwatts => Math.Pow(10, Value / 10);

    /// <summary>Makes a level from milliwatts (more than 0).</summary>
    public static Dbm FromMilliwatts(double milliwatts) => new(10 * Math.Log10(milliwatts));

    /// <inheritdoc/>
    public int CompareTo(Dbm other) => Value.CompareTo(other.Value);

    /// <summary>The ratio of two powers, in decibels.</summary>
    public static Decibel operator -(Dbm left, Dbm right) => new(left.Value - right.Value);

    /// <summary>A power raised by a gain.</summary>
    public static Dbm operator +(Dbm power, Decibel gain) => new(power.Value + gain.Value);

    /// <summary>A power lowered by a loss.</summary>
    public static Dbm operator -(Dbm power, Decibel loss) => new(power.Value - loss.Value);

    /// <summary>Whether the left power is lower.</summary>
    public static bool operator <(Dbm left, Dbm right) => left.Value < right.Value;

    /// <summary>Whether the left power is higher.</summary>
    public static bool operator >(Dbm left, Dbm right) => left.Value > right.Value;

    /// <summary>Whether the left power is lower or equal.</summary>
    public static bool operator <=(Dbm left, Dbm right) => left.Value <= right.Value;

    /// <summary>Whether the left power is higher or equal.</summary>
    public static bool operator >=(Dbm left, Dbm right) => left.Value >= right.Value;

    /// <summary>For people: <c>-38 dBm</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.#} dBm");
}
