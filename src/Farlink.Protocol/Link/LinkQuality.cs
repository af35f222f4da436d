using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>How the last authentic frame of a link arrived.</summary>
/// <param name="Rssi">Signal strength, where the radio reports it.</param>
/// <param name="Snr">Signal-to-noise ratio, where the radio reports it.</param>
public readonly record struct LinkQuality(Dbm? Rssi, Decibel? Snr);
