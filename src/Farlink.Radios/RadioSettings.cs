using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios;

/// <summary>Channel, modulation and power of a modem.</summary>
public sealed record RadioSettings
{
    /// <summary>Centre frequency.</summary>
    public required Hertz Frequency { get; init; }

    /// <summary>Modulation; default SF7, 125 kHz, 4/5, as the seed (Bw125Cr45Sf128).</summary>
    public LoRaModulation Modulation { get; init; } = new();

    /// <summary>Power at the antenna connector; default 14 dBm.</summary>
    public Dbm TransmitPower { get; init; } = new(14);
}
