using System.Globalization;

namespace Farlink.Protocol.Airtime;

/// <summary>LoRa spreading factor: a symbol carries this many bits and lasts 2^SF chips.</summary>
public readonly record struct SpreadingFactor
{
    /// <summary>Lowest factor (SX126x only).</summary>
    public const int Lowest = 5;

    /// <summary>Highest factor.</summary>
    public const int Highest = 12;

    /// <summary>Makes a spreading factor.</summary>
    /// <param name="value">5 to 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 5 to 12.</exception>
    public SpreadingFactor(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, Lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Highest);
        Value = value;
    }

    /// <summary>5 to 12.</summary>
    public int Value { get; }

    /// <summary>Chips in a symbol.</summary>
    public int Chips => 1 << Value;

    /// <summary>For people: <c>SF7</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SF{Value}");
}
