namespace Farlink.Radios.Sx127x;

/// <summary>RegIrqFlags; writing a one clears it.</summary>
[Flags]
internal enum Sx127xFlags : byte
{
    None = 0,
    ActivityDetected = 0x01,
    ActivityDone = 0x04,
    TransmitDone = 0x08,
    CrcError = 0x20,
    ReceiveDone = 0x40,
}
