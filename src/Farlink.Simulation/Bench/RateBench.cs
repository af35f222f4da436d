using Farlink.Protocol.Compression;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Simulation.Bench.Codec;

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

    /// <summary>Messages a second, in the base's inbox, uncompressed.</summary>
    public static double PerSecond(double loss) => PerSecond(new BenchLink(1, loss), 20_000, Unlike);

    /// <summary>Messages a second, in the base's inbox, compressed: the seed's as they are.</summary>
    public static double CompressedPerSecond() =>
        PerSecond(new BenchLink(1, modelMebibytes: ModelSize.DefaultMebibytes), 60_000, number => BenchLink.Seed(number));

    /// <summary>Messages a second, published by the base, compressed: those of a recorded trace, all of them.</summary>
    public static double CompressedPerSecond(IReadOnlyList<TraceMessage> trace)
    {
        using var link = new BenchLink(1, modelMebibytes: ModelSize.DefaultMebibytes);
        var published = 0;
        link.Network.OnPublished = (_, _) => published++;
        foreach (var message in trace)
        {
            link.Site.Submit(new Submission
            {
                Link = BenchLink.Id,
                Message = new MqttMessage { Topic = message.Topic, Payload = message.Payload },
            });
        }

        var start = link.Network.Time.Now;
        link.Network.Time.Run(start + Duration.FromSeconds(36_000), () => published == trace.Count);
        return published / (link.Network.Time.Now - start).Seconds;
    }

    private static double PerSecond(BenchLink made, int count, Func<int, MqttMessage> message)
    {
        using var link = made;
        for (var i = 0; i < count; i++)
            link.Site.Submit(new Submission { Link = BenchLink.Id, Message = message(i) });
        var start = link.Network.Time.Now;
        link.Network.Time.Run(start + Duration.FromSeconds(36_000), () => link.Delivery.Received == count);
        return link.Delivery.Received / (link.Network.Time.Now - start).Seconds;
    }
}
