namespace Farlink.Radios.RNode;

/// <summary>What an RNode's error numbers mean (Framing.h).</summary>
internal static class RNodeError
{
    /// <summary>Whether a frame that was handed over is lost; other errors are about other things.</summary>
    public static bool EndsSend(byte number) => number is 2 or 4 or 6;

    public static string Describe(string path, byte number) => number switch
    {
        1 => $"The RNode at {path} cannot start its radio chip: look at its board and antenna switch; rnodeconf --info.",
        2 => $"The RNode at {path} did not send the frame.",
        4 => $"The RNode at {path} has too many frames waiting.",
        5 => $"The RNode at {path} has no memory left.",
        6 => $"The radio chip of the RNode at {path} does not answer it.",
        _ => $"The RNode at {path} reports error {number}.",
    };
}
