using Farlink.Protocol.Units;

namespace Farlink.Simulation.Air;

/// <summary>What the air is like.</summary>
public sealed record ChannelOptions
{
    /// <summary>
    /// Path loss at <see cref="ReferenceMetres"/>; default 128.95 dB (measured in the open at Oulu, as FLoRa uses it).
    /// </summary>
    public Decibel ReferenceLoss { get; init; } = new(128.95);

    /// <summary>Where the reference was measured; default 1,000 m.</summary>
    public double ReferenceMetres { get; init; } = 1000;

    /// <summary>Path loss exponent; default 2.32.</summary>
    public double Exponent { get; init; } = 2.32;

    /// <summary>Standard deviation of the loss between two places, drawn once a pair; default 0 dB.</summary>
    public Decibel Shadowing { get; init; } = new(0);

    /// <summary>Receiver noise figure; default 6 dB.</summary>
    public Decibel NoiseFigure { get; init; } = new(6);

    /// <summary>Share of frames lost beyond all that is modelled, 0 to 1; default 0.</summary>
    public double Loss { get; init; }

    /// <summary>Share of the time in which a receiver hears nothing (fading, a neighbour's burst), 0 to 1; default 0.</summary>
    public double OutageShare { get; init; }

    /// <summary>Mean length of such an outage; default 2 s.</summary>
    public Duration OutageLength { get; init; } = Duration.FromSeconds(2);

    /// <summary>A frame survives another of its spreading factor if it is so much stronger; default 6 dB (LoRaSim).</summary>
    public Decibel Capture { get; init; } = new(6);
}
