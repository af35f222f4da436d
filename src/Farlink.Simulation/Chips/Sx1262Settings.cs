using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using static Farlink.Simulation.Chips.Sx1262Map;

namespace Farlink.Simulation.Chips;

/// <summary>What an SX1262 was told by its configuring commands, and what that means on the air.</summary>
internal sealed class Sx1262Settings
{
    private readonly Dictionary<byte, byte[]> _last = [];

    public ushort IrqMask => Word(DioIrqParams, 0);

    public ushort Dio1Mask => Word(DioIrqParams, 2);

    public byte TxBase => Octet(BufBase, 0);

    public byte RxBase => Octet(BufBase, 1);

    public byte PayloadLength => Octet(PktParams, 3);

    public bool Dio2IsSwitch => Octet(Dio2Switch, 0) == 1;

    public int CadSymbols => 1 << Math.Min(4, (int)Octet(CadParams, 0));

    /// <summary>Whether it goes on to receive after a detection that found something.</summary>
    public bool CadReceives => Octet(CadParams, 3) == 1;

    /// <summary>Timeout of that reception.</summary>
    public byte[] CadTimeout => [Octet(CadParams, 4), Octet(CadParams, 5), Octet(CadParams, 6)];

    /// <summary>The mode after a transmission or reception (SetRxTxFallbackMode).</summary>
    public byte FallbackMode => Octet(Fallback, 0) switch { 0x40 => 4, 0x30 => 3, _ => 2 };

    public Hertz Frequency
    {
        get
        {
            var steps = ((uint)Word(SetFreq, 0) << 16) | Word(SetFreq, 2);
            return new Hertz((long)Math.Round(steps * 32e6 / (1 << 25)));
        }
    }

    public void Reset() => _last.Clear();

    public void Take(byte command, byte[] parameters) => _last[command] = parameters;

    /// <summary>SetPaConfig and SetTxParams; the current limit keeps an amplifier below its best.</summary>
    public Dbm Power(byte overCurrent)
    {
        var wanted = unchecked((sbyte)Octet(TxParams, 0));
        var isSx1261 = Octet(PaConf, 2) == 1;
        if (isSx1261) return new Dbm(Math.Clamp(Octet(PaConf, 0) >= 6 ? wanted + 1 : wanted, -17, 15));
        var most = Octet(PaConf, 1) switch { 7 => 22, 5 => 20, 3 => 17, 2 => 14, _ => 0 };
        if (overCurrent < 0x38) most = Math.Min(most, 14);
        return new Dbm(Math.Clamp((int)wanted, -9, most));
    }

    /// <summary>How it sends or listens; null where what it was told is incomplete or contradicts itself.</summary>
    public LoRaModulation? Modulation(IReadOnlyDictionary<ushort, byte> registers)
    {
        if (Octet(PktType, 0) != 1 || !_last.ContainsKey(ModParams) || !_last.ContainsKey(PktParams)) return null;
        var factor = Octet(ModParams, 0);
        var parity = Octet(ModParams, 2);
        if (factor is < 5 or > 12 || parity is 0 or > 4 || BandwidthHertz(Octet(ModParams, 1)) is not { } bandwidth) return null;
        var sync = (registers.GetValueOrDefault(RegSync), registers.GetValueOrDefault((ushort)(RegSync + 1)));
        if ((sync.Item1 & 0x0F) != 4 || (sync.Item2 & 0x0F) != 4) return null;

        // Chapter 15.4: bit 2 must fit the chirps, or packets are lost.
        var isInverted = Octet(PktParams, 5) == 1;
        if ((registers.GetValueOrDefault(RegIq) & 0x04) == 0 != isInverted) return null;
        return new LoRaModulation
        {
            SpreadingFactor = new SpreadingFactor(factor),
            Bandwidth = new Hertz(bandwidth),
            CodingRate = CodingRate.FromParityBits(parity),
            LowDataRateOptimize = Octet(ModParams, 3) == 1,
            PreambleSymbols = Math.Max(6, (int)Word(PktParams, 0)),
            ExplicitHeader = Octet(PktParams, 2) == 0,
            Crc = Octet(PktParams, 4) == 1,
            SyncWord = (byte)((sync.Item1 & 0xF0) | (sync.Item2 >> 4)),
            InvertIq = isInverted,
        };
    }

    private byte Octet(byte command, int index) =>
        _last.TryGetValue(command, out var parameters) && index < parameters.Length ? parameters[index] : (byte)0;

    private ushort Word(byte command, int index) => (ushort)((Octet(command, index) << 8) | Octet(command, index + 1));
}
