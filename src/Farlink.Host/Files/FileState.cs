namespace Farlink.Host.Files;

/// <summary>What writing a file would do.</summary>
public enum FileState
{
    /// <summary>There is none of its name.</summary>
    New,

    /// <summary>There is one with another text, mode or owner.</summary>
    Changed,

    /// <summary>It is there as it is to be.</summary>
    Same,

    /// <summary>We may not look.</summary>
    Unknown,
}
