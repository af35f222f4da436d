using Farlink.Protocol.Airtime;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Bench;

/// <summary>The seed's workload, a message every 5 s, compressed, on a band of 10 %.</summary>
internal static class SeedBench
{
    private const int Messages = 1000;

    /// <summary>What it takes.</summary>
    /// <param name="Site">Airtime of the site a message.</param>
    /// <param name="AllIn">Airtime of both ends a message.</param>
    /// <param name="Confirmed">Longest time from acceptance until the site knew that the base has it.</param>
    public sealed record Result(Duration Site, Duration AllIn, Duration Confirmed);

    /// <summary>
    /// Gathered messages of which a whole burst is lost: the longest time from when one was on the air until it was published.
    /// </summary>
    /// <param name="latency">Time to gather.</param>
    /// <param name="lostBurst">Which burst is lost, from 1, once the session has settled.</param>
    public static Duration AfterLoss(Duration latency, int lostBurst)
    {
        using var link = new BenchLink(1, duty: DutyCycle.FromPercent(10), modelMebibytes: ModelSize.DefaultMebibytes);
        Dictionary<string, Instant> onAir = [];
        var longest = Duration.Zero;
        var bursts = 0;
        string Name(MqttMessage message) => Convert.ToHexString(message.Payload.Span);
        link.Network.OnEvent = (host, happened) =>
        {
            if (host == link.Site && happened is LinkEvent.OnAir { Row: var row }) onAir.TryAdd(Name(row.Message), host.Now);
        };
        link.Network.OnPublished = (host, row) =>
        {
            var taken = host.Now - onAir[Name(row.Message)];
            if (taken > longest) longest = taken;
        };
        link.Network.OnFrame = frame =>
        {
            if (frame.Sender == link.Site.Radio)
                link.Network.Channel.Block(link.Site.Radio, link.Base.Radio, ++bursts == lostBurst ? 1 : 0);
        };
        for (var i = 0; i < Messages / 4; i++)
        {
            link.Site.Submit(new Submission { Link = BenchLink.Id, Message = BenchLink.Seed(i), MostLatency = latency });
            link.RunFor(5);
        }

        link.RunFor(200);
        if (link.Delivery.Missing > 0) throw new InvalidOperationException($"{link.Delivery.Missing} messages are missing");
        return longest;
    }

    public static Result Measure(Duration latency)
    {
        using var link = new BenchLink(
            1, duty: DutyCycle.FromPercent(10), modelMebibytes: ModelSize.DefaultMebibytes);
        var longest = Duration.Zero;
        link.Network.OnEvent = (host, happened) =>
        {
            if (host != link.Site || happened is not LinkEvent.Confirmed { Row: var row }) return;
            if (host.Now - row.Accepted > longest) longest = host.Now - row.Accepted;
        };
        var (site, station) = (link.Site.AirtimeSent, link.Base.AirtimeSent);
        for (var i = 0; i < Messages; i++)
        {
            link.Site.Submit(new Submission { Link = BenchLink.Id, Message = BenchLink.Seed(i), MostLatency = latency });
            link.RunFor(5);
        }

        link.RunFor(200);
        if (link.Delivery.Missing > 0) throw new InvalidOperationException($"{link.Delivery.Missing} messages are missing");
        var siteEach = (link.Site.AirtimeSent - site).Nanoseconds / Messages;
        var baseEach = (link.Base.AirtimeSent - station).Nanoseconds / Messages;
        return new Result(new Duration(siteEach), new Duration(siteEach + baseEach), longest);
    }
}
