using Farlink.Protocol.Airtime;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Units;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Simulation.Bench;

/// <summary>The figures of the link, all measured now, in virtual time, beside what people use today.</summary>
public static class LinkBench
{
    /// <summary>Measures everything; a figure at a time, as it is known.</summary>
    /// <param name="crashes">Crash points to enumerate.</param>
    /// <param name="onProgress">Told what is being measured.</param>
    public static IEnumerable<Figure> Run(long crashes, Action<string> onProgress)
    {
        ArgumentNullException.ThrowIfNull(onProgress);
        return new Func<IEnumerable<Figure>>[] { FixedCost, Goodput, Rates, Latencies, Farm, Airtimes, Compressed }
            .SelectMany(measure =>
            {
                onProgress(measure.Method.Name);
                return measure();
            })
            .Concat(Crashes(crashes, onProgress)).Concat(Day());
    }

    private static IEnumerable<Figure> FixedCost()
    {
        var (first, repeat, acknowledgement) = FixedCostBench.Measure();
        yield return new Figure("fixed_first", "fixed cost of a first transmission", first, "octets", 11);
        yield return new Figure("fixed_repeat", "fixed cost of a repeat", repeat, "octets", 13);
        yield return new Figure("fixed_acknowledgement", "a gapless acknowledgement", acknowledgement, "octets", 12);
    }

    private static IEnumerable<Figure> Goodput()
    {
        foreach (var (loss, target) in ((double, double)[])
            [(0, 0.94), (0.05, 0.92 * 0.95), (0.1, 0.92 * 0.9), (0.2, 0.92 * 0.8), (0.3, 0.92 * 0.7), (0.5, 0.89 * 0.5)])
        {
            yield return new Figure(
                $"goodput_loss_{100 * loss:0}", $"goodput at {100 * loss:0} % loss, over 255-octet frames back to back",
                GoodputBench.Mean(loss, 7), "", Math.Round(target, 4), IsAtMost: false);
        }
    }

    private static IEnumerable<Figure> Rates()
    {
        foreach (var (loss, target) in ((double, double)[])[(0, 2.1), (0.3, 5.3)])
        {
            var own = RateBench.PerSecond(loss);
            var radioHead = PeerSystem.RadioHeadReliable.Measure(loss, 1).PerSecond;
            yield return new Figure(
                $"rate_over_radiohead_loss_{100 * loss:0}",
                $"seed's messages a second on a full link over RadioHead's reliable datagram, {100 * loss:0} % loss",
                own / radioHead, "x", target, IsAtMost: false)
            {
                Peers =
                [
                    ("Farlink /s", own),
                    .. PeerSystem.All.Select(peer => ($"{peer.Name} /s", peer.Measure(loss, 1).PerSecond)),
                ],
            };
        }
    }

    private static IEnumerable<Figure> Latencies()
    {
        var largest = LoRaAirtime.Of(new LoRaModulation(), LoRaAirtime.LongestPayloadOctets).Milliseconds;
        yield return new Figure(
            "urgent_idle", "urgent message on an idle link, over its airtime", LatencyBench.Idle().Milliseconds, "ms", 25);
        yield return new Figure(
            "urgent_behind_bulk", "urgent message behind a 64 KiB one, over its airtime and one largest frame",
            LatencyBench.BehindBulk().Milliseconds - largest, "ms", 100);
    }

    private static IEnumerable<Figure> Farm()
    {
        var farm = FarmBench.Measure();
        yield return new Figure(
            "farm_missing", $"12 sites at 1 %, 10 % loss: of {farm.Sent} messages not delivered", farm.Missing, "", 0);
        yield return new Figure("farm_violations", "12 sites: rules broken", farm.Violations.Count, "", 0);
        yield return new Figure("farm_p95", "12 sites: latency, 95 of 100 below", farm.P95.Seconds, "s");
        yield return new Figure(
            "farm_base_airtime", "12 sites: airtime of the base an hour", farm.BaseAirtimePerHour.Seconds, "s");
    }

    private static IEnumerable<Figure> Airtimes()
    {
        using var link = new BenchLink(1);
        var before = link.Site.AirtimeSent + link.Base.AirtimeSent;
        const int count = 500;
        for (var i = 0; i < count; i++)
        {
            link.Site.Submit(new Protocol.Link.Submission { Link = BenchLink.Id, Message = BenchLink.Seed(i) });
            link.RunFor(5);
        }

        link.RunFor(100);
        var all = (link.Site.AirtimeSent + link.Base.AirtimeSent - before).Milliseconds / count;
        yield return new Figure(
            "airtime_all_in", "seed's workload, one message a frame, uncompressed: airtime of both ends", all, "ms")
        {
            Peers = [.. PeerSystem.All.Select(peer => ($"{peer.Name} ms", peer.Measure(0, 1).AirtimeEach.Milliseconds))],
        };
    }

