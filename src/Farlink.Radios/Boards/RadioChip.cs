namespace Farlink.Radios.Boards;

/// <summary>A family of radio chips that one driver serves.</summary>
public enum RadioChip
{
    /// <summary>SX1276, 77, 78, 79; RFM95W and its like.</summary>
    Sx1276,

    /// <summary>SX1262: up to 22 dBm.</summary>
    Sx1262,

    /// <summary>SX1261: up to 15 dBm.</summary>
    Sx1261,
}
