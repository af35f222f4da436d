using System.Buffers.Binary;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Boards;

namespace Farlink.Radios.Sx126x;

/// <summary>Settings as an SX126x wants them in its commands.</summary>
internal static class Sx126xModem
{
    /// <summary>SetModulationParams: bandwidth, in the order of <see cref="LoRaModulation.Bandwidths"/>.</summary>
    private static readonly byte[] BandwidthCodes = [0x00, 0x08, 0x01, 0x09, 0x02, 0x0A, 0x03, 0x04, 0x05, 0x06];

    /// <summary>SetDIO3AsTcxoCtrl: volts.</summary>
    public static IReadOnlyList<double> TcxoVolts { get; } = [1.6, 1.7, 1.8, 2.2, 2.4, 2.7, 3.0, 3.3];

    /// <summary>Image calibration: bands and their two numbers (data sheet 9.2.1).</summary>
    private static readonly (int From, int To, byte First, byte Second)[] ImageBands =
        [(430, 440, 0x6B, 0x6F), (470, 510, 0x75, 0x81), (779, 787, 0xC1, 0xC5), (863, 870, 0xD7, 0xDB), (902, 928, 0xE1, 0xE9)];

    /// <summary>
    /// SetCadParams: detPeak for SF5 to SF12 with four symbols (application note AN1200.48); the least peak is 10.
    /// </summary>
    private static readonly byte[] ActivityPeaks = [22, 22, 22, 22, 23, 24, 25, 28];

    /// <summary>What a chip must give for a power at the antenna connector.</summary>
    public static Dbm AtChip(Dbm power, Board board) => new(power.Value - board.AmplifierDecibel);

    /// <summary>Powers of a chip in dBm.</summary>
    public static (int Least, int Most) Powers(RadioChip chip) => chip == RadioChip.Sx1261 ? (-17, 15) : (-9, 22);

    /// <summary>Why these settings cannot be used on this chip, or null.</summary>
    public static string? Refuse(RadioSettings settings, Board board)
    {
        var modulation = settings.Modulation;
        if (modulation.SpreadingFactor.Value < 7 && modulation.PreambleSymbols < 12)
            return $"{modulation.SpreadingFactor} needs a preamble of at least 12 symbols (data sheet 6.1.1.1).";
        if (!modulation.ExplicitHeader) return "Frames without a header are not supported: their length is not known.";
        if (!LoRaModulation.Bandwidths.Contains(modulation.Bandwidth))
            return $"{modulation.Bandwidth} is no bandwidth of an SX126x.";
        if (settings.Frequency.Megahertz is < 150 or > 960) return $"{settings.Frequency} is outside 150 to 960 MHz.";
        var (least, most) = Powers(board.Chip);
        var atChip = AtChip(settings.TransmitPower, board).Value;
        if (atChip >= least && atChip <= most) return null;
        var (gain, amplifier) = (board.AmplifierDecibel, board.AmplifierDecibel > 0 ? " with its amplifier" : "");
        return FormattableString.Invariant(
            $"{settings.TransmitPower} is not possible: it gives {least + gain} to {most + gain} dBm{amplifier}.");
    }

    /// <summary>SetRfFrequency: 32 bits, steps of 0.954 Hz, rounded.</summary>
    public static byte[] Frequency(Hertz frequency)
    {
        var steps = (uint)Math.Round(frequency.Value * (double)(1 << 25) / 32e6);
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, steps);
        return octets;
    }

    /// <summary>
    /// SetModulationParams: spreading factor, bandwidth, coding rate, low data rate optimisation as configured.
    /// </summary>
    public static byte[] Modulation(LoRaModulation modulation) =>
    [
        (byte)modulation.SpreadingFactor.Value, BandwidthCode(modulation.Bandwidth), (byte)modulation.CodingRate.ParityBits,
        (byte)(modulation.LowDataRateOptimize ? 1 : 0),
    ];

    /// <summary>SetPacketParams: preamble, explicit header, longest or own length, CRC, chirps.</summary>
    public static byte[] Packet(LoRaModulation modulation, int octets) =>
    [
        (byte)(modulation.PreambleSymbols >> 8), (byte)modulation.PreambleSymbols, 0x00, (byte)octets,
        (byte)(modulation.Crc ? 1 : 0), (byte)(modulation.InvertIq ? 1 : 0),
    ];

    /// <summary>The sync word of an SX127x as its two registers: each half of it, followed by a 4.</summary>
    public static byte[] SyncWord(byte word) => [(byte)((word & 0xF0) | 0x04), (byte)((word << 4) | 0x04)];

    /// <summary>SetPaConfig (data sheet 13.1.14): the chip's whole range.</summary>
    public static byte[] PaConfig(RadioChip chip) => chip == RadioChip.Sx1261 ? [0x04, 0x00, 0x01, 0x01]
        : [0x04, 0x07, 0x00, 0x01];

    /// <summary>
    /// The same for an SX1261 at 15 dBm, which needs another duty cycle and asks for 14 (data sheet table 13-21).
    /// </summary>
    public static byte[] HighestSx1261 => [0x06, 0x00, 0x01, 0x01];

    /// <summary>RegOcp in steps of 2.5 mA: 140 mA for an SX1262, 60 mA for an SX1261.</summary>
    public static byte OverCurrent(RadioChip chip) => chip == RadioChip.Sx1261 ? (byte)0x18 : (byte)0x38;

    /// <summary>CalibrateImage for the band, or null where the data sheet names none: 4 MHz steps around the channel.</summary>
    public static byte[] Image(Hertz frequency)
    {
        foreach (var (from, to, first, second) in ImageBands)
            if (frequency.Megahertz >= from && frequency.Megahertz <= to) return [first, second];
        var step = (int)(frequency.Megahertz / 4);
        return [(byte)(step - 1), (byte)(step + 1)];
    }

    /// <summary>SetDIO3AsTcxoCtrl: voltage, and 5 ms to start in steps of 15.625 us; null if there is no such voltage.</summary>
    public static byte[]? Tcxo(double volts)
    {
        var code = TcxoVolts.ToList().FindIndex(known => Math.Abs(known - volts) < 0.01);
        return code < 0 ? null : [(byte)code, 0x00, 0x01, 0x40];
    }

    /// <summary>SetCadParams: four symbols, back to standby.</summary>
    public static byte[] Activity(LoRaModulation modulation) =>
        [0x02, ActivityPeaks[modulation.SpreadingFactor.Value - 5], 10, 0x00, 0x00, 0x00, 0x00];

    /// <summary>Whether the 500 kHz workaround applies (data sheet 15.1).</summary>
    public static bool IsWidest(LoRaModulation modulation) => BandwidthCode(modulation.Bandwidth) == 0x06;

    /// <summary>
    /// Registers 0x076B to 0x076D: a signed number of 20 bits. The data sheet does not have them; the scale is that of Semtech's
    /// published code, and no board was at hand to measure it.
    /// </summary>
    public static Hertz FrequencyError(ReadOnlySpan<byte> registers, Hertz bandwidth)
    {
        var value = ((registers[0] & 0x0F) << 16) | (registers[1] << 8) | registers[2];
        if ((value & 0x80000) != 0) value -= 1 << 20;
        return new Hertz((long)Math.Round(1.55 * value / (1600 / bandwidth.Kilohertz)));
    }

    private static byte BandwidthCode(Hertz bandwidth)
    {
        for (var i = 0; i < BandwidthCodes.Length; i++)
            if (LoRaModulation.Bandwidths[i] == bandwidth) return BandwidthCodes[i];
        throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "Refuse comes first.");
    }
}
