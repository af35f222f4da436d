namespace Farlink.Protocol.Session;

/// <summary>The two ends of a link.</summary>
public enum LinkRole
{
    /// <summary>The end with the devices; it opens sessions.</summary>
    Site = 0,

    /// <summary>The end with Internet; it answers.</summary>
    BaseStation = 1,
}
