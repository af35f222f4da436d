using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Runtime.HomeAssistant;
using Farlink.Runtime.Link;
using Farlink.Runtime.Services;

namespace Farlink.Runtime.Tests.HomeAssistant;

/// <summary>What is told to Home Assistant, against its documentation, and against what the reports really have.</summary>
public sealed partial class DiscoveryPayloadTests
{
    private static readonly LinkStatus Known = new()
    {
        Link = 1,
        Name = "barn",
        Mode = "edhoc",
        IsEnded = false,
        IsPaused = false,
        HasSession = true,
        SessionAge = Duration.FromSeconds(60),
        IsOnline = true,
        SinceHeard = Duration.FromSeconds(3),
        Quality = new LinkQuality(new Dbm(-97), new Decibel(7.5)),
        Margin = new Decibel(15),
        Power = new Dbm(11),
        QueuedMessages = 2,
        QueuedOctets = 34,
        OldestAge = null,
        InboxMessages = 0,
        InboxOctets = 0,
        FramesSent = 5,
        FramesRepeated = 1,
        FramesReceived = 4,
        Loss = 0.25,
        RoundTrip = null,
        HighestGiven = 9,
        Freed = 8,
        HeldOctets = 0,
    };

    [Theory]
    [InlineData("barn", LinkRole.BaseStation)]
    [InlineData("barn", LinkRole.Site)]
    [InlineData("Süd-Stall 2 \"alt\"", LinkRole.BaseStation)]
    [InlineData("{{ 1 }}", LinkRole.BaseStation)]
    public void Write_AnySite_IsWhatTheDocumentationAsks(string site, LinkRole role)
    {
        var names = Names(role, "house");
        Assert.Empty(DiscoverySchema.Check(names.TopicOf(site), Write(names, site, role == LinkRole.BaseStation)));
    }

    /// <summary>The file was written from the documentation's tables, not by this program.</summary>
    [Fact]
    public void Write_Base_IsTheFile()
    {
        var written = Write(Names(LinkRole.BaseStation, "house"), "barn", isBase: true);
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Here(), "base.json")));
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(written.Span)), Encoding.UTF8.GetString(written.Span));
    }

    [Fact]
    public void Write_Site_HasNoPresenceAndNoAvailability()
    {
        var text = Encoding.UTF8.GetString(Write(Names(LinkRole.Site, "barn"), "barn", isBase: false).Span);
        Assert.DoesNotContain("farlink/barn/state", text, StringComparison.Ordinal);
        Assert.Contains("farlink/barn/link", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_All_ReadWhatAReportHas()
    {
        var totals = new PumpTotals(Duration.FromSeconds(1), new Dictionary<LinkRefusal, long>(), 0);
        using var report = JsonDocument.Parse(LinkReports.Quality(Known, totals, 0, 0).Payload);
        var told = report.RootElement.EnumerateObject().Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        var read = LinkSensor.All.SelectMany(sensor => ReportKey().Matches(sensor.Template))
            .Select(match => match.Groups["key"].Value).Append("session").ToList();
        Assert.Equal(LinkSensor.All.Count + 1, read.Count);
        Assert.DoesNotContain(read, key => !told.Contains(key));
        Assert.Equal(15, report.RootElement.GetProperty("margin_db").GetDouble());
    }

    /// <summary>Only the text None takes back a number; an empty text leaves the last one standing.</summary>
    [Fact]
    public void Templates_NumberThatAReportMayLack_ResetTheSensor()
    {
        var unknown = Known with { SinceHeard = null, Quality = default, Margin = null, Power = null };
        var totals = new PumpTotals(Duration.FromSeconds(1), new Dictionary<LinkRefusal, long>(), 0);
        using var report = JsonDocument.Parse(LinkReports.Quality(unknown, totals, 0, 0).Payload);
        var lacking = LinkSensor.All
            .Where(sensor => !report.RootElement.TryGetProperty(ReportKey().Match(sensor.Template).Groups["key"].Value, out _))
            .ToList();
        Assert.Equal(["rssi", "snr", "margin", "power", "heard"], lacking.Select(sensor => sensor.Key));
        Assert.All(lacking, sensor => Assert.EndsWith("| default('None') }}", sensor.Template, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_OtherEndsAndSites_AreOthers()
    {
        var first = Names(LinkRole.BaseStation, "house");
        DiscoveryNames[] others =
            [first, Names(LinkRole.BaseStation, "mill"), Names(LinkRole.Site, "house"), Names(LinkRole.BaseStation, "hou/se")];
        string[] sites = ["barn", "well", "b rn", "b_rn", "B_RN", "bärn"];
        var all = others.SelectMany(names => sites.Select(site => (Topic: names.TopicOf(site), Id: names.IdOf(site)))).ToList();
        Assert.Equal(all.Count, all.DistinctBy(one => one.Topic).Count());
        Assert.Equal(all.Count, all.DistinctBy(one => one.Id).Count());
        Assert.Equal("homeassistant/device/farlink-base-house/barn/config", first.TopicOf("barn"));
        Assert.Equal(first.IdOf("barn"), Names(LinkRole.BaseStation, "house").IdOf("barn"));
    }

    [Theory]
    [InlineData("homeassistant/device/farlink-base-house/barn/config", true)]
    [InlineData("homeassistant/device/farlink-base-house2/barn/config", false)]
    [InlineData("homeassistant/device/other/config", false)]
    public void IsOwn_Topic_IsOneBelowThisEnd(string topic, bool expected) =>
        Assert.Equal(expected, Names(LinkRole.BaseStation, "house").IsOwn(topic));

    internal static DiscoveryNames Names(LinkRole role, string end) => new(new LinkServiceOptions
    {
        Name = end,
        Broker = BrokerSetup.Own(new Mqtt.Broker.BrokerOptions { Listeners = [] }),
        Radio = new Radios.RadioSettings { Frequency = Hertz.FromMegahertz(869.525) },
        Station = new StationOptions { Role = role, Links = [] },
        Routes = [],
        StorePath = "unused.db",
        HomeAssistant = new DiscoveryOptions { Version = "1.2.3" },
    });

    private static ReadOnlyMemory<byte> Write(DiscoveryNames names, string site, bool isBase) =>
        DiscoveryPayload.Write(new DiscoverySubject
        {
            Site = site,
            Id = names.IdOf(site),
            IsBase = isBase,
            Version = "1.2.3",
            ExpireAfter = 180,
        });

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"value_json\.(?<key>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ReportKey();
}
