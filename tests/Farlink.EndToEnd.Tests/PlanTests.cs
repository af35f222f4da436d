using System.Text.Json;

namespace Farlink.EndToEnd.Tests;

/// <summary><c>farlink sim run</c> by options: how many, how often, how far, at which setting.</summary>
public sealed class PlanTests : IDisposable
{
    private static readonly string[] Small = ["sim", "run", "--sites", "2", "--rate", "30/h", "--hours", "1"];
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-e2e-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task SimRun_ByOptions_SaysVerdictAndAssumptions()
    {
        var (code, output) = await RunAsync([.. Small, "--distance", "1.5km", "--octets", "60"]);
        Assert.Equal(0, code);
        Assert.Contains("verdict    holds", output, StringComparison.Ordinal);
        Assert.Contains("2 sites, 1.5 km from the base", output, StringComparison.Ordinal);
        Assert.Contains("60 octets of JSON", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SimRun_SameSeed_PrintsTheSameJson()
    {
        var (code, first) = await RunAsync([.. Small, "--json", "--seed", "7"]);
        Assert.Equal(0, code);
        Assert.Equal(first, (await RunAsync([.. Small, "--json", "--seed", "7"])).Output);
        Assert.NotEqual(first, (await RunAsync([.. Small, "--json", "--seed", "8"])).Output);
        var root = JsonDocument.Parse(first).RootElement;
        Assert.True(root.GetProperty("verdict").GetProperty("holds").GetBoolean());
        Assert.True(root.GetProperty("assumptions").GetArrayLength() > 10);
        Assert.Equal(3, root.GetProperty("hosts").GetArrayLength());
        Assert.True(root.GetProperty("latency_s").GetProperty("p99").GetDouble() > 0);
    }

    [Fact]
    public async Task SimRun_Sweep_ShowsWhichFactorReachesAndWritesAPage()
    {
        var page = Path.Combine(_folder, "factors.html");
        var (code, output) = await RunAsync(
            [.. Small, "--distance", "4km", "--sweep", "sf=7,12", "--json", "--report", page]);
        Assert.Equal(0, code);
        var runs = JsonDocument.Parse(output).RootElement.GetProperty("runs");
        Assert.Equal([false, true], runs.EnumerateArray().Select(run => run.GetProperty("holds").GetBoolean()));
        Assert.Contains("What these figures rest on", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SimRun_Find_HoldsAtItsAnswerAndNotAtTheNextStep()
    {
        string[] plan = ["sim", "run", "--sf", "12", "--hours", "2", "--within", "1m", "--json"];
        var (code, output) = await RunAsync([.. plan, "--find", "rate"]);
        Assert.Equal(0, code);
        var root = JsonDocument.Parse(output).RootElement;
        foreach (var (key, holds) in (KeyValuePair<string, bool>[])[new("answer", true), new("next", false)])
        {
            var (_, run) = await RunAsync([.. plan, "--rate", $"{root.GetProperty(key).GetDouble()}/h"]);
            Assert.Equal(
                holds, JsonDocument.Parse(run).RootElement.GetProperty("verdict").GetProperty("holds").GetBoolean());
        }
    }

    [Fact]
    public async Task SimRun_FindNothing_ExitsWithOneAndSaysWhy()
    {
        var (code, output) = await RunAsync("sim", "run", "--hours", "2", "--distance", "50km", "--find", "rate");
        Assert.Equal(1, code);
        Assert.Contains("Nothing holds", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SimRun_Trace_IsReplayedAtEachSite()
    {
        var trace = Path.Combine(_folder, "room.tsv");
        await File.WriteAllLinesAsync(trace, Enumerable.Range(0, 20).Select(i => $"room/t\t2{i % 2}\t{i * 10_000}"));
        var (code, output) = await RunAsync("sim", "run", "--sites", "2", "--trace", trace, "--json");
        Assert.Equal(0, code);
        Assert.Equal(
            40, JsonDocument.Parse(output).RootElement.GetProperty("messages").GetProperty("delivered").GetInt32());
    }

    [Fact]
    public async Task SimRun_PlotOfBefore_StillWritesThePage()
    {
        var page = Path.Combine(_folder, "old.html");
        var (code, _) = await RunAsync([.. Small, "--plot", page]);
        Assert.Equal(0, code);
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
    }

    /// <summary>What is there is a report of before until there is a new one, and nothing of it is left then.</summary>
    [Fact]
    public async Task SimRun_ReportThatIsThere_IsReplaced()
    {
        var page = Path.Combine(_folder, "old.html");
        await File.WriteAllTextAsync(page, new string('x', 1_000_000));
        Assert.Equal(0, (await RunAsync([.. Small, "--report", page])).Code);
        var text = await File.ReadAllTextAsync(page);
        Assert.StartsWith("<!doctype html>", text, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Say which network")]
    [InlineData("--sites must be 1 to 255, not '0'", "--sites", "0")]
    [InlineData("--distance must be as 500m or 3km, not '3miles'", "--distance", "3miles")]
    [InlineData("--distance must be 0.001 to 100 km, not 200", "--distance", "200km")]
    [InlineData("--rate must be as 12/h, 1/min or 4/d, not 'often'", "--rate", "often")]
    [InlineData("--rate must be 0.01 to 36000 an hour", "--rate", "20/s")]
    [InlineData("--octets must be 16 to 8000, not '9000'", "--octets", "9000")]
    [InlineData("--payload must be one of readings, random, text, not 'junk'", "--payload", "junk")]
    [InlineData("--spread must be one of ring, even", "--spread", "square")]
    [InlineData("--region MOON is unknown: use EU868", "--region", "MOON")]
    [InlineData("lies in no band of EU868", "--frequency", "868.65")]
    [InlineData("--bandwidth is no LoRa bandwidth", "--bandwidth", "100")]
    [InlineData("AS923 allows 400 ms a transmission", "--region", "AS923", "--sf", "12")]
    [InlineData("--model-mib must be one of 0, 1, 2, 4, 8, 16, not 3", "--model-mib", "3")]
    [InlineData("messages are too many; at most 5000000", "--sites", "255", "--rate", "10/s", "--hours", "24")]
    [InlineData("--octets is for made-up messages", "--trace", "x.tsv", "--octets", "40")]
    [InlineData("--sweep: 'moons=1' names nothing", "--sweep", "moons=1")]
    [InlineData("at most 60", "--sweep", "sites=1..100")]
    [InlineData("70 runs are too many; at most 60", "--sweep", "sites=1..10", "--sweep", "sf=6..12")]
    [InlineData("--sf must be 5 to 12, not 13", "--sweep", "sf=12..13")]
    [InlineData("--sweep or --find, not both", "--sweep", "sf=7..8", "--find", "sites")]
    [InlineData("--hours must be 2 or more to find", "--hours", "0.5", "--find", "rate")]
    [InlineData("--find must be one of sites, rate, distance", "--find", "sf")]
    [InlineData("--within must be more than 0", "--sites", "1", "--within", "0s")]
    [InlineData("--pcap is for one run", "--sweep", "sf=7..8", "--pcap", "x.pcap")]
    [InlineData("--sites describes a network without a scenario file", "samples/farm.toml", "--sites", "2")]
    [InlineData("--sweep and --find vary a network that options describe", "samples/farm.toml", "--find", "rate")]
    [InlineData("--report is empty", "--sites", "1", "--report", "")]
    [InlineData("--report /no/page.html cannot be written: ", "--sites", "1", "--hours", "8784", "--report", "/no/page.html")]
    [InlineData("Choose another place", "--sites", "1", "--hours", "8784", "--report", "/proc")]
    public async Task SimRun_Wrong_ExitsWithTwoAndSaysWhatToDo(string expected, params string[] arguments)
    {
        var (code, output) = await RunAsync(["sim", "run", .. arguments]);
        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output)> RunAsync(params string[] arguments) =>
        RunningProcess.RunAsync(NativeProgram.Path, arguments);
}
