namespace Farlink.Radios.Chips;

/// <summary>What a radio chip reports.</summary>
[Flags]
internal enum ChipEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A frame is in its buffer.</summary>
    Received = 1,

    /// <summary>A frame came, and its CRC or header was wrong.</summary>
    ReceivedBroken = 2,

    /// <summary>The last symbol of ours has left.</summary>
    Transmitted = 4,

    /// <summary>It has listened for a preamble.</summary>
    ActivityDone = 8,

    /// <summary>And heard one.</summary>
    ActivityDetected = 16,
}
