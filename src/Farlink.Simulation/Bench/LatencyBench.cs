using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Bench;

/// <summary>How long an urgent message takes from its acceptance to the base's inbox, over its own airtime.</summary>
internal static class LatencyBench
{
    private static readonly LoRaModulation Modulation = new();

    /// <summary>On an idle link.</summary>
    public static Duration Idle()
    {
        using var link = new BenchLink(1);
        return Worst(link, tries: 50, _ => link.RunFor(30));
    }

    /// <summary>Behind a message of 64 KiB that is on its way, at many points of it.</summary>
    public static Duration BehindBulk()
    {
        using var link = new BenchLink(1);
        var random = new Random(7);
        return Worst(link, tries: 100, number =>
        {
            if (link.Site.Machine!.Status(BenchLink.Id, link.Site.Now).QueuedMessages == 0)
            {
                var payload = new byte[65_000];
                random.NextBytes(payload);
                link.Site.Submit(new Submission
                {
                    Link = BenchLink.Id,
                    Priority = Priority.Bulk,
                    Message = new MqttMessage { Topic = $"/bulk/{number}", Payload = payload },
                });
            }

            link.RunFor(2 + (random.NextDouble() * 3));
        });
    }

    /// <summary>The longest of several, less the airtime of a frame that carries it alone.</summary>
    private static Duration Worst(BenchLink link, int tries, Action<int> before)
    {
        var worst = Duration.Zero;
        for (var i = 0; i < tries; i++)
        {
            before(i);
            var message = BenchLink.Seed(i % 10) with { Topic = $"/urgent/{i % 3}" };
            Instant? arrived = null;
            link.Network.OnPublished = (_, row) =>
            {
                if (row.Message.Topic == message.Topic) arrived ??= link.Network.Time.Now;
            };
            var start = link.Network.Time.Now;
            var octets = 0;
            link.Network.OnFrame = frame =>
            {
                if (frame.Sender == link.Site.Radio && arrived is null) octets = frame.Octets.Length;
            };
            link.Site.Submit(new Submission { Link = BenchLink.Id, Priority = Priority.Urgent, Message = message });
            link.Network.Time.Run(start + Duration.FromSeconds(60), () => arrived is not null);

            // The broker takes 2 ms more; the figure ends in the inbox.
            var taken = arrived!.Value - start - Duration.FromMilliseconds(2) - LoRaAirtime.Of(Modulation, octets);
            if (taken > worst) worst = taken;
        }

        return worst;
    }
}
