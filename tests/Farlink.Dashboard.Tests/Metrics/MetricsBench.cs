using Farlink.Dashboard.Metrics;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Tests.Shared;

namespace Farlink.Dashboard.Tests.Metrics;

/// <summary>Scrapes dashboards.</summary>
internal static class MetricsBench
{
    /// <summary>A link of which everything is known.</summary>
    public static LinkFigures Link => StatusReports.Link with
    {
        RoundTrip = Duration.FromSeconds(1.25),
        Inbox = new InboxFigures(12, 1400),
    };

    public static async Task<string> TextAsync(Bench bench)
    {
        using var response = await bench.SendAsync("/metrics");
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStringAsync();
    }

    public static async Task<Exposition> ScrapeAsync(Bench bench) => Exposition.Parse(await TextAsync(bench));

    /// <summary>Everything that can be measured.</summary>
    public static async Task<IReadOnlyDictionary<string, MetricFamily>> EverythingAsync()
    {
        Dictionary<string, MetricFamily> all = [];
        foreach (var text in await TextsAsync())
            foreach (var (name, family) in Exposition.Parse(text).Families) all.TryAdd(name, family);
        return all;
    }

    /// <summary>The same as it is exported: of a dashboard that has everything, and of one that has little.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync()
    {
        await using var full = await Bench.StartAsync(prepare: source =>
        {
            source.Certificates = [new CertificateEnd("broker", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero))];
            source.GivenReports.Clear();
            source.GivenReports.AddRange([WithLink(StatusReports.Site, Link), WithLink(StatusReports.Full, Link)]);
            Send(source.Watch, "barn/door");
        });
        Refuse(full.Source, LinkRefusal.NotAuthentic, 1);
        await using var quiet = await Bench.StartAsync();
        return [await TextAsync(full), await TextAsync(quiet)];
    }

    public static StatusReport WithLink(StatusReport report, params LinkFigures[] links) =>
        report with { Service = report.Service with { Links = links } };

    /// <summary>A message of this topic goes over the air.</summary>
    public static void Send(WatchHub watch, string topic, byte id = 1)
    {
        watch.Observe(new ChainEvent.SiteAccepted(new MqttMessage { Topic = topic, Payload = "open"u8.ToArray() }));
        var frame = new byte[RadioHeadHeader.Size + 8];
        new RadioHeadHeader(2, 1, id, 0).Write(frame);
        watch.Observe(new ChainEvent.FrameSent("site", frame, new Transmission(default, Duration.FromMilliseconds(71.5))));
    }

    /// <summary>The first end has refused nothing yet.</summary>
    public static void UseNative(BenchSource source) => SetRefused(
        source, Enum.GetValues<LinkRefusal>().ToDictionary(reason => RefusalName.Of(reason), _ => 0L));

    /// <summary>The first end refused more frames.</summary>
    public static void Refuse(BenchSource source, LinkRefusal reason, long frames)
    {
        var counts = source.GivenReports[0].Service.Refused.ToDictionary();
        counts[RefusalName.Of(reason)] = counts.GetValueOrDefault(RefusalName.Of(reason)) + frames;
        SetRefused(source, counts);
    }

    private static void SetRefused(BenchSource source, Dictionary<string, long> counts)
    {
        var report = source.GivenReports[0];
        source.GivenReports[0] = report with { Service = report.Service with { Refused = counts } };
    }
}
