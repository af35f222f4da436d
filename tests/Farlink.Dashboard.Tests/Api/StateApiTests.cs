using System.Net;
using System.Text;
using System.Text.Json;
using Farlink.Dashboard.Tests.Metrics;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Tests.Shared;

namespace Farlink.Dashboard.Tests.Api;

/// <summary>What is asked and answered.</summary>
public sealed class StateApiTests
{
    private static readonly string[] Nodes = ["device", "broker", "site", "air", "base", "upstream"];

    [Fact]
    public async Task About_WithoutLogin_TellsEverything()
    {
        await using var bench = await Bench.StartAsync();
        var about = await bench.GetAsync("/api/about");
        Assert.Equal("farlink", about.GetProperty("program").GetString());
        Assert.Equal("site", about.GetProperty("role").GetString());
        Assert.Equal("barn", about.GetProperty("name").GetString());
        Assert.False(about.GetProperty("demo").GetBoolean());
        Assert.False(about.GetProperty("page").GetBoolean());
        Assert.False(about.GetProperty("payloads").GetBoolean());
        Assert.Equal("site", about.GetProperty("ends")[0].GetString());
        Assert.Equal("2026-11-26T12:00:00.000Z", about.GetProperty("now").GetString());
    }

    [Fact]
    public async Task State_OfASite_IsWhatStatusTells()
    {
        await using var bench = await Bench.StartAsync(prepare: source => MetricsBench.Send(source.Watch, "barn/door"));
        var state = await bench.GetAsync("/api/state");
        Assert.Equal("2026-11-26T12:00:00.000Z", state.GetProperty("at").GetString());
        var end = Assert.Single(state.GetProperty("ends").EnumerateArray());
        Assert.Equal(Encoding.UTF8.GetString(StatusJson.Write(StatusReports.Site)).TrimEnd('\n'), end.GetRawText());
        Assert.Equal(Nodes, Texts(state, "chain", "nodes", "id"));
        Assert.Equal("unknown", Node(state, "upstream").GetProperty("state").GetString());
        Assert.Equal("ok", Node(state, "base").GetProperty("state").GetString());
        Assert.Equal(1, state.GetProperty("chain").GetProperty("edges")[0].GetProperty("moves").GetInt64());
        var band = state.GetProperty("airtime").GetProperty("bands")[0];
        Assert.Equal("site", band.GetProperty("end").GetString());
        Assert.Equal(360_000, band.GetProperty("budget_ms").GetDouble());
    }

