using System.Buffers;
using System.Text;
using System.Text.Json;
using Farlink.Protocol.Airtime;
using Farlink.Simulation.Bench.Codec;
using Farlink.Simulation.Planning;

namespace Farlink.Simulation.Tests.Planning;

/// <summary>One plan: what it answers, and that it answers the same again.</summary>
public sealed class PlannerTests
{
    private static readonly PlanRequest Small = new() { Sites = 3, DistanceMetres = 1500, RatePerHour = 30, Hours = 1 };

    [Fact]
    public void Run_SmallNetwork_HoldsAndBreaksNoRule()
    {
        var result = Planner.Run(Small);
        Assert.Empty(result.Verdict.Broken);
        Assert.Equal(1, result.Verdict.Delivered);
        Assert.InRange(result.Verdict.P99!.Value.Seconds, 0.05, PlanVerdict.UsualWithin.Seconds);
        Assert.InRange(result.Verdict.Airtime, 0.0001, 0.5);
        Assert.Equal(4, result.Report.Hosts.Count);
        Assert.All(result.Report.Hosts.Skip(1), host => Assert.Equal(host.Accepted, host.Delivered));
        Assert.All(result.Report.Hosts.Skip(1), host => Assert.True(host.Accepted > 20));
        Assert.All(result.Report.Hosts.Skip(1), host => Assert.True(host.AtBase.Received > 20));
    }

    [Fact]
    public void Run_SameSeed_IsTheSameToTheLastFigure()
    {
        Assert.Equal(Json(Small), Json(Small));
        Assert.NotEqual(Json(Small), Json(Small with { Seed = 2 }));
    }

    /// <summary>With the default figures half of all frames arrive at 2.6 km with SF7, and at 8.9 km with SF12.</summary>
    [Theory]
    [InlineData(7, 2000, true)]
    [InlineData(7, 4000, false)]
    [InlineData(12, 4000, true)]
    [InlineData(12, 7000, true)]
    [InlineData(12, 12_000, false)]
    public void Run_AtADistance_ArrivesAsFarAsTheFactorReaches(int factor, double metres, bool arrives)
    {
        var verdict = Planner.Run(Small with { Sites = 1, SpreadingFactor = factor, DistanceMetres = metres }).Verdict;
        Assert.Equal(arrives, verdict.Holds);
        Assert.Equal(arrives ? 1 : 0, verdict.Delivered);
    }

    /// <summary>20 dB are a factor of 7.3 in distance at this exponent.</summary>
    [Fact]
    public void Run_BehindWalls_ReachesLessFar()
    {
        var plan = Small with { Sites = 1, DistanceMetres = 1000, ExtraLossDb = 20 };
        Assert.Equal(0, Planner.Run(plan).Verdict.Delivered);
        Assert.True(Planner.Run(plan with { DistanceMetres = 250 }).Verdict.Holds);
    }

    [Fact]
    public void Run_MoreThanTheLimitCarries_LeavesMessagesBehindAndKeepsTheLimit()
    {
        // At SF12 a frame takes seconds, and 10 % of an hour are 360.
        var result = Planner.Run(Small with { Sites = 1, SpreadingFactor = 12, RatePerHour = 600, Octets = 100 });
        Assert.False(result.Verdict.Holds);
        Assert.Contains(result.Verdict.Broken, sentence => sentence.Contains("did not arrive", StringComparison.Ordinal));
        Assert.Empty(result.Report.Violations);
        Assert.InRange(result.Verdict.Airtime, 0.5, 1.01);

        // Those that arrived first were quick; that says nothing of all.
        Assert.NotEmpty(result.Report.Latencies);
        Assert.Null(result.Verdict.P99);
    }

    [Fact]
    public void Write_NothingArrived_HasNoLatency()
    {
        using var document = JsonDocument.Parse(Json(Small with { Sites = 1, DistanceMetres = 50_000 }));
        var (verdict, latency) = (document.RootElement.GetProperty("verdict"), document.RootElement.GetProperty("latency_s"));
        Assert.All(
            (string[])["p50_s", "p90_s", "p99_s"], key => Assert.Equal(JsonValueKind.Null, verdict.GetProperty(key).ValueKind));
        Assert.All(
            (string[])["p50", "p90", "p95", "p99", "longest"],
            key => Assert.Equal(JsonValueKind.Null, latency.GetProperty(key).ValueKind));
        Assert.Equal(0, document.RootElement.GetProperty("latency_curve_s").GetArrayLength());
    }

    /// <summary>Half an hour begins with the airtime of a whole one: it keeps the limit at a pace that no day could.</summary>
    [Fact]
    public void Run_ShortAtAPaceAboveTheLimit_DoesNotHoldAsALongOneDoesNot()
    {
        var plan = Small with { Sites = 1, FrequencyMegahertz = 868.1, SpreadingFactor = 9, RatePerHour = 60, Hours = 0.5 };
        var fast = plan with { RatePerHour = 60 * 1.2 / Planner.Run(plan).Verdict.Airtime };
        var result = Planner.Run(fast);
        Assert.Equal(1, result.Verdict.Delivered);
        Assert.InRange(result.Verdict.Airtime, 1.1, 1.3);
        Assert.All(result.Report.Hosts, host => Assert.InRange(host.Peak.Seconds, 0, 36));
        Assert.StartsWith("at this pace 1", Assert.Single(result.Verdict.Broken), StringComparison.Ordinal);
        Assert.False(Planner.Run(fast with { Hours = 4 }).Verdict.Holds);
    }

