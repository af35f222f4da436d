using Farlink.Protocol.Airtime;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Pairing;

/// <summary>What one end of a pairing over the air is set up for.</summary>
public sealed record AirPairingOptions
{
    /// <summary>Which end this is.</summary>
    public required LinkRole Role { get; init; }

    /// <summary>Its name; see <see cref="PairedCredential.IsName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Its static key: x || y, 64 octets.</summary>
    public required ReadOnlyMemory<byte> Point { get; init; }

    /// <summary>How frames go on the air; repeats are spaced by it. Default SF7, 125 kHz.</summary>
    public LoRaModulation Modulation { get; init; } = new();

    /// <summary>Longest frame of the radio and region, in octets; default 255.</summary>
    public int MostFrameOctets { get; init; } = LoRaAirtime.LongestPayloadOctets;

    /// <summary>How long this end stays open; default 2 minutes.</summary>
    public Duration Opening { get; init; } = Duration.FromSeconds(120);
}
