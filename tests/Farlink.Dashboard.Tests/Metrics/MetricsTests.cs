using System.Net;
using Farlink.Dashboard.Metrics;
using Farlink.Protocol.Link;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Tests.Shared;

namespace Farlink.Dashboard.Tests.Metrics;

/// <summary>What /metrics says.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_OfASite_AreItsFigures()
    {
        await using var bench = await Bench.StartAsync(prepare: source =>
        {
            source.GivenReports[0] = MetricsBench.WithLink(StatusReports.Site, MetricsBench.Link);
            MetricsBench.Send(source.Watch, "barn/door");
        });
        var told = await MetricsBench.ScrapeAsync(bench);
        (string, string) end = ("end", "site"), link = ("link", "barn");
        Assert.Equal(1, told.Value(
            "farlink_info", end, ("version", "0.1.0"), ("name", "barn"), ("mode", "farlink"), ("simulated", "false")));
        Assert.Equal(3723.5, told.Value("farlink_uptime_seconds", end));
        Assert.Equal(0.4, told.Value("farlink_pump_age_seconds", end));
        Assert.Equal(1, told.Value("farlink_radio_up", end));
        Assert.Equal(4, told.Value("farlink_broker_clients", end));
        Assert.Equal(1_200_000, told.Value("farlink_store_written_bytes_total", end));
        Assert.Equal(7, told.Value("farlink_messages_taken_total", end));
        Assert.Equal(-96, told.Value("farlink_link_rssi_dbm", end, link));
        Assert.Equal(17, told.Value("farlink_link_margin_db", end, link));
        Assert.Equal(0.125, told.Value("farlink_link_loss_ratio", end, link));
        Assert.Equal(1.25, told.Value("farlink_link_round_trip_seconds", end, link));
        Assert.Equal(100, told.Value("farlink_link_frames_sent_total", end, link));
        Assert.Equal(420, told.Value("farlink_link_queue_bytes", end, link));
        Assert.Equal(12, told.Value("farlink_link_inbox_messages", end, link));
        (string, string) band = ("band", "g3 869.4-869.65 MHz");
        Assert.Equal(1.234567, told.Value("farlink_airtime_used_seconds", end, band));
        Assert.Equal(360, told.Value("farlink_airtime_budget_seconds", end, band));
        Assert.Equal(0.0715, told.Value("farlink_airtime_sent_seconds_total", end, ("use", "data")));
        Assert.Equal(1, told.Value("farlink_frames_sent_total", end, ("use", "data")));
        Assert.True(told.Value("farlink_process_resident_memory_bytes") > 1_000_000);
        Assert.True(told.Value("farlink_process_cpu_seconds_total") > 0);
    }

    [Fact]
    public async Task Metrics_All_HaveOurPrefixAndLabelsOfTheList()
    {
        HashSet<string> labels = ["end", "link", "band", "use", "reason", "version", "name", "mode", "simulated"];
        var all = await MetricsBench.EverythingAsync();
        Assert.True(all.Count > 40);
        Assert.All(all.Values, one =>
        {
            Assert.StartsWith("farlink_", one.Name, StringComparison.Ordinal);
            Assert.Equal(one.Type == "counter", one.Name.EndsWith("_total", StringComparison.Ordinal));
            Assert.Subset(labels, one.Samples.SelectMany(sample => sample.Labels.Keys).ToHashSet());
        });
    }

    [Fact]
    public async Task Metrics_NoLongerKnown_AreAbsent()
    {
        await using var bench = await Bench.StartAsync();
        Assert.Equal(-96, (await MetricsBench.ScrapeAsync(bench)).Value("farlink_link_rssi_dbm"));
        bench.Source.GivenReports[0] = MetricsBench.WithLink(StatusReports.Site, StatusReports.Link with { Rssi = null });
        var later = await MetricsBench.ScrapeAsync(bench);
        Assert.DoesNotContain("farlink_link_rssi_dbm", later.Families.Keys);
        Assert.Equal(9.5, later.Value("farlink_link_snr_db"));
        bench.Source.GivenReports.Clear();
        Assert.DoesNotContain("farlink_link_snr_db", (await MetricsBench.ScrapeAsync(bench)).Families.Keys);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(null, 601)]
    public async Task Metrics_OfALinkThatIsSilent_HaveNoSignal(bool? isOnline, int heardSecondsAgo)
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.GivenReports[0] = MetricsBench.WithLink(
            StatusReports.Site,
            MetricsBench.Link with { IsOnline = isOnline, SinceHeard = Duration.FromSeconds(heardSecondsAgo) }));
        var told = await MetricsBench.ScrapeAsync(bench);
        foreach (var name in (string[])["rssi_dbm", "snr_db", "margin_db", "loss_ratio", "round_trip_seconds"])
            Assert.DoesNotContain($"farlink_link_{name}", told.Families.Keys);
        Assert.Equal(heardSecondsAgo, told.Value("farlink_link_heard_age_seconds"));
    }

    [Fact]
    public async Task Metrics_OfAnotherMoment_AreLookedUpOnceAScrape()
    {
        await using var bench = await Bench.StartAsync();
        var before = bench.Source.Asked;
        await MetricsBench.ScrapeAsync(bench);
        bench.Source.GivenReports[0] = StatusReports.Site with { Uptime = Duration.FromSeconds(4000) };
        Assert.Equal(4000, (await MetricsBench.ScrapeAsync(bench)).Value("farlink_uptime_seconds"));
        Assert.Equal(2, bench.Source.Asked - before);
    }

    [Theory]
    [InlineData("barn\"} 1\nfarlink_link_rssi_dbm{link=\"forged")]
    [InlineData("back\\slash\\n and \\\" quote")]
    [InlineData(Seen.Hostile)]
    [InlineData("{} # EOF")]
    public async Task Metrics_HostileLinkName_StaysInsideItsLabel(string name)
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.GivenReports[0] =
            MetricsBench.WithLink(StatusReports.Site, MetricsBench.Link with { Name = name }));
        var told = await MetricsBench.ScrapeAsync(bench);
        var sample = Assert.Single(told.Family("farlink_link_rssi_dbm").Samples);
        Assert.Equal(Printable.Escape(name), sample.Labels["link"]);
        Assert.Equal(-96, sample.Value);
    }

    [Fact]
    public async Task Metrics_TwoLinksOfOneName_AreToldApart()
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.GivenReports[0] = MetricsBench.WithLink(
            StatusReports.Site, MetricsBench.Link, MetricsBench.Link with { Id = 2 },
            MetricsBench.Link with { Id = 3, Name = "well" }));
        var told = await MetricsBench.ScrapeAsync(bench);
        Assert.Equal(
            ["barn (1)", "barn (2)", "well"],
            told.Family("farlink_link_session").Samples.Select(one => one.Labels["link"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Metrics_MostLinksOfABase_AreAllThere()
    {
        await using var bench = await Bench.StartAsync(prepare: source =>
        {
            source.About = source.About with { Role = "base" };
            var links = Enumerable.Range(1, 255).Select(id => MetricsBench.Link with { Id = id, Name = $"site{id}" });
            source.GivenReports[0] = MetricsBench.WithLink(StatusReports.Full, [.. links]);
        });
        var told = await MetricsBench.ScrapeAsync(bench);
        Assert.Equal(255, told.Family("farlink_link_queue_messages").Samples.Count);
        Assert.Equal(-96, told.Value("farlink_link_rssi_dbm", ("link", "site255")));
    }

    [Fact]
    public async Task Metrics_RadioHeadSenders_ShareOneSeries()
    {
        await using var bench = await Bench.StartAsync();
        for (var sender = 1; sender <= 100; sender++)
        {
            var link = MetricsBench.Link with { Mode = "radiohead", Id = sender, Name = $"any node, last {sender}" };
            bench.Source.GivenReports[0] = MetricsBench.WithLink(StatusReports.Site, link);
            var samples = (await MetricsBench.ScrapeAsync(bench)).Family("farlink_link_frames_received_total").Samples;
            Assert.Equal("radiohead", Assert.Single(samples).Labels["link"]);
        }
    }

    [Fact]
    public async Task Metrics_ManyTopics_AddNoSeries()
    {
        await using var bench = await Bench.StartAsync(prepare: source => MetricsBench.Send(source.Watch, "secret/topic/0"));
        var few = await MetricsBench.TextAsync(bench);
        for (var i = 1; i <= 1000; i++) MetricsBench.Send(bench.Source.Watch, $"secret/topic/{i}", (byte)(1 + (i % 200)));
        var many = await MetricsBench.TextAsync(bench);
        Assert.Equal(few.Count(sign => sign == '\n'), many.Count(sign => sign == '\n'));
        Assert.DoesNotContain("secret", many, StringComparison.Ordinal);
        var told = Exposition.Parse(many);
        Assert.Equal(1001, told.Value("farlink_frames_sent_total", ("use", "data")));
        Assert.True(told.Value("farlink_compression_plain_bytes_total") > 1000);
    }

    [Fact]
    public async Task Refused_ByReason_RisesBetweenScrapes()
    {
        await using var bench = await Bench.StartAsync(prepare: MetricsBench.UseNative);
        MetricsBench.Refuse(bench.Source, LinkRefusal.NotAuthentic, 600);
        MetricsBench.Refuse(bench.Source, LinkRefusal.Duplicate, 2);
        var first = await MetricsBench.ScrapeAsync(bench);
        Assert.Equal(600, first.Value("farlink_frames_refused_total", ("end", "site"), ("reason", "not_authentic")));
        Assert.Equal(2, first.Value("farlink_frames_refused_total", ("reason", "duplicate")));
        MetricsBench.Refuse(bench.Source, LinkRefusal.NotAuthentic, 1);
        var second = await MetricsBench.ScrapeAsync(bench);
        Assert.Equal(601, second.Value("farlink_frames_refused_total", ("reason", "not_authentic")));
        Assert.Equal(2, second.Value("farlink_frames_refused_total", ("reason", "duplicate")));
    }

    [Fact]
    public async Task Refused_NothingYet_IsZeroForEveryReason()
    {
        await using var bench = await Bench.StartAsync(prepare: MetricsBench.UseNative);
        var first = (await MetricsBench.ScrapeAsync(bench)).Family("farlink_frames_refused_total").Samples;
        Assert.Equal(Enum.GetValues<LinkRefusal>().Length, first.Count);
        Assert.All(first, sample => Assert.Equal(("site", 0d), (sample.Labels["end"], sample.Value)));

        // The count comes into a series that is there already, whatever the reason.
        foreach (var reason in Enum.GetValues<LinkRefusal>()) MetricsBench.Refuse(bench.Source, reason, 1);
        var second = (await MetricsBench.ScrapeAsync(bench)).Family("farlink_frames_refused_total").Samples;
        Assert.Equal(first.Select(sample => sample.Key).Order(), second.Select(sample => sample.Key).Order());
        Assert.All(second, sample => Assert.Equal(1, sample.Value));
    }

    [Theory]
    [InlineData("farlink", "acknowledgement control data handshake poll repeat")]
    [InlineData("radiohead", "acknowledgement data repeat")]
    public async Task Sent_NothingYet_IsZeroForEveryUse(string mode, string uses)
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.GivenReports[0] =
            StatusReports.Site with { Service = StatusReports.Site.Service with { Mode = mode } });
        var told = await MetricsBench.ScrapeAsync(bench);
        foreach (var name in (string[])["farlink_frames_sent_total", "farlink_airtime_sent_seconds_total"])
        {
            var samples = told.Family(name).Samples;
            Assert.Equal(uses, string.Join(' ', samples.Select(sample => sample.Labels["use"]).Order(StringComparer.Ordinal)));
            Assert.All(samples, sample => Assert.Equal(0, sample.Value));
        }
    }

    [Fact]
    public async Task Metrics_OfTheDemo_HaveBothEnds()
    {
        await using var bench = await Bench.StartAsync(prepare: source =>
        {
            DemoBench.Add(source);
            source.GivenReports.Add(StatusReports.Full);
        });
        var told = await MetricsBench.ScrapeAsync(bench);
        Assert.Equal(1, told.Value("farlink_radio_up", ("end", "site")));
        Assert.Equal(0, told.Value("farlink_radio_up", ("end", "base")));
        Assert.Equal(1, told.Value("farlink_broker_in_doubt_total", ("end", "base")));
    }

    [Fact]
    public async Task Metrics_OfTwoDashboardsInOneProcess_DoNotMix()
    {
        await using var one = await Bench.StartAsync();
        await using var two = await Bench.StartAsync(prepare: source =>
            source.GivenReports[0] = StatusReports.Site with { Uptime = Duration.FromSeconds(2) });
        Assert.Equal(3723.5, (await MetricsBench.ScrapeAsync(one)).Value("farlink_uptime_seconds"));
        Assert.Equal(2, (await MetricsBench.ScrapeAsync(two)).Value("farlink_uptime_seconds"));
        Assert.Equal(3723.5, (await MetricsBench.ScrapeAsync(one)).Value("farlink_uptime_seconds"));
    }

    [Fact]
    public async Task Certificates_OfOthersAndOwn_AreByUse()
    {
        using var certificate = TestCertificate.Create();
        await using var bench = await Bench.StartAsync(
            options => options with { Certificate = certificate },
            source => source.Certificates = [new CertificateEnd("broker", DateTimeOffset.FromUnixTimeSeconds(1_800_000_000))]);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown!.GetCertHashString() == certificate.GetCertHashString();
        using var client = new HttpClient(handler) { BaseAddress = bench.Server.Address };
        var told = Exposition.Parse(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
        const string Name = "farlink_certificate_expiry_timestamp_seconds";
        Assert.Equal(1_800_000_000, told.Value(Name, ("use", "broker")));
        Assert.Equal(
            new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds(), told.Value(Name, ("use", "dashboard")));
    }

    [Fact]
    public async Task Metrics_AskedForOpenMetrics_AreThat()
    {
        await using var bench = await Bench.StartAsync();
        using var response = await bench.SendAsync("/metrics", ("Accept", "application/openmetrics-text;version=1.0.0"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/openmetrics-text", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("# UNIT farlink_uptime_seconds seconds\n", text, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
    }
}
