using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Bench;

/// <summary>How many of the seed's messages a full link carries.</summary>
internal static class RateBench
{
    /// <summary>Messages a second, in the base's inbox.</summary>
    public static double PerSecond(double loss)
    {
        using var link = new BenchLink(1, loss);
        const int count = 20_000;
        for (var i = 1; i <= count; i++) link.Site.Submit(new Submission { Link = BenchLink.Id, Message = BenchLink.Seed(i % 10 + (10 * i)) });
        var start = link.Network.Time.Now;
        link.Network.Time.Run(start + Duration.FromSeconds(36_000), () => link.Delivery.Received == count);
        return link.Delivery.Received / (link.Network.Time.Now - start).Seconds;
    }
}
