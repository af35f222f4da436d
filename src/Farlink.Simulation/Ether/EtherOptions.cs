using Farlink.Protocol.Units;

namespace Farlink.Simulation.Ether;

/// <summary>The channel between simulated radios.</summary>
public sealed record EtherOptions
{
    /// <summary>Attenuation between any two radios, antennas included; default 110 dB, some kilometres with free sight.</summary>
    public Decibel PathLoss { get; init; } = new(110);

    /// <summary>Noise figure of the receivers; default 6 dB (SX1276 data sheet, sensitivity table).</summary>
    public Decibel NoiseFigure { get; init; } = new(6);

    /// <summary>How much stronger a frame must be to survive another one; default 6 dB (Bor et al., LoRaSim).</summary>
    public Decibel Capture { get; init; } = new(6);

    /// <summary>Probability from 0 to 1 that a frame is lost for no other reason; default 0.</summary>
    public double Loss { get; init; }
}