    [Fact]
    public async Task Chain_WithTrouble_ShowsWhereItIs()
    {
        await using var bench = await Bench.StartAsync(prepare: source =>
        {
            source.GivenReports.Clear();
            source.GivenReports.Add(StatusReports.Full);
            source.Watch.Events.Add("base", EventKind.Broker, EventLevel.Error, null, "connection refused again");
        });
        var state = await bench.GetAsync("/api/state");
        Assert.Equal("error", Node(state, "base").GetProperty("state").GetString());
        Assert.Equal("no room", Node(state, "base").GetProperty("last_error").GetString());
        Assert.Equal("error", Node(state, "air").GetProperty("state").GetString());
        Assert.Equal("error", Node(state, "upstream").GetProperty("state").GetString());
        Assert.Equal("connection refused", Node(state, "upstream").GetProperty("last_error").GetString());
        Assert.Equal("unknown", Node(state, "device").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Airtime_Asked_HasItsParts()
    {
        await using var bench = await Bench.StartAsync();
        var airtime = await bench.GetAsync("/api/airtime");
        Assert.Equal(
            ["bands", "by_use", "by_topic", "compression", "forecast"], airtime.EnumerateObject().Select(one => one.Name));
        Assert.Equal(0.0034, airtime.GetProperty("forecast").GetProperty("hour_used_share").GetDouble());
    }

    [Fact]
    public async Task Events_Asked_AreInTheirOrderAndByPages()
    {
        await using var bench = await Bench.StartAsync(prepare: source =>
        {
            for (var i = 1; i <= 5; i++)
                source.Watch.Events.Add("site", EventKind.Session, EventLevel.Info, 1, $"session {i}");
        });
        Assert.Equal([1L, 2, 3, 4, 5], Ids(await bench.GetAsync("/api/events"), "events"));
        Assert.Equal([4L, 5], Ids(await bench.GetAsync("/api/events?after=3"), "events"));
        Assert.Equal([4L], Ids(await bench.GetAsync("/api/events?after=3&limit=1"), "events"));
        Assert.Equal([2L, 3], Ids(await bench.GetAsync("/api/events?before=4&limit=2"), "events"));
        var first = (await bench.GetAsync("/api/events?limit=1")).GetProperty("events")[0];
        Assert.Equal("session", first.GetProperty("kind").GetString());
        Assert.Equal("info", first.GetProperty("level").GetString());
        Assert.Equal("session 5", first.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("/api/events?after=x")]
    [InlineData("/api/events?after=-1")]
    [InlineData("/api/events?after=1&before=2")]
    [InlineData("/api/events?limit=0")]
    [InlineData("/api/events?limit=501")]
    [InlineData("/api/events?limit=1&limit=2")]
    [InlineData("/api/events?no_such=1")]
    [InlineData("/api/frames?limit=1.5")]
    [InlineData("/api/frames/x")]
    [InlineData("/api/messages/9999999999999999999")]
    [InlineData("/api/messages?from=yesterday")]
    [InlineData("/api/messages?from=2026-11-26T12:00:00Z&to=2026-11-26T11:00:00Z")]
    [InlineData("/api/messages?topic=a/%23/b")]
    [InlineData("/api/links/history?link=1&span=10m")]
    [InlineData("/api/links/history?role=site&link=256&span=10m")]
    [InlineData("/api/links/history?role=site&link=1&span=2d")]
    public async Task Parameter_Wrong_IsExplained(string path)
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.History = source);
        await bench.GetAsync(path, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/frames/7")]
    [InlineData("/api/messages/7")]
    [InlineData("/api/demo")]
    [InlineData("/api/links/history?role=site&link=2&span=10m")]
    [InlineData("/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    public async Task Path_OfNothing_IsNotFound(string path)
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.History = source);
        await bench.GetAsync(path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Method_Wrong_NamesTheRightOne()
    {
        await using var bench = await Bench.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri("/api/state", UriKind.Relative));
        using var response = await bench.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("10m", 10)]
    [InlineData("1d", 600)]
    [InlineData("1mo", 600)]
    public async Task History_OfALink_IsByColumns(string span, int step)
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.History = source);
        var history = await bench.GetAsync($"/api/links/history?role=site&link=1&span={span}");
        Assert.Equal(
            [
                "link", "name", "span", "step_s", "t", "rssi_dbm", "snr_db", "margin_db", "loss", "repeats", "round_trip_s",
                "queue", "online",
            ],
            history.EnumerateObject().Select(one => one.Name));
        Assert.Equal(step, history.GetProperty("step_s").GetInt32());
        Assert.Equal("[-96,null]", history.GetProperty("rssi_dbm").GetRawText());
        Assert.Equal("[1,null]", history.GetProperty("online").GetRawText());
    }

    [Fact]
    public async Task History_NotKept_SaysHow()
    {
        await using var bench = await Bench.StartAsync();
        var error = await bench.GetAsync("/api/links/history?role=site&link=1&span=10m", HttpStatusCode.NotFound);
        Assert.Contains("history = true", error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_ThatCannotBeRead_SaysWhy()
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.History = source);
        bench.Source.HistoryTrouble = "history.db: the disk does not answer.";
        var error = await bench.GetAsync("/api/links/history?role=site&link=1&span=1d", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(bench.Source.HistoryTrouble, error.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Metrics_SwitchedOff_AreNotFound()
    {
        await using var off = await Bench.StartAsync(options => options with { HasMetrics = false });
        await off.GetAsync("/metrics", HttpStatusCode.NotFound);
    }

    private static JsonElement Node(JsonElement state, string id) =>
        state.GetProperty("chain").GetProperty("nodes").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);

    private static IEnumerable<string?> Texts(JsonElement root, string outer, string inner, string name) =>
        root.GetProperty(outer).GetProperty(inner).EnumerateArray().Select(one => one.GetProperty(name).GetString());

    private static IEnumerable<long> Ids(JsonElement root, string name) =>
        root.GetProperty(name).EnumerateArray().Select(one => one.GetProperty("id").GetInt64());
}
