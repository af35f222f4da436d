using System.Text.Json;
using Farlink.EndToEnd.Tests;

namespace Farlink.Slow;

/// <summary><c>farlink bench dashboard</c> as it is: each figure is there, and each target is reached.</summary>
[Collection(nameof(Alone))]
public sealed class DashboardBenchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Bench_AsItIs_ReachesEachTargetAndLosesNothing()
    {
        await using var bench = RunningProcess.Start(
            NativeProgram.Path, ["bench", "dashboard", "--json"]);
        var code = await bench.WaitForExitAsync(Patience);
        Assert.True(code == 0, bench.Output);
        using var json = JsonDocument.Parse(bench.Lines.Last());
        var figures = json.RootElement.GetProperty("figures").EnumerateArray()
            .ToDictionary(figure => figure.GetProperty("name").GetString()!);
        Assert.Equal(
            [
                "page_size", "idle_resident", "dashboard_resident", "idle_processor", "dashboard_processor", "pages_latency_p50",
                "pages_latency_p99", "pages_rate", "pages_missing", "pages_octets", "pages_resident",
            ],
            figures.Keys);
        Assert.True(figures["page_size"].GetProperty("ok").GetBoolean(), bench.Output);
        Assert.Equal(0, figures["pages_missing"].GetProperty("value").GetDouble());
        foreach (var name in (string[])["pages_latency_p50", "pages_rate", "pages_octets", "idle_resident"])
            Assert.True(figures[name].GetProperty("value").GetDouble() > 0, bench.Output);
    }
}
