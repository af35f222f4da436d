namespace Farlink.Radios.Sx126x;

/// <summary>Registers that the driver uses (data sheet table 12-1 and chapter 15).</summary>
internal enum Sx126xRegister : ushort
{
    IqPolarity = 0x0736,
    SyncWordMsb = 0x0740,
    FrequencyError = 0x076B,
    TransmitModulation = 0x0889,
    ReceiveGain = 0x08AC,
    TransmitClamp = 0x08D8,
    OverCurrent = 0x08E7,
    RtcControl = 0x0902,
    EventMask = 0x0944,
}
