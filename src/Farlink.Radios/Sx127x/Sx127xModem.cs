using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.Sx127x;

/// <summary>Settings as an SX127x wants them in its registers.</summary>
internal static class Sx127xModem
{
    private const double CrystalHertz = 32e6;

    /// <summary>
    /// Receiver corrections for bandwidths below 500 kHz (errata note 2.3): RegIfFreq1, and how much higher to tune.
    /// </summary>
    private static readonly (byte IfFrequency, long TuneUpHertz)[] Spurious =
    [
        (0x48, 7_810), (0x44, 10_420), (0x44, 15_620), (0x44, 20_830), (0x44, 31_250), (0x44, 41_670), (0x40, 0), (0x40, 0),
            (0x40, 0),
    ];

    /// <summary>The least that PA_BOOST gives, in dBm.</summary>
    public const int LeastPower = 2;

    /// <summary>Why these settings cannot be used on this chip, or null.</summary>
    public static string? Refuse(RadioSettings settings)
    {
        var modulation = settings.Modulation;
        if (modulation.SpreadingFactor.Value < 7)
            return $"{modulation.SpreadingFactor} on an SX127x has no explicit header (data sheet 4.1.1.2): use SF7 to SF12.";
        if (!modulation.ExplicitHeader) return "Frames without a header are not supported: their length is not known.";
        if (!IsBandwidth(modulation.Bandwidth)) return $"{modulation.Bandwidth} is no bandwidth of an SX127x.";
        if (settings.Frequency.Megahertz is < 137 or > 1020) return $"{settings.Frequency} is outside 137 to 1020 MHz.";
        if (PowerOf(settings.TransmitPower) is null)
            return $"{settings.TransmitPower} is not possible: an SX127x on PA_BOOST gives 2 to 20 dBm.";
        return null;
    }

    /// <summary>RegFrf: 24 bits, steps of 61.035 Hz, rounded.</summary>
    public static byte[] Frequency(Hertz frequency)
    {
        var steps = (long)Math.Round(frequency.Value * (1 << 19) / CrystalHertz);
        return [(byte)(steps >> 16), (byte)(steps >> 8), (byte)steps];
    }

    /// <summary>Where the receiver is tuned: above the channel at narrow bandwidths (errata note 2.3).</summary>
    public static Hertz ReceiveFrequency(RadioSettings settings)
    {
        var code = BandwidthCode(settings.Modulation.Bandwidth);
        return code < Spurious.Length ? new Hertz(settings.Frequency.Value + Spurious[code].TuneUpHertz) : settings.Frequency;
    }

    /// <summary>RegModemConfig1: bandwidth, coding rate, explicit header.</summary>
    public static byte Config1(LoRaModulation modulation) =>
        (byte)((BandwidthCode(modulation.Bandwidth) << 4) | (modulation.CodingRate.ParityBits << 1));

    /// <summary>RegModemConfig2: spreading factor, CRC.</summary>
    public static byte Config2(LoRaModulation modulation) =>
        (byte)((modulation.SpreadingFactor.Value << 4) | (modulation.Crc ? 0x04 : 0));

    /// <summary>RegModemConfig3: low data rate optimisation as configured, never guessed; automatic gain.</summary>
    public static byte Config3(LoRaModulation modulation) => (byte)(0x04 | (modulation.LowDataRateOptimize ? 0x08 : 0));

    /// <summary>RegInvertIQ and RegInvertIQ2.</summary>
    public static (byte First, byte Second) InvertIq(LoRaModulation modulation) =>
        modulation.InvertIq ? ((byte)0x66, (byte)0x19) : ((byte)0x27, (byte)0x1D);

    /// <summary>RegDetectOptimize and RegIfFreq1 (errata note 2.3).</summary>
    public static (byte Detect, byte IfFrequency) Reception(LoRaModulation modulation)
    {
        var code = BandwidthCode(modulation.Bandwidth);
        return code < Spurious.Length ? ((byte)0x43, Spurious[code].IfFrequency) : ((byte)0xC3, (byte)0x20);
    }

    /// <summary>RegHighBwOptimize1 and 2 (errata note 2.1: sensitivity at 500 kHz).</summary>
    public static (byte First, byte? Second) HighBandwidth(RadioSettings settings)
    {
        var megahertz = settings.Frequency.Megahertz;
        if (BandwidthCode(settings.Modulation.Bandwidth) != 9) return (0x03, null);
        if (megahertz is >= 862 and <= 1020) return (0x02, 0x64);
        return megahertz is >= 410 and <= 525 ? ((byte)0x02, (byte)0x7F) : ((byte)0x03, null);
    }

    /// <summary>
    /// RegPaConfig, RegPaDac and RegOcp for at most this power on PA_BOOST, in whole decibels; null if it cannot be.
    /// </summary>
    public static (byte PaConfig, byte PaDac, byte Ocp)? PowerOf(Dbm power)
    {
        var whole = (int)Math.Floor(power.Value);
        return whole switch
        {
            >= 2 and <= 17 => ((byte)(0x80 | (whole - 2)), (byte)0x84, (byte)0x2B),

            // High power needs its own reference and 140 mA (data sheet 3.4.3, 5.4.4).
            >= 18 and <= 20 => ((byte)(0x80 | (whole - 5)), (byte)0x87, (byte)0x31),
            _ => null,
        };
    }

    private static bool IsBandwidth(Hertz bandwidth) => LoRaModulation.Bandwidths.Contains(bandwidth);

    private static int BandwidthCode(Hertz bandwidth)
    {
        for (var code = 0; code < LoRaModulation.Bandwidths.Count; code++)
            if (LoRaModulation.Bandwidths[code] == bandwidth) return code;
        return -1;
    }
}
