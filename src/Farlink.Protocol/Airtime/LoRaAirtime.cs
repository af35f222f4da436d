using Farlink.Protocol.Units;

namespace Farlink.Protocol.Airtime;

/// <summary>Time on air of a LoRa frame (SX1276 data sheet §4.1.1.7; for SF5 and SF6 SX1262 data sheet §6.1.4).</summary>
public static class LoRaAirtime
{
    /// <summary>Longest LoRa payload in octets: the length field has 8 bits.</summary>
    public const int LongestPayloadOctets = 255;

    private const int CrcBits = 16;
    private const int HeaderBits = 20;

    /// <summary>Time from the first preamble symbol to the end of the last payload symbol.</summary>
    /// <param name="modulation">The modulation; low data rate optimisation counts as set, not as recommended.</param>
    /// <param name="payloadOctets">
    /// Frame, 0 to 255 octets; what the modem adds (<see cref="LoRaModulation.AddedOctets"/>) is counted besides.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">More than 255 octets, or fewer than 0.</exception>
    public static Duration Of(LoRaModulation modulation, int payloadOctets)
    {
        ArgumentNullException.ThrowIfNull(modulation);
        ArgumentOutOfRangeException.ThrowIfNegative(payloadOctets);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadOctets, LongestPayloadOctets);

        var octets = Math.Min(payloadOctets + modulation.AddedOctets, LongestPayloadOctets);
        var quarters = PreambleQuarterSymbols(modulation) + (4 * (8 + PayloadSymbols(modulation, octets)));
        return SymbolsToDuration(quarters, modulation.SpreadingFactor, modulation.Bandwidth);
    }

    /// <summary>Length of a number of quarter symbols, rounded up to a nanosecond.</summary>
    public static Duration SymbolsToDuration(long quarterSymbols, SpreadingFactor spreadingFactor, Hertz bandwidth)
    {
        // quarters * 2^SF / (4 * BW) seconds; the product stays below 2^63 for every frame there is.
        var numerator = quarterSymbols * spreadingFactor.Chips * 1_000_000_000L;
        var denominator = 4 * bandwidth.Value;
        return new Duration((numerator + denominator - 1) / denominator);
    }

    private static int PreambleQuarterSymbols(LoRaModulation modulation)
    {
        // The chip adds 4.25 symbols (sync word and start of frame), at SF5 and SF6 6.25.
        var added = modulation.SpreadingFactor.Value <= 6 ? 25 : 17;
        return (4 * modulation.PreambleSymbols) + added;
    }

    /// <summary>Symbols after the eight that every frame has.</summary>
    private static int PayloadSymbols(LoRaModulation modulation, int payloadOctets)
    {
        var factor = modulation.SpreadingFactor.Value;
        var bits = (8 * payloadOctets) - (4 * factor)
            + (modulation.Crc ? CrcBits : 0)
            + (modulation.ExplicitHeader ? HeaderBits : 0);

        // From SF7 on the first eight symbols carry 8 bits less.
        if (factor >= 7) bits += 8;
        if (bits <= 0) return 0;

        var bitsPerBlock = 4 * (factor - (modulation.LowDataRateOptimize ? 2 : 0));
        var blocks = (bits + bitsPerBlock - 1) / bitsPerBlock;
        return blocks * (4 + modulation.CodingRate.ParityBits);
    }
}
