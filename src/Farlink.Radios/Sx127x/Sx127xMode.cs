namespace Farlink.Radios.Sx127x;

/// <summary>RegOpMode in LoRa, with bit 7 always set: it may change in sleep only.</summary>
internal enum Sx127xMode : byte
{
    Sleep = 0x80,
    Standby = 0x81,
    Transmit = 0x83,
    Receive = 0x85,
    DetectActivity = 0x87,
}
