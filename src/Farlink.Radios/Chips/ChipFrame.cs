using Farlink.Protocol.Units;

namespace Farlink.Radios.Chips;

/// <summary>A frame as a chip received it.</summary>
internal sealed record ChipFrame(byte[] Octets, Dbm Rssi, Decibel Snr, Hertz FrequencyError);
