using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Bench;

/// <summary>How many of the seed's messages a full link carries.</summary>
internal static class RateBench
{
    /// <summary>The seed's 35 octets with other letters: the checker tells messages apart by their payload.</summary>
    private static MqttMessage Unlike(int number)
    {
        var payload = BenchLink.Seed(number % 10).Payload.ToArray();
        for (var i = 0; i < 5; i++, number /= 26) payload[i] = (byte)('A' + (number % 26));
        return BenchLink.Seed(0) with { Payload = payload };
    }

    /// <summary>Messages a second, in the base's inbox.</summary>
    public static double PerSecond(double loss)
    {
        using var link = new BenchLink(1, loss);
        const int count = 20_000;
        for (var i = 0; i < count; i++)
            link.Site.Submit(new Submission { Link = BenchLink.Id, Message = Unlike(i) });
        var start = link.Network.Time.Now;
        link.Network.Time.Run(start + Duration.FromSeconds(36_000), () => link.Delivery.Received == count);
        return link.Delivery.Received / (link.Network.Time.Now - start).Seconds;
    }
}
