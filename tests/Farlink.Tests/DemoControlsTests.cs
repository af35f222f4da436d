using System.Text;
using Farlink.Dashboard;
using Farlink.Demo;
using Farlink.Runtime.Watching;

namespace Farlink.Tests;

/// <summary>What a visitor does to a demonstration, and that the link keeps what it promises meanwhile.</summary>
public sealed class DemoControlsTests
{
    [Theory]
    [InlineData("site")]
    [InlineData("base")]
    public async Task Crash_UnderLoad_LosesNothingAndDoublesNothing(string role)
    {
        await using var visit = await DemoVisit.BeginAsync();
        await visit.WaitDeliveredAsync(10);
        await visit.Controls.CrashAsync(role, default);
        Assert.Equal((role != "site", role != "base"), (visit.Figures.IsSiteUp, visit.Figures.IsBaseUp));
        Assert.False(visit.Page.IsReady);
        Assert.NotNull(visit.Page.Reports()[role == "site" ? 0 : 1].Service.Radio.Trouble);
        await Assert.ThrowsAsync<ActionRefusedException>(() => visit.Controls.CrashAsync(role, default));

        await visit.WaitAsync(() => visit.Page.IsReady);
        await visit.WaitAsync(() => visit.Page.Watch.Events.After(0, 1000).Any(told =>
            told.Role == role && told.Kind == EventKind.Restart && told.Text.StartsWith("It runs", StringComparison.Ordinal)));
        await visit.WaitDeliveredAsync(30);
        Assert.Equal((1, 0, 0), (visit.Figures.Crashes, visit.Figures.Lost, visit.Figures.Doubled));
        var summary = await visit.EndAsync();
        Assert.Equal((0, 0, 0), (summary.Lost, summary.Duplicated, summary.Waiting));
        Assert.Equal(summary.Published, summary.Delivered);
    }

    [Fact]
    public async Task Crash_OfEachEndInBadWeather_LosesNothingAndDoublesNothing()
    {
        await using var visit = await DemoVisit.BeginAsync();
        visit.Controls.SetLoss(30);
        await visit.WaitDeliveredAsync(5);
        await visit.Controls.CrashAsync("base", default);
        await visit.Controls.CrashAsync("site", default);
        await visit.WaitAsync(() => visit.Page.IsReady);
        await visit.WaitDeliveredAsync(20);
        var summary = await visit.EndAsync();
        Assert.Equal((0, 0, 0), (summary.Lost, summary.Duplicated, summary.Waiting));
    }

    [Fact]
    public async Task Hostile_Sending_IsRefusedAndNothingOfItIsDelivered()
    {
        await using var visit = await DemoVisit.BeginAsync();
        await visit.WaitDeliveredAsync(5);
        Assert.Equal(0, visit.Figures.HostileFrames);
        var refused = Refused(visit);
        visit.Controls.SetHostile(true);
        await visit.WaitAsync(() => visit.Figures.HostileFrames >= 40 && Refused(visit) >= refused + 20);
        await visit.WaitDeliveredAsync(10);
        foreach (var message in visit.Page.Watch.Messages.Search(null, null, null, null, 500))
        {
            Assert.Equal(DemoChain.Topic, message.Topic);
            var text = Encoding.UTF8.GetString(message.Payload.GetValueOrDefault().Span);
            Assert.StartsWith("Good job!", text, StringComparison.Ordinal);
        }

        Assert.Contains(visit.Page.Watch.Events.After(0, 1000), told => told.Kind == EventKind.Refused);
        var summary = await visit.EndAsync();
        Assert.Equal((0, 0, 0), (summary.Lost, summary.Duplicated, summary.Waiting));
    }

    [Fact]
    public async Task Weather_HalfOfAllFrames_AllArrivesByRepeats()
    {
        await using var visit = await DemoVisit.BeginAsync();
        await visit.WaitDeliveredAsync(5);
        visit.Controls.SetLoss(50);
        Assert.Equal(50, visit.Figures.LossPercent);
        await visit.WaitDeliveredAsync(40);
        await visit.WaitAsync(() => visit.Page.Reports()[0].Service.Links[0].Repeated > 0);
        var summary = await visit.EndAsync();
        Assert.Equal((0, 0, 0), (summary.Lost, summary.Duplicated, summary.Waiting));
    }

    [Fact]
    public async Task Distance_BeyondRangeAndBack_WaitsAndThenArrives()
    {
        await using var visit = await DemoVisit.BeginAsync();
        await visit.WaitDeliveredAsync(5);
        visit.Controls.SetDistance(40);

        // What was across already still arrives.
        await visit.WaitAsync(() => visit.Figures.Waiting >= 20);
        var arrived = visit.Figures.Delivered;
        await visit.WaitAsync(() => visit.Figures.Waiting >= 40);
        Assert.Equal((arrived, 0), (visit.Figures.Delivered, visit.Figures.Lost));
        visit.Controls.SetDistance(0.5);
        await visit.WaitAsync(() => visit.Figures.Delivered >= arrived + 40);
        var summary = await visit.EndAsync();
        Assert.Equal((0, 0, 0), (summary.Lost, summary.Duplicated, summary.Waiting));
    }

    [Fact]
    public async Task Distance_Farther_ShowsInTheSignal()
    {
        await using var visit = await DemoVisit.BeginAsync();
        double? Rssi() => visit.Page.Reports()[1].Service.Links[0].Rssi?.Value;

        // 128.95 dB at 1 km and 23.2 dB a tenfold: 14 dBm arrive as -114.95 dBm, and as -121.9 dBm at 2 km.
        await visit.WaitAsync(() => Rssi() is { } near && Math.Abs(near + 114.95) < 0.1);
        visit.Controls.SetDistance(2);
        await visit.WaitAsync(() => Rssi() is { } far && Math.Abs(far + 121.93) < 0.1);
        Assert.Equal(2, visit.Figures.DistanceKilometres);
    }

    [Fact]
    public async Task Interval_Changed_CountsAtOnce()
    {
        // 72 s on this clock: who waits for the tick before is too late.
        await using var visit = await DemoVisit.BeginAsync(TimeSpan.FromHours(1));
        await visit.WaitAsync(() => visit.Figures.Published == 1);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        visit.Controls.SetInterval(TimeSpan.FromSeconds(1));
        await visit.WaitAsync(() => visit.Figures.Published >= 5);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task RadioHead_CrashAndHostile_AreRefusedAndWeatherTakesMessages()
    {
        await using var visit = await DemoVisit.BeginAsync(isNative: false);
        await visit.WaitDeliveredAsync(2);
        var crash = await Assert.ThrowsAsync<ActionRefusedException>(() => visit.Controls.CrashAsync("base", default));
        Assert.Contains("--mode farlink", crash.Message, StringComparison.Ordinal);
        Assert.Throws<ActionRefusedException>(() => visit.Controls.SetHostile(true));
        Assert.True(visit.Page.IsReady);
        visit.Controls.SetLoss(50);
        await visit.WaitAsync(() => visit.Figures.Lost > 0);
        Assert.Equal(0, visit.Figures.Crashes);
    }

    private static long Refused(DemoVisit visit) => visit.Page.Reports().Sum(report => report.Service.Links[0].Refused);
}
