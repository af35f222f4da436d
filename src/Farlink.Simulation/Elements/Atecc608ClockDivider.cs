namespace Farlink.Simulation.Elements;

/// <summary>
/// How fast the chip's core runs: bits 3 to 7 of ChipMode, configuration octet 19. Slower takes less current at its peak.
/// </summary>
public enum Atecc608ClockDivider
{
    /// <summary>Full speed, ChipMode 0x00: as delivered.</summary>
    M0,

    /// <summary>Slower, ChipMode 0x28.</summary>
    M1,

    /// <summary>Slowest, ChipMode 0x68: a self test no longer ends before the watchdog.</summary>
    M2,
}
