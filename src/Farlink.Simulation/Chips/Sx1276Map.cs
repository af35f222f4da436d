namespace Farlink.Simulation.Chips;

/// <summary>
/// The SX1276's registers, LoRa page, as the data sheet (rev. 7, table 41 and chapter 6.4) has them. Typed apart from the
/// driver's
/// list, on purpose: neither may borrow the other's mistakes.
/// </summary>
internal static class Sx1276Map
{
    public const byte Fifo = 0x00, OpMode = 0x01, FrfMsb = 0x06, FrfLsb = 0x08, PaConfig = 0x09, Ocp = 0x0B;
    public const byte FifoAddrPtr = 0x0D, FifoTxBase = 0x0E, FifoRxBase = 0x0F, FifoRxCurrent = 0x10, IrqFlagsMask = 0x11;
    public const byte IrqFlags = 0x12, RxNbBytes = 0x13, RxHeaderCntLsb = 0x15, RxPacketCntLsb = 0x17, ModemStat = 0x18;
    public const byte PktSnr = 0x19, PktRssi = 0x1A, Rssi = 0x1B, HopChannel = 0x1C, ModemConfig1 = 0x1D, ModemConfig2 = 0x1E;
    public const byte SymbTimeout = 0x1F, PreambleMsb = 0x20, PreambleLsb = 0x21, PayloadLength = 0x22, MaxPayload = 0x23;
    public const byte FifoRxByteAddr = 0x25, ModemConfig3 = 0x26, FeiMsb = 0x28, RssiWideband = 0x2C, IfFreq1 = 0x2F;
    public const byte DetectOptimize = 0x31, InvertIq = 0x33, DetectThreshold = 0x37, SyncWord = 0x39, InvertIq2 = 0x3B;
    public const byte DioMapping1 = 0x40, Version = 0x42, PaDac = 0x4D, Count = 0x80;

    /// <summary>First and last register of which FSK and LoRa have different ones (chapter 4.1.1.7).</summary>
    public const byte PageFirst = 0x0D, PageLast = 0x3F;

    public const byte RxTimeout = 0x80, RxDone = 0x40, PayloadCrcError = 0x20, ValidHeader = 0x10, TxDone = 0x08, CadDone = 0x04;
    public const byte CadDetected = 0x01;

    /// <summary>Registers that a host cannot write.</summary>
    public static bool IsReadOnly(byte register) => register is FifoRxCurrent or (>= RxNbBytes and <= HopChannel)
        or FifoRxByteAddr or (>= FeiMsb and <= RssiWideband) or Version;

    /// <summary>Values after a reset that are not zero.</summary>
    public static (byte Register, byte Value)[] ResetValues { get; } =
    [
        (0x01, 0x09), (0x02, 0x1A), (0x03, 0x0B), (0x05, 0x52), (0x06, 0x6C), (0x07, 0x80), (0x09, 0x4F), (0x0A, 0x09),
        (0x0B, 0x2B), (0x0C, 0x20), (0x0E, 0x80), (0x18, 0x10), (0x1D, 0x72), (0x1E, 0x70), (0x1F, 0x64), (0x21, 0x08),
        (0x22, 0x01), (0x23, 0xFF), (0x26, 0x04), (0x2F, 0x20), (0x31, 0xC3), (0x33, 0x27), (0x36, 0x03), (0x37, 0x0A),
        (0x39, 0x12), (0x3A, 0x52), (0x3B, 0x1D), (0x42, 0x12), (0x44, 0x2D), (0x4B, 0x09), (0x4D, 0x84), (0x5B, 0x00),
        (0x61, 0x13), (0x62, 0x0E), (0x63, 0x5B), (0x64, 0xDB), (0x70, 0xD0),
    ];

    /// <summary>
    /// What a host reads where it expects LoRa and finds FSK, of those it may look at: RegRxBw, RegAfcBw, RegOokPeak, RegOokFix,
    /// RegSyncConfig, RegIrqFlags1 and 2 (table 42).
    /// </summary>
    public static (byte Register, byte Value)[] FskResetValues { get; } =
        [(0x12, 0x15), (0x13, 0x0B), (0x14, 0x28), (0x15, 0x0C), (0x27, 0x93), (0x3E, 0x80), (0x3F, 0x40)];

    /// <summary>RegModemConfig1, bits 7 to 4, in hertz.</summary>
    public static long[] BandwidthHertz { get; } =
        [7_812, 10_417, 15_625, 20_833, 31_250, 41_667, 62_500, 125_000, 250_000, 500_000];
}
