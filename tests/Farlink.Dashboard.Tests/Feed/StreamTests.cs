using System.Net;
using System.Text.Json;
using Farlink.Dashboard.Feed;
using Farlink.Runtime.Watching;
using Farlink.Storage;

namespace Farlink.Dashboard.Tests.Feed;

/// <summary>What happens reaches every page, once, and costs nothing while nobody looks.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task Stream_Opened_SaysHelloAndTheState()
    {
        await using var bench = await Bench.StartAsync(prepare: DemoBench.Add);
        await using var stream = await EventReader.OpenAsync(bench);
        var hello = await stream.NextAsync("hello");
        Assert.Equal("demo", hello.GetProperty("role").GetString());
        Assert.Matches("^[0-9a-f]{16}$", hello.GetProperty("instance").GetString()!);
        Assert.StartsWith(hello.GetProperty("instance").GetString()!, stream.LastId!, StringComparison.Ordinal);
        Assert.Equal("site", (await stream.NextAsync("state")).GetProperty("ends")[0].GetProperty("role").GetString());
        Assert.Equal(12, (await stream.NextAsync("demo")).GetProperty("published").GetInt64());
    }

    [Fact]
    public async Task Stream_SomethingHappens_IsToldToAllFromOneWriting()
    {
        await using var bench = await Bench.StartAsync();
        await using var one = await EventReader.OpenAsync(bench);
        await using var other = await EventReader.OpenAsync(bench);
        await one.NextAsync("hello");
        await other.NextAsync("hello");
        bench.Source.Watch.Events.Add("site", EventKind.Session, EventLevel.Info, 1, "a session began");
        var told = await one.NextAsync("events");
        var written = bench.Server.FeedWritten;
        Assert.Equal("a session began", told[0].GetProperty("text").GetString());
        Assert.Equal(told.GetRawText(), (await other.NextAsync("events")).GetRawText());
        Assert.Equal(one.LastId, other.LastId);
        Assert.InRange(written, 1, 10);
    }

    [Fact]
    public async Task Stream_NobodyLooks_DoesNothing()
    {
        await using var bench = await Bench.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            bench.Source.Watch.Events.Add("site", EventKind.Session, EventLevel.Info, 1, "a session began");
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((0, 0L), (bench.Source.Asked, bench.Server.FeedWritten));
    }

    [Fact]
    public async Task Stream_NothingHappens_HasAHeartbeat()
    {
        await using var bench = await Bench.StartAsync();
        await using var stream = await EventReader.OpenAsync(bench);
        await stream.NextAsync("hello");

        // Between two tellings of a state that stays there is the comment.
        var (name, _) = await stream.NextAsync();
        for (var i = 0; i < 20 && name is "state"; i++) (name, _) = await stream.NextAsync();
        Assert.Equal("", name);
    }

    [Fact]
    public async Task Stream_StateThatStays_IsNotToldEachSecond()
    {
        await using var bench = await Bench.StartAsync();
        await using var stream = await EventReader.OpenAsync(bench);
        var hello = await stream.NextAsync("state");
        var first = await stream.NextAsync("state");
        var second = await stream.NextAsync("state");
        Assert.InRange((At(second) - At(first)).TotalSeconds, 20, 3600);
        bench.Source.GivenReports[0] = bench.Source.GivenReports[0] with { Warnings = ["something new"] };
        var third = await stream.NextAsync("state");
        Assert.Equal("something new", third.GetProperty("ends")[0].GetProperty("warnings")[0].GetString());
        Assert.True(At(hello) <= At(first));

        static DateTimeOffset At(JsonElement state) => state.GetProperty("at").GetDateTimeOffset();
    }

    [Fact]
    public async Task Stream_NewSample_IsToldOnce()
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.History = source);
        await using var stream = await EventReader.OpenAsync(bench);
        await stream.NextAsync("hello");
        bench.Source.Samples.Add(new LinkSample { Role = "site", Link = 1, At = 100, RssiDbm = -96 });
        var sample = await stream.NextAsync("sample");
        Assert.Equal((100L, -96.0), (sample.GetProperty("t").GetInt64(), sample.GetProperty("rssi_dbm").GetDouble()));
        Assert.Equal("null", sample.GetProperty("snr_db").GetRawText());
        bench.Source.Samples[0] = new LinkSample { Role = "site", Link = 1, At = 110 };
        Assert.Equal(110, (await stream.NextAsync("sample")).GetProperty("t").GetInt64());

        // The clock was set back.
        bench.Source.Samples[0] = new LinkSample { Role = "site", Link = 1, At = 60 };
        Assert.Equal(60, (await stream.NextAsync("sample")).GetProperty("t").GetInt64());
    }

    [Fact]
    public async Task Stream_ClockSetBack_GoesOnAtItsPace()
    {
        await using var bench = await Bench.StartAsync();
        await using var stream = await EventReader.OpenAsync(bench);
        await stream.NextAsync("state");
        await stream.NextAsync("state");
        bench.Time.Offset = TimeSpan.FromHours(-1);
        var (name, _) = await stream.NextAsync();
        for (var i = 0; i < 20 && name is "state"; i++) (name, _) = await stream.NextAsync();
        Assert.Equal("", name);
        bench.Source.GivenReports[0] = bench.Source.GivenReports[0] with { Warnings = ["something new"] };
        var state = await stream.NextAsync("state");
        while (state.GetProperty("ends")[0].GetProperty("warnings").GetArrayLength() == 0)
            state = await stream.NextAsync("state");
        Assert.True(state.GetProperty("at").GetDateTimeOffset() < new DateTimeOffset(2026, 11, 26, 11, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Stream_ClientThatComesAgain_IsToldWhatItMissed()
    {
        await using var bench = await Bench.StartAsync();
        string id;
        await using (var before = await EventReader.OpenAsync(bench))
        {
            await before.NextAsync("hello");
            id = before.LastId!;
        }

        bench.Source.Watch.Events.Add("site", EventKind.Session, EventLevel.Info, 1, "meanwhile");
        await using var again = await EventReader.OpenAsync(bench, id);
        Assert.Equal("meanwhile", (await again.NextAsync("events"))[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Stream_ClientThatWasAwayLong_IsToldToFetch()
    {
        await using var bench = await Bench.StartAsync();
        string id;
        await using (var before = await EventReader.OpenAsync(bench))
        {
            await before.NextAsync("hello");
            id = before.LastId!;
        }

        for (var i = 0; i <= FeedComposer.MostBehind; i++)
            bench.Source.Watch.Events.Add("site", EventKind.Session, EventLevel.Info, 1, $"{i}");
        await using var again = await EventReader.OpenAsync(bench, id);
        Assert.Equal("""{"events":true}""", (await again.NextAsync("gap")).GetRawText());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0000000000000000-1-1-1")]
    [InlineData("-1-1-1")]
    public async Task Stream_IdOfAnotherRun_MeansNothing(string id)
    {
        await using var bench = await Bench.StartAsync(
            prepare: source => source.Watch.Events.Add("site", EventKind.Restart, EventLevel.Info, null, "before"));
        await using var stream = await EventReader.OpenAsync(bench, id);
        await stream.NextAsync("hello");
        bench.Source.Watch.Events.Add("site", EventKind.Session, EventLevel.Info, 1, "after");
        Assert.Equal("after", (await stream.NextAsync("events"))[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Stream_TooMany_IsRefusedUntilOneLeaves()
    {
        await using var bench = await Bench.StartAsync();
        List<EventReader> open = [];
        for (var i = 0; i < FeedHub.MostClients; i++)
        {
            open.Add(await EventReader.OpenAsync(bench));
            await open[i].NextAsync("hello");
        }

        await bench.GetAsync("/api/stream", HttpStatusCode.TooManyRequests);
        Assert.True(bench.Log.Has(1343, "32 pages are open already"));
        foreach (var one in open) await one.DisposeAsync();
    }

    [Fact]
    public async Task Stream_SignedOut_Ends()
    {
        await using var bench = await Bench.WithLoginAsync();
        var cookie = await bench.SignInAsync();
        await using var stream = await EventReader.OpenAsync(bench, cookie: cookie);
        await stream.NextAsync("hello");
        await bench.PostAsync("/api/logout", "{}", HttpStatusCode.NoContent, cookie);
        var (name, _) = await stream.NextAsync();
        while (name is not null) (name, _) = await stream.NextAsync();
    }

    [Fact]
    public async Task Stream_ServerStops_Ends()
    {
        var bench = await Bench.StartAsync();
        await using var stream = await EventReader.OpenAsync(bench);
        await stream.NextAsync("hello");
        await bench.Server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        bench.Client.Dispose();
    }
}
