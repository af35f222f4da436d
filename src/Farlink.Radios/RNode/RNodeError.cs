namespace Farlink.Radios.RNode;

/// <summary>What an RNode's error numbers mean (Framing.h).</summary>
internal static class RNodeError
{
    public static string Describe(string path, byte number) => number switch
    {
        1 => $"The RNode at {path} cannot start its radio chip: look at its board and antenna switch; rnodeconf --info.",
        2 => $"The RNode at {path} did not send the frame.",
        3 => $"The RNode at {path} is locked: rnodeconf --eeprom-bootstrap.",
        4 => $"The RNode at {path} has too many frames waiting.",
        5 => $"The RNode at {path} has no memory left.",
        6 => $"The radio chip of the RNode at {path} does not answer it.",
        _ => $"The RNode at {path} reports error {number}.",
    };
}
