using Farlink.Protocol.Units;

namespace Farlink.Radios.Sx127x;

/// <summary>What the packet registers mean (data sheet 5.5.5, 4.1.5).</summary>
internal static class Sx127xSignal
{
    /// <summary>From here up the high-frequency port is used.</summary>
    private const double HighPortMegahertz = 779;

    /// <summary>RegPktSnrValue, in quarters of a decibel.</summary>
    public static Decibel Snr(byte register) => new((sbyte)register / 4.0);

    /// <summary>RegPktRssiValue: below the noise the SNR tells how far.</summary>
    public static Dbm Rssi(byte register, Decibel snr, Hertz frequency)
    {
        var offset = frequency.Megahertz >= HighPortMegahertz ? -157 : -164;
        return new Dbm(snr.Value < 0 ? offset + register + snr.Value : offset + (register * 16.0 / 15));
    }

    /// <summary>RegFeiMsb, Mid, Lsb: a signed number of 20 bits.</summary>
    public static Hertz FrequencyError(ReadOnlySpan<byte> registers, Hertz bandwidth)
    {
        var value = ((registers[0] & 0x0F) << 16) | (registers[1] << 8) | registers[2];
        if ((value & 0x80000) != 0) value -= 1 << 20;
        return new Hertz((long)Math.Round(value * (double)(1 << 24) / 32e6 * (bandwidth.Value / 500e3)));
    }
}
