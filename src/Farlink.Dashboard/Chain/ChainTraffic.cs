using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Chain;

/// <summary>What moves along the chain.</summary>
/// <param name="Up">From the devices to the upstream.</param>
/// <param name="Down">The other way.</param>
/// <param name="FramesLastMinute">Frames that the ends here sent in the last minute.</param>
/// <param name="Frames">The same since the start; null: no end runs here.</param>
internal sealed record ChainTraffic(ChainWay Up, ChainWay Down, int FramesLastMinute, long? Frames)
{
    /// <summary>Counts it.</summary>
    /// <param name="traffic">What was seen.</param>
    /// <param name="site">The site's role; null: it does not run here.</param>
    /// <param name="station">The base's role; null: it does not run here.</param>
    public static ChainTraffic Of(LinkTraffic traffic, string? site, string? station)
    {
        var atSite = site is null ? default : traffic.FramesSent(site);
        var atBase = station is null ? default : traffic.FramesSent(station);
        return new ChainTraffic(
            ChainWay.Of(traffic, site, station), ChainWay.Of(traffic, station, site),
            atSite.LastMinute + atBase.LastMinute, site is null && station is null ? null : atSite.Total + atBase.Total);
    }
}
