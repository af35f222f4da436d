namespace Farlink.Protocol.Bridging;

/// <summary>Which way a route lets messages pass.</summary>
public enum RouteDirection
{
    /// <summary>From the site to the base.</summary>
    Up,

    /// <summary>From the base to the site.</summary>
    Down,

    /// <summary>Both ways.</summary>
    Both,
}
