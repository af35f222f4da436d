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

    /// <summary>The same as it is exported. What is refused is told in the native format alone, so there are two.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync()
    {
        await using var radioHead = await Bench.StartAsync(prepare: source =>
        {
            source.Certificates = [new CertificateEnd("broker", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero))];
            source.GivenReports.Clear();
            source.GivenReports.AddRange([WithLink(StatusReports.Site, Link), WithLink(StatusReports.Full, Link)]);
            Send(source.Watch, "barn/door");
        });
        await using var native = await Bench.StartAsync(prepare: UseNative);
        Refuse(native.Source.Watch, LinkRefusal.NotAuthentic, 1);
        return [await TextAsync(radioHead), await TextAsync(native)];
    }

    public static void UseNative(BenchSource source) => source.Watch = new WatchHub(new WatchOptions(), TimeProvider.System);

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

    /// <summary>Frames come and are refused.</summary>
    public static void Refuse(WatchHub watch, LinkRefusal reason, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            watch.Observe(new ChainEvent.LinkFrameReceived("site", new ReceivedFrame(new byte[] { 1, 2, 3, 4 }, default)));
            watch.Observe(new ChainEvent.LinkHappened("site", new LinkEvent.Refused(reason, 1)));
        }
    }
}
