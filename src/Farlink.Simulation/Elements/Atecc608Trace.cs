namespace Farlink.Simulation.Elements;

/// <summary>The directions that <see cref="Atecc608Model.Trace"/> is told.</summary>
public static class Atecc608Trace
{
    /// <summary>A write to address 0: a wake pulse. Never acknowledged.</summary>
    public const string Wake = "wake";

    /// <summary>A write to the chip that it acknowledged.</summary>
    public const string Write = "write";

    /// <summary>A write to the chip that it did not acknowledge, or not to the end.</summary>
    public const string RefusedWrite = "write refused";

    /// <summary>A read from the chip, with what it gave.</summary>
    public const string Read = "read";

    /// <summary>A read that the chip did not acknowledge; no octets.</summary>
    public const string RefusedRead = "read refused";
}
