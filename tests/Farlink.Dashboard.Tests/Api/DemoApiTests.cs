using System.Buffers;
using System.Net;
using System.Text;

namespace Farlink.Dashboard.Tests.Api;

/// <summary>The weather of a demonstration, and its planner.</summary>
public sealed class DemoApiTests
{
    private const string Plan =
        """
        {"sites":5,"distance_km":3.0,"spread":"ring","rate_per_hour":12,"octets":40,"region":"EU868","sf":7,
        "bandwidth_khz":125,"hours":6,"seed":1,"acknowledged":true}
        """;

    [Fact]
    public async Task Demo_Asked_HasEveryFigure()
    {
        await using var bench = await Bench.StartAsync(prepare: DemoBench.Add);
        var demo = await bench.GetAsync("/api/demo");
        Assert.Equal(
            """
            {"published":12,"delivered":10,"lost":0,"doubled":0,"waiting":2,"speed":1,"loss_percent":0,"distance_km":1,
            "hostile":false,"hostile_frames":0,"site_up":true,"base_up":true,"crashes":0,"airtime_ms":71.9}
            """.ReplaceLineEndings(""),
            demo.GetRawText());
    }

    [Fact]
    public async Task Demo_Controls_AreTaken()
    {
        await using var bench = await Bench.StartAsync(prepare: DemoBench.Add);
        var weather = await bench.PostAsync("/api/demo/weather", """{"loss_percent":30}""");
        Assert.Equal(30, weather.GetProperty("loss_percent").GetDouble());
        var distance = await bench.PostAsync("/api/demo/distance", """{"km":12.5}""");
        Assert.Equal(12.5, distance.GetProperty("distance_km").GetDouble());
        Assert.True((await bench.PostAsync("/api/demo/hostile", """{"on":true}""")).GetProperty("hostile").GetBoolean());
        await bench.PostAsync("/api/demo/crash", """{"role":"base"}""");
        await bench.PostAsync("/api/demo/rate", """{"interval_s":0.05}""");
        var demo = (DemoBench)bench.Source.Demo!;
        Assert.Equal(("base", TimeSpan.FromMilliseconds(50)), (demo.Crashed, demo.Interval));
    }

    [Theory]
    [InlineData("weather", """{"loss_percent":90.5}""")]
    [InlineData("weather", """{"loss_percent":-1}""")]
    [InlineData("weather", """{"loss_percent":1e999}""")]
    [InlineData("distance", """{"km":0}""")]
    [InlineData("distance", """{"km":51}""")]
    [InlineData("crash", """{"role":"device"}""")]
    [InlineData("hostile", """{"on":1}""")]
    [InlineData("rate", """{"interval_s":0.01}""")]
    [InlineData("rate", """{}""")]
    public async Task Demo_ControlOutOfRange_IsExplained(string name, string body)
    {
        await using var bench = await Bench.StartAsync(prepare: DemoBench.Add);
        var before = bench.Source.Demo!.Figures();
        await bench.PostAsync($"/api/demo/{name}", body, HttpStatusCode.BadRequest);
        Assert.Equal(before, bench.Source.Demo.Figures());
    }

    [Fact]
    public async Task Plan_Asked_IsAnsweredAsThePlannerWroteIt()
    {
        var asked = "";
        await using var bench = await Bench.StartAsync(prepare: source => source.Planner = (plan, answer, _) =>
        {
            asked = Encoding.UTF8.GetString(plan.Span);
            answer.Write("{\"delivered\":0.99}"u8);
            return Task.FromResult<string?>(null);
        });
        var answer = await bench.PostAsync("/api/plan", Plan);
        Assert.Equal(0.99, answer.GetProperty("delivered").GetDouble());
        Assert.Equal(Plan.ReplaceLineEndings(""), asked);
    }

    [Fact]
    public async Task Plan_ThatIsWrong_IsExplained()
    {
        await using var bench = await Bench.StartAsync(
            prepare: source => source.Planner = (_, _, _) => Task.FromResult<string?>("sites is 51: 1 to 50"));
        var answer = await bench.PostAsync("/api/plan", Plan, HttpStatusCode.BadRequest);
        Assert.Equal("sites is 51: 1 to 50", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Plan_WhileAnotherIsComputed_HasToWait()
    {
        var begun = new TaskCompletionSource();
        var done = new TaskCompletionSource<string?>();
        await using var bench = await Bench.StartAsync(prepare: source => source.Planner = (_, answer, _) =>
        {
            begun.TrySetResult();
            answer.Write("{}"u8);
            return done.Task;
        });
        var first = bench.PostAsync("/api/plan", Plan);
        await begun.Task;
        await bench.PostAsync("/api/plan", Plan, HttpStatusCode.TooManyRequests);
        done.SetResult(null);
        await first;
        await bench.PostAsync("/api/plan", Plan);
    }

    [Fact]
    public async Task Plan_ClientGone_IsCancelled()
    {
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var bench = await Bench.StartAsync(prepare: source => source.Planner = async (_, _, stop) =>
        {
            begun.TrySetResult();
            try
            {
                await new TaskCompletionSource().Task.WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                cancelled.TrySetResult();
                throw;
            }

            return null;
        });
        using var giveUp = new CancellationTokenSource();
        using var request = Bench.Post("/api/plan", Plan);
        var asking = bench.Client.SendAsync(request, giveUp.Token);
        await begun.Task;
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Plan_WhereThereIsNone_IsNotFound()
    {
        await using var bench = await Bench.StartAsync();
        await bench.PostAsync("/api/plan", Plan, HttpStatusCode.NotFound);
    }
}
