using System.Globalization;

namespace Farlink.Protocol.Airtime;

/// <summary>LoRa forward error correction: 4 data bits are sent as 4 + <see cref="ParityBits"/>.</summary>
public readonly record struct CodingRate
{
    private CodingRate(int parityBits) => ParityBits = parityBits;

    /// <summary>1 to 4.</summary>
    public int ParityBits { get; }

    /// <summary>4/5.</summary>
    public static CodingRate FourFifths { get; } = new(1);

    /// <summary>Makes the rate 4/(4 + parity bits).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 or more than 4 parity bits.</exception>
    public static CodingRate FromParityBits(int parityBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parityBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parityBits, 4);
        return new CodingRate(parityBits);
    }

    /// <summary>Reads <c>4/5</c>, <c>4/6</c>, <c>4/7</c> or <c>4/8</c>.</summary>
    public static bool TryParse(string? text, out CodingRate rate)
    {
        rate = FourFifths;
        if (text is not ['4', '/', >= '5' and <= '8']) return false;
        rate = new CodingRate(text[2] - '4');
        return true;
    }

    /// <summary>For people: <c>4/5</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"4/{4 + ParityBits}");
}
