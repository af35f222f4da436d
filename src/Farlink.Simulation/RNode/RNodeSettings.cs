using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.RNode;

/// <summary>The registers of a modelled RNode, and what its firmware makes of them.</summary>
internal sealed class RNodeSettings
{
    /// <summary>Firmware's names of the bandwidths, lowest first; what is asked for becomes the next that is not lower.</summary>
    private static readonly (uint UpTo, int Hertz)[] Bandwidths =
    [
        (7_800, 7_812), (10_400, 10_417), (15_600, 15_625), (20_800, 20_833), (31_250, 31_250), (41_700, 41_667),
        (62_500, 62_500), (125_000, 125_000), (250_000, 250_000), (uint.MaxValue, 500_000),
    ];

    public uint Frequency { get; set; }

    public uint Bandwidth { get; set; }

    public byte Power { get; set; } = 0xFF;

    public byte Factor { get; set; }

    public byte Rate { get; set; } = 5;

    public ushort ShortLock { get; set; }

    public ushort LongLock { get; set; }

    /// <summary>Without these its radio stays off.</summary>
    public bool IsComplete => Frequency != 0 && Bandwidth != 0 && Power != 0xFF && Factor != 0;

    private double SymbolMilliseconds => Math.Pow(2, Factor) / Bandwidth * 1000;

    private double BitsPerSecond => Factor * (4.0 / Rate) / (Math.Pow(2, Factor) / (Bandwidth / 1000.0)) * 1000;

    private double PreambleTarget => BitsPerSecond > 30_000 ? 24 - 18 : 24;

    public int Preamble => PreambleTarget / SymbolMilliseconds < 18 ? 18 : (int)Math.Ceiling(PreambleTarget / SymbolMilliseconds);

    public double SlotMilliseconds => Math.Clamp(12 * SymbolMilliseconds, 24, 100);

    public double QuietMilliseconds => 2 * SlotMilliseconds;

    public LoRaModulation Modulation => new()
    {
        SpreadingFactor = new SpreadingFactor(Factor),
        Bandwidth = new Hertz(Bandwidths.First(one => Bandwidth <= one.UpTo).Hertz),
        CodingRate = CodingRate.FromParityBits(Rate - 4),
        PreambleSymbols = Preamble,
        LowDataRateOptimize = (int)((1 << Factor) / (Bandwidth / 1000.0)) > 16,
    };

    /// <summary>Symbol in us, symbols a second, symbols and ms of the preamble, ms of a slot, ms of quiet.</summary>
    public byte[] Physical()
    {
        double[] numbers =
        [
            SymbolMilliseconds * 1000, 1000 / SymbolMilliseconds, Preamble, Preamble * SymbolMilliseconds, SlotMilliseconds,
            QuietMilliseconds,
        ];
        return [.. numbers.SelectMany(number => (byte[])[(byte)((ushort)number >> 8), (byte)(ushort)number])];
    }
}
