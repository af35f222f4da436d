namespace Farlink.Radios.Sx126x;

/// <summary>Interrupts (data sheet table 13-29).</summary>
[Flags]
internal enum Sx126xIrq : ushort
{
    None = 0,
    TransmitDone = 0x0001,
    ReceiveDone = 0x0002,
    PreambleDetected = 0x0004,
    HeaderValid = 0x0010,
    HeaderError = 0x0020,
    CrcError = 0x0040,
    ActivityDone = 0x0080,
    ActivityDetected = 0x0100,
    Timeout = 0x0200,
}
