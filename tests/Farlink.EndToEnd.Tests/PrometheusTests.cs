using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests;

/// <summary>A real Prometheus scrapes a running program, and knows our alerts.</summary>
public sealed partial class PrometheusTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);
    private static readonly string Deploy = Find();

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-prometheus-").FullName;
    private readonly HttpClient _client = new();
    private readonly int _port = Workshop.FreePort();
    private readonly int _prometheusPort = Workshop.FreePort();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Demo_ScrapedByPrometheus_IsUpThenDownAndAnswersTheDashboard()
    {
        await using var demo = RunningProcess.Farlink(
            "demo", "--interval", "500ms", "--dashboard", $"127.0.0.1:{_port}");
        await UntilAsync(async () => await TryGetAsync($"http://127.0.0.1:{_port}/health/ready") == "ok\n", () => demo.Output);
        await using var prometheus = await PrometheusAsync();

        await UntilAsync("up{job=\"farlink\"}", values => values is [1], prometheus);
        await UntilAsync("farlink_info", values => values is [1, 1], prometheus);
        await UntilAsync("farlink_link_session", values => values is [1, 1], prometheus);
        await UntilAsync("sum(farlink_messages_received_total{end=\"base\"})", values => values is [> 0], prometheus);
        await UntilAsync("sum(farlink_airtime_sent_seconds_total{end=\"site\"})", values => values is [> 0], prometheus);
        foreach (var query in Queries())
            Assert.Equal("success", (await AskAsync("query", query)).GetProperty("status").GetString());
        var groups = (await AskAsync("rules", null)).GetProperty("data").GetProperty("groups").EnumerateArray();
        var rules = groups.SelectMany(group => group.GetProperty("rules").EnumerateArray()).ToList();
        Assert.True(rules.Count >= 15, $"{rules.Count} rules");
        Assert.All(rules, rule => Assert.Equal("ok", rule.GetProperty("health").GetString()));

        Assert.Equal(0, await demo.StopAsync());
        await UntilAsync("up{job=\"farlink\"}", values => values is [0], prometheus);
    }

    [Fact]
    public async Task Exposition_OfTheDemo_SatisfiesPromtool()
    {
        await using var demo = RunningProcess.Farlink(
            "demo", "--interval", "500ms", "--dashboard", $"127.0.0.1:{_port}");
        var text = "";
        await UntilAsync(
            async () => (text = await TryGetAsync($"http://127.0.0.1:{_port}/metrics") ?? "")
                .Contains("farlink_link_rssi_dbm{", StringComparison.Ordinal),
            () => $"{text}\n{demo.Output}");
        var file = Path.Combine(_folder, "metrics.txt");
        await File.WriteAllTextAsync(file, text);

        // It reads standard input alone, prints what it does not like, and ends with 3 then.
        var (code, output) = await RunningProcess.RunAsync("sh", "-c", "promtool check metrics <\"$0\"", file);
        Assert.True(code == 0 && output.Length == 0, $"{code}: {output}");
    }

    [Theory]
    [InlineData("check", "rules", "prometheus/farlink.rules.yml")]
    [InlineData("check", "config", "prometheus/prometheus.yml")]
    [InlineData("test", "rules", "prometheus/farlink.rules.test.yml")]
    public async Task Promtool_FilesOfDeploy_FindsNothingWrong(string what, string kind, string file)
    {
        var (code, output) = await RunningProcess.RunAsync("promtool", what, kind, Path.Combine(Deploy, file));
        Assert.True(code == 0, output);
        Assert.Contains("SUCCESS", output, StringComparison.Ordinal);
    }

    /// <summary>The queries of the dashboard of Grafana, with what it puts in for its variables.</summary>
    private static List<string> Queries()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Deploy, "grafana", "farlink.json")));
        var queries = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "1m", StringComparison.Ordinal))
            .Select(query => Variable().Replace(query, ".*")).ToList();
        Assert.True(queries.Count > 40, $"{queries.Count} queries");
        return queries;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, Func<string> tell)
    {
        var clock = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(clock.Elapsed < Patience, tell());
            await Task.Delay(BetweenLooks);
        }
    }

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "deploy"));

    [GeneratedRegex(@"\$(instance|end|link)\b")]
    private static partial Regex Variable();

    private async Task<RunningProcess> PrometheusAsync()
    {
        var rules = Path.Combine(Deploy, "prometheus", "farlink.rules.yml");
        var config = (await File.ReadAllTextAsync(Path.Combine(Deploy, "prometheus", "prometheus.yml")))
            .Replace("127.0.0.1:8080", $"127.0.0.1:{_port}", StringComparison.Ordinal)
            .Replace("- farlink.rules.yml", $"- {rules}", StringComparison.Ordinal)
            .Replace("_interval: 15s", "_interval: 1s", StringComparison.Ordinal);
        var file = Path.Combine(_folder, "prometheus.yml");
        await File.WriteAllTextAsync(file, config);
        var prometheus = RunningProcess.Start(
            "prometheus",
            [
                $"--config.file={file}", $"--storage.tsdb.path={Path.Combine(_folder, "data")}",
                $"--web.listen-address=127.0.0.1:{_prometheusPort}",
            ]);
        await UntilAsync(
            async () => await TryGetAsync($"http://127.0.0.1:{_prometheusPort}/-/ready") is not null, () => prometheus.Output);
        return prometheus;
    }

    private async Task UntilAsync(string query, Func<double[], bool> isSo, RunningProcess prometheus)
    {
        double[] values = [];
        await UntilAsync(
            async () => isSo(values = Values(await AskAsync("query", query))),
            () => $"{query}: {string.Join(' ', values)}\n{prometheus.Output}");
    }

    private static double[] Values(JsonElement answer) =>
    [
        .. answer.GetProperty("data").GetProperty("result").EnumerateArray()
            .Select(one => double.Parse(one.GetProperty("value")[1].GetString()!)),
    ];

    private async Task<JsonElement> AskAsync(string what, string? query)
    {
        var asked = query is null ? "" : $"?query={Uri.EscapeDataString(query)}";
        using var response = await _client.GetAsync(new Uri($"http://127.0.0.1:{_prometheusPort}/api/v1/{what}{asked}"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{query}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>What is answered with 200; null else.</summary>
    private async Task<string?> TryGetAsync(string address)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(address));
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : null;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return null;
        }
    }
}
