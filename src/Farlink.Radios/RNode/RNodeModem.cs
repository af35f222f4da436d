using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.RNode;

/// <summary>
/// What an RNode's firmware decides by itself (1.86, Utilities.h and sx126x.cpp): preamble, low data rate optimisation, one octet
/// before each frame, and how long it waits for a free channel.
/// </summary>
public static class RNodeModem
{
    /// <summary>Longest frame of ours, in octets: the modem adds one.</summary>
    public const int MostFrameOctets = LoRaAirtime.LongestPayloadOctets - AddedOctets;

    /// <summary>Octets before each frame on the air: a random half and a flag for packets that were split.</summary>
    public const int AddedOctets = 1;

    private const int LeastPreambleSymbols = 18;
    private const int FastBitsPerSecond = 30_000;
    private const int HighestPowerDbm = 37;
    private const byte PrivateSyncWord = 0x12;
    private static readonly Duration Preamble = Duration.FromMilliseconds(24), FastPreamble = Duration.FromMilliseconds(6);

    /// <summary>
    /// Bandwidths as the firmware names them, in the order of <see cref="LoRaModulation.Bandwidths"/>, in hertz.
    /// </summary>
    private static readonly uint[] Names =
        [7_800, 10_400, 15_600, 20_800, 31_250, 41_700, 62_500, 125_000, 250_000, 500_000];

    /// <summary>A modulation as an RNode sends it: its own preamble, its own octet, its own optimisation.</summary>
    public static LoRaModulation AsSent(LoRaModulation modulation)
    {
        ArgumentNullException.ThrowIfNull(modulation);
        return modulation with
        {
            PreambleSymbols = PreambleSymbols(modulation),
            LowDataRateOptimize = OptimizesLowDataRate(modulation),
            AddedOctets = AddedOctets,
        };
    }

    /// <summary>Symbols of the preamble: 24 ms (6 ms above 30 kbit/s), and at least 18 symbols.</summary>
    public static int PreambleSymbols(LoRaModulation modulation)
    {
        ArgumentNullException.ThrowIfNull(modulation);
        var bits = modulation.SpreadingFactor.Value * 4.0 / (4 + modulation.CodingRate.ParityBits) / modulation.Symbol.Seconds;
        var target = bits > FastBitsPerSecond ? FastPreamble : Preamble;
        return Math.Max(LeastPreambleSymbols, (int)Math.Ceiling(target.Milliseconds / modulation.Symbol.Milliseconds));
    }

    /// <summary>
    /// Whether the firmware optimises for low data rates: it cuts a symbol to whole milliseconds, and 16 is not enough.
    /// </summary>
    public static bool OptimizesLowDataRate(LoRaModulation modulation)
    {
        ArgumentNullException.ThrowIfNull(modulation);
        return (long)modulation.Symbol.Milliseconds > 16;
    }

    /// <summary>Why an RNode cannot be set so, or null.</summary>
    public static string? Refuse(RadioSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var modulation = settings.Modulation;
        if (modulation.SyncWord != PrivateSyncWord)
            return $"its sync word is 0x12, always; 0x{modulation.SyncWord:X2} is another.";
        if (modulation.LowDataRateOptimize != OptimizesLowDataRate(modulation))
        {
            return "it sets low data rate optimisation by itself, and with "
                + $"{modulation.SpreadingFactor} at {modulation.Bandwidth} it is "
                + (OptimizesLowDataRate(modulation) ? "on." : "off.");
        }

        if (!modulation.ExplicitHeader || !modulation.Crc || modulation.InvertIq)
            return "its frames have a header and a CRC, and chirps that are not inverted.";
        if (settings.TransmitPower.Value is < 0 or > HighestPowerDbm)
            return $"its power is 0 to {HighestPowerDbm} dBm, at most what its board gives; {settings.TransmitPower} is not.";
        return null;
    }

    /// <summary>A bandwidth as the firmware names it; the nearest above would be the next one.</summary>
    internal static uint NameOf(Hertz bandwidth)
    {
        for (var at = 0; at < Names.Length; at++)
            if (LoRaModulation.Bandwidths[at] == bandwidth) return Names[at];
        throw new RadioException($"{bandwidth} is no bandwidth of a LoRa modem.") { IsFinal = true };
    }
}