    private static IEnumerable<Figure> Crashes(long crashes, Action<string> onProgress)
    {
        onProgress("Crashes");
        var result = CrashEnumeration.Run(crashes, onProgress: points => onProgress($"Crashes {points}"));
        yield return new Figure("crash_points", "crash points enumerated", result.Points, "", crashes, IsAtMost: false);
        yield return new Figure("crash_violations", "messages lost or doubled in them", result.Violations.Count, "", 0);
    }

    private static IEnumerable<Figure> Compressed()
    {
        foreach (var latency in (Duration[])[Duration.Zero, Duration.FromSeconds(60)])
        {
            var result = SeedBench.Measure(latency);
            var (key, text, site, all) = latency == Duration.Zero
                ? ("seed_each", "seed's workload, one message a frame", 41.6, 44.5)
                : ("seed_60s", "seed's workload, gathered for 60 s", 3.9, 5.0);
            yield return new Figure(
                $"{key}_site", $"{text}: airtime of the site a message", result.Site.Milliseconds, "ms", site);
            yield return new Figure(
                $"{key}_all_in", $"{text}: airtime of both ends a message", result.AllIn.Milliseconds, "ms", all)
            {
                Peers = [.. PeerSystem.All.Select(peer => ($"{peer.Name} ms", peer.Measure(0, 1).AirtimeEach.Milliseconds))],
            };
            yield return new Figure(
                $"{key}_confirmed", $"{text}: until confirmed, at most", result.Confirmed.Seconds, "s",
                latency == Duration.Zero ? 90 : null);
        }

        yield return new Figure(
            "seed_60s_after_loss", "seed's workload, gathered for 60 s: delivered after a burst was lost, at most",
            Enumerable.Range(5, 6).Max(burst => SeedBench.AfterLoss(Duration.FromSeconds(60), burst)).Seconds, "s", 70);

        foreach (var hidden in (bool[])[false, true])
        {
            var crowd = CrowdBench.Measure(hidden);
            var (key, text) = hidden
                ? ("crowd_hidden", $"100 sites, {100 * crowd.HiddenShare:0} % of pairs hidden") : ("crowd", "100 sites");
            yield return new Figure($"{key}_missing", $"{text}: of {crowd.Sent} messages not delivered", crowd.Missing, "", 0);
            yield return new Figure(
                $"{key}_collisions", $"{text}: frames lost to collisions", 100 * crowd.CollidedShare, "%", 2);
        }

        var own = RateBench.CompressedPerSecond();
        yield return new Figure(
            "rate_compressed", "seed's messages a second on a full link, compressed, over RadioHead's reliable datagram",
            own / PeerSystem.RadioHeadReliable.Measure(0, 1).PerSecond, "x", 300, IsAtMost: false)
        {
            Peers = [("Farlink /s", own)],
        };
    }

    /// <summary>The zigbee2mqtt trace on a full link, beside RadioHead with frames of the same payloads.</summary>
    /// <param name="folder">Where <c>zigbee2mqtt.tsv</c> is.</param>
    public static Figure TraceRate(string folder)
    {
        const string text =
            "messages a second of a recorded zigbee2mqtt on a full link, compressed, over RadioHead's reliable datagram";
        var file = Path.Combine(folder, "zigbee2mqtt.tsv");
        if (!File.Exists(file))
            return new Figure("rate_zigbee2mqtt", $"{text}: no {file}, see --traces", double.NaN, "x", 50, IsAtMost: false);
        var trace = TelemetryTrace.Read(file);
        var mean = (int)trace.Average(message => message.Payload.Length);
        var own = RateBench.CompressedPerSecond(trace);
        var other = PeerSystem.RadioHeadReliable.WithPayload(mean).Measure(0, 1).PerSecond;
        return new Figure("rate_zigbee2mqtt", text, own / other, "x", 50, IsAtMost: false)
        {
            Peers = [("Farlink /s", own), ($"RadioHead reliable, payloads of {mean} octets /s", other)],
        };
    }

    private static IEnumerable<Figure> Day()
    {
        foreach (var (mebibytes, key, text, target) in ((int, string, string, double)[])
            [(0, "day", "", 2), (ModelSize.DefaultMebibytes, "day_compressed", ", compressed", 18)])
        {
            var (taken, missing) = DayBench.Measure(mebibytes);
            yield return new Figure(
                $"{key}_seconds", $"simulating a day of the seed's workload{text}, both ends, one core", taken.TotalSeconds, "s",
                target);
            yield return new Figure($"{key}_missing", "messages of that day not delivered", missing, "", 0);
        }
    }
}
