using Farlink.Simulation.Air;

namespace Farlink.Simulation.RNode;

/// <summary>How a modelled RNode is built.</summary>
public sealed record RNodeOptions
{
    /// <summary>For people; default <c>rnode</c>.</summary>
    public string Name { get; init; } = "rnode";

    /// <summary>Where it stands; default the origin.</summary>
    public Position Position { get; init; }

    /// <summary>
    /// A link to its port, which stays when it is unplugged, as those of <c>/dev/serial/by-id</c> do; default none.
    /// </summary>
    public string? Link { get; init; }

    /// <summary>Its board's highest power, in dBm; default 22 (SX1262), with an SX1276 17.</summary>
    public byte HighestPower { get; init; } = 22;

    /// <summary>Its firmware; default 1.86.</summary>
    public Version Firmware { get; init; } = new(1, 86);

    /// <summary>Whether it prints text when it is plugged in, as an ESP32 does; default yes.</summary>
    public bool PrintsAtStart { get; init; } = true;

    /// <summary>
    /// Whether it tells its airtime after each transmission, as firmware for ESP32 and nRF52 does; default yes.
    /// </summary>
    public bool TellsAirtime { get; init; } = true;

    /// <summary>Whether it says that it started anew, as the same firmware does; default yes.</summary>
    public bool TellsReset { get; init; } = true;
}
