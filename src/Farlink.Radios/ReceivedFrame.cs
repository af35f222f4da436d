using Farlink.Protocol.Units;

namespace Farlink.Radios;

/// <summary>A frame that arrived with a right CRC.</summary>
/// <param name="Octets">LoRa payload.</param>
/// <param name="At">When its last symbol arrived, on the radio's clock.</param>
/// <param name="Rssi">Signal strength, where the modem reports it.</param>
/// <param name="Snr">Signal-to-noise ratio, where the modem reports it.</param>
/// <param name="FrequencyError">How far the sender is off, where the modem reports it.</param>
public sealed record ReceivedFrame(
    ReadOnlyMemory<byte> Octets, Instant At, Dbm? Rssi = null, Decibel? Snr = null, Hertz? FrequencyError = null);