    [Theory]
    [InlineData(0.5, "EU868", true)]
    [InlineData(2, "EU868", false)]
    [InlineData(0.5, "US915", false)]
    public void Assumptions_ShortRunWhereAirtimeIsLimited_SayThatItIsTooShort(double hours, string region, bool isTooShort)
    {
        Assert.True(Regions.TryFind(region, out var found));
        var text = string.Join('\n', Assumptions.Of(PlanScenario.Build(Small with { Hours = hours, Region = found })));
        Assert.Equal(isTooShort, text.Contains("too short to show a queue", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_EvenSpread_StandsInsideTheDistanceAndRingOnIt()
    {
        var even = Planner.Run(Small with { Sites = 20, Spread = PlanSpread.Even }).Report.Scenario.Sites;
        var ring = Planner.Run(Small with { Sites = 20 }).Report.Scenario.Sites;
        Assert.All(even, site => Assert.InRange(site.Position.DistanceTo(default), 0, Small.DistanceMetres));
        Assert.All(ring, site => Assert.Equal(Small.DistanceMetres, site.Position.DistanceTo(default), 3));
        Assert.Equal(20, even.Select(site => site.Position).Distinct().Count());
    }

    /// <summary>What was recorded repeats itself; each message counts.</summary>
    [Fact]
    public void Run_TraceWithEqualMessages_DeliversEachOfThem()
    {
        TraceMessage[] trace =
        [
            .. Enumerable.Range(0, 60).Select(i => new TraceMessage("room/t", Encoding.ASCII.GetBytes($"{20 + (i % 3)}"))
            {
                AtMilliseconds = 1_750_000_000_000 + (i * 5_000),
            }),
        ];
        var result = Planner.Run(Small with { Sites = 2, Trace = trace });
        Assert.Empty(result.Report.Violations);
        Assert.Empty(result.Verdict.Broken);
        Assert.Equal(120, result.Report.Messages.Offered);
        Assert.Equal(120, result.Report.Messages.Delivered);

        // As long as what was recorded, and not for the hour.
        Assert.InRange(result.Report.Scenario.Length.Seconds, 295, 400);
    }

    [Fact]
    public void Run_Compressed_NeedsLessAirtime()
    {
        var plan = Small with { Sites = 1, Octets = 120, RatePerHour = 120 };
        var plain = Planner.Run(plan).Verdict.Airtime;
        Assert.InRange(Planner.Run(plan with { ModelMebibytes = 1 }).Verdict.Airtime, 0, plain * 0.8);
    }

    [Fact]
    public void Run_Cancelled_SaysThatItWasEnded()
    {
        using var source = new CancellationTokenSource();
        var result = Planner.Run(Small, onProgress: _ => source.Cancel(), cancellationToken: source.Token);
        Assert.False(result.Report.IsComplete);
        Assert.Contains("the run was ended early", result.Verdict.Broken);
    }

    [Fact]
    public async Task RunAsync_GivenUp_Throws()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Planner.RunAsync(Small, source.Token));
    }

    [Fact]
    public async Task AnswerAsync_PlanOfAPage_IsTheReportWithItsAssumptions()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var plan = "{\"sites\":3,\"distance_km\":1.5,\"rate_per_hour\":30,\"hours\":1,\"spread\":\"ring\"}"u8.ToArray();
        Assert.Null(await PlanJson.AnswerAsync(plan, buffer, CancellationToken.None));
        Assert.Equal(Json(Small), Encoding.UTF8.GetString(buffer.WrittenSpan));
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        Assert.Equal(4, document.RootElement.GetProperty("hosts").GetArrayLength());
        Assert.True(document.RootElement.GetProperty("assumptions").GetArrayLength() > 10);
    }

    [Fact]
    public async Task AnswerAsync_TraceOfAPage_IsReplayedAtEachSite()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var lines = Enumerable.Range(0, 20).Select(i => $"room/t\\t2{i % 2}\\t{i * 10_000}");
        var plan = $"{{\"sites\":2,\"hours\":1,\"trace\":\"{string.Join("\\n", lines)}\"}}";
        Assert.Null(await PlanJson.AnswerAsync(Encoding.UTF8.GetBytes(plan), buffer, CancellationToken.None));
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        Assert.Equal(40, document.RootElement.GetProperty("messages").GetProperty("delivered").GetInt32());
    }

    [Fact]
    public async Task AnswerAsync_WrongPlan_SaysWhatAndWritesNothing()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var error = await PlanJson.AnswerAsync("{\"sites\":0}"u8.ToArray(), buffer, CancellationToken.None);
        Assert.Equal("sites must be 1 to 50, not 0", error);
        Assert.Equal(0, buffer.WrittenCount);
    }

    private static string Json(PlanRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) PlanJson.Write(json, Planner.Run(request));
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
