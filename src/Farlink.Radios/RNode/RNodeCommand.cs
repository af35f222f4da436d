namespace Farlink.Radios.RNode;

/// <summary>First octet of a KISS frame to and from an RNode (its firmware, Framing.h).</summary>
internal enum RNodeCommand : byte
{
    Data = 0x00,
    Frequency = 0x01,
    Bandwidth = 0x02,
    TransmitPower = 0x03,
    SpreadingFactor = 0x04,
    CodingRate = 0x05,
    RadioState = 0x06,
    Detect = 0x08,
    Leave = 0x0A,
    ShortTermAirtimeLock = 0x0B,
    LongTermAirtimeLock = 0x0C,
    PacketRssi = 0x23,
    PacketSnr = 0x24,
    ChannelTimes = 0x25,
    PhysicalParameters = 0x26,
    ChannelAccess = 0x28,
    FirmwareVersion = 0x50,
    Reset = 0x55,
    Error = 0x90,
}
