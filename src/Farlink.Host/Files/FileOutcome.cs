namespace Farlink.Host.Files;

/// <summary>What was done to a file.</summary>
public enum FileOutcome
{
    /// <summary>It is there as it is to be.</summary>
    Written,

    /// <summary>It is there as it was.</summary>
    Restored,

    /// <summary>It was not there, and is no more.</summary>
    Removed,

    /// <summary>Somebody had changed it: the changed one is kept under another name.</summary>
    Kept,

    /// <summary>It was ours, others are in its place, and it is no more.</summary>
    Superseded,
}
