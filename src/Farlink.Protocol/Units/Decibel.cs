using System.Globalization;

namespace Farlink.Protocol.Units;

/// <summary>A ratio of powers: a gain, a loss or a signal-to-noise ratio.</summary>
/// <param name="Value">dB.</param>
public readonly record struct Decibel(double Value) : IComparable<Decibel>
{
    /// <inheritdoc/>
    public int CompareTo(Decibel other) => Value.CompareTo(other.Value);

    /// <summary>Sum of two ratios.</summary>
    public static Decibel operator +(Decibel left, Decibel right) => new(left.Value + right.Value);

    /// <summary>Difference of two ratios.</summary>
    public static Decibel operator -(Decibel left, Decibel right) => new(left.Value - right.Value);

    /// <summary>Whether the left ratio is lower.</summary>
    public static bool operator <(Decibel left, Decibel right) => left.Value < right.Value;

    /// <summary>Whether the left ratio is higher.</summary>
    public static bool operator >(Decibel left, Decibel right) => left.Value > right.Value;

    /// <summary>Whether the left ratio is lower or equal.</summary>
    public static bool operator <=(Decibel left, Decibel right) => left.Value <= right.Value;

    /// <summary>Whether the left ratio is higher or equal.</summary>
    public static bool operator >=(Decibel left, Decibel right) => left.Value >= right.Value;

    /// <summary>For people: <c>9.5 dB</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.#} dB");
}
