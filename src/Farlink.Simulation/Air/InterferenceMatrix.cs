namespace Farlink.Simulation.Air;

/// <summary>
/// How much stronger than an interferer a frame must be to survive it, by both spreading factors (Croce et al., "Impact of LoRa
/// Imperfect Orthogonality", IEEE Communications Letters 2018, measured). Equal factors use the capture of the options.
/// </summary>
internal static class InterferenceMatrix
{
    private static readonly double[,] Needed =
    {
        { 1, -8, -9, -9, -9, -9 },
        { -11, 1, -11, -12, -13, -13 },
        { -15, -13, 1, -13, -14, -15 },
        { -19, -18, -17, 1, -17, -18 },
        { -22, -22, -21, -20, 1, -20 },
        { -25, -25, -25, -24, -23, 1 },
    };

    /// <summary>Signal-to-interference ratio needed, in dB; SF5 and SF6 count as SF7.</summary>
    public static double NeededDb(int wanted, int interferer) => Needed[Index(wanted), Index(interferer)];

    private static int Index(int spreadingFactor) => Math.Clamp(spreadingFactor, 7, 12) - 7;
}
