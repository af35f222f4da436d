namespace Farlink.Protocol.Session;

/// <summary>Which way frames go; each way has a key and an IV of its own.</summary>
public enum LinkDirection
{
    /// <summary>From the site to the base.</summary>
    Up = 0,

    /// <summary>From the base to the site.</summary>
    Down = 1,
}
