namespace Farlink.Simulation.Chips;

/// <summary>
/// Commands, flags and registers of the SX1262 as its data sheet (rev. 2.1, chapters 11 to 13 and 15) has them. Typed apart from
/// the driver's list, on purpose.
/// </summary>
internal static class Sx1262Map
{
    public const byte ClrIrq = 0x02, ClrErrors = 0x07, DioIrqParams = 0x08, WriteReg = 0x0D, WriteBuf = 0x0E, GetIrq = 0x12;
    public const byte RxBufferStatus = 0x13, PktStatus = 0x14, RssiInst = 0x15, GetErrors = 0x17, ReadReg = 0x1D, ReadBuf = 0x1E;
    public const byte SetStandby = 0x80, SetRx = 0x82, SetTx = 0x83, SetSleep = 0x84, SetFreq = 0x86, CadParams = 0x88;
    public const byte Calibrate = 0x89, PktType = 0x8A, ModParams = 0x8B, PktParams = 0x8C, TxParams = 0x8E, BufBase = 0x8F;
    public const byte PaConf = 0x95, Regulator = 0x96, Dio3Tcxo = 0x97, CalImage = 0x98, Dio2Switch = 0x9D, Status = 0xC0;
    public const byte SetFs = 0xC1, SetCad = 0xC5, SymbTimeout = 0xA0, Fallback = 0x93;

    public const ushort TxDone = 0x0001, RxDone = 0x0002, PreambleDetected = 0x0004, HeaderValid = 0x0010, HeaderErr = 0x0020;
    public const ushort CrcErr = 0x0040, CadDone = 0x0080, CadDetected = 0x0100, RxTxTimeout = 0x0200;

    public const ushort RegIq = 0x0736, RegSync = 0x0740, RegFreqError = 0x076B, RegOcp = 0x08E7;

    /// <summary>The clock did not start (table 13-86).</summary>
    public const ushort XoscStartError = 0x0020;

    /// <summary>Values after a reset that are not zero (table 12-1).</summary>
    public static (ushort Register, byte Value)[] ResetValues { get; } =
    [
        (0x0736, 0x0D), (0x0740, 0x14), (0x0741, 0x24), (0x0889, 0x01), (0x08AC, 0x94), (0x08D8, 0xC8), (0x08E7, 0x18),
        (0x0911, 0x05), (0x0912, 0x05),
    ];

    /// <summary>Octets after the opcode without which a command is none (chapter 13).</summary>
    public static int LeastParameters(byte command) => command switch
    {
        SetStandby or Calibrate or Regulator => 1,
        ClrIrq or ClrErrors or WriteReg => 2,
        SetRx or SetTx or PaConf => 3,
        WriteBuf => 1,
        Dio3Tcxo => 4,
        _ => 0,
    };

    /// <summary>Bandwidth codes of SetModulationParams, in hertz.</summary>
    public static long? BandwidthHertz(byte code) => code switch
    {
        0x00 => 7_812,
        0x08 => 10_417,
        0x01 => 15_625,
        0x09 => 20_833,
        0x02 => 31_250,
        0x0A => 41_667,
        0x03 => 62_500,
        0x04 => 125_000,
        0x05 => 250_000,
        0x06 => 500_000,
        _ => null,
    };

    /// <summary>Voltages of SetDIO3AsTcxoCtrl.</summary>
    public static double[] TcxoVolts { get; } = [1.6, 1.7, 1.8, 2.2, 2.4, 2.7, 3.0, 3.3];
}
