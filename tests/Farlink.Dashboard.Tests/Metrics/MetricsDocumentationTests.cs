using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Farlink.Dashboard.Tests.Metrics;

/// <summary>docs/metrics.md, the alerts and the dashboard of Grafana speak of the metrics that there are.</summary>
public sealed partial class MetricsDocumentationTests
{
    private static readonly string Root = Find();

    [Fact]
    public async Task Page_OfMetrics_HasEachWithItsTypeAndLabels()
    {
        var told = await MetricsBench.EverythingAsync();
        var exported = told.Values.Select(one => (one.Name, one.Type, Labels: string.Join(
            ' ', one.Samples.SelectMany(sample => sample.Labels.Keys).Distinct().Order())));
        var documented = Row().Matches(Read("docs/metrics.md")).Select(row => (
            Name: row.Groups["name"].Value, Type: row.Groups["type"].Value,
            Labels: string.Join(' ', row.Groups["labels"].Value.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order()))).ToList();
        Assert.Equal(exported.Order(), documented.Order());
    }

    [Theory]
    [InlineData("deploy/prometheus/farlink.rules.yml")]
    [InlineData("deploy/prometheus/farlink.rules.test.yml")]
    [InlineData("deploy/grafana/farlink.json")]
    public void Names_InAFileOfDeploy_Exist(string file)
    {
        var known = Row().Matches(Read("docs/metrics.md")).Select(row => row.Groups["name"].Value).ToHashSet();
        var used = MetricName().Matches(Read(file)).Select(name => name.Value).ToHashSet();
        Assert.True(used.Count > 15, $"{used.Count} metrics");
        Assert.Empty(used.Except(known));
    }

    [Fact]
    public void Grafana_Panels_ShowEveryMetricAndEachHasUnitAndDescription()
    {
        var text = Read("deploy/grafana/farlink.json");
        var known = Row().Matches(Read("docs/metrics.md")).Select(row => row.Groups["name"].Value);
        Assert.Empty(known.Except(MetricName().Matches(text).Select(name => name.Value)));
        using var dashboard = JsonDocument.Parse(text);
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.GetProperty("type").GetString() != "row").ToList();
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, panel =>
        {
            Assert.False(string.IsNullOrWhiteSpace(panel.GetProperty("description").GetString()));
            Assert.False(string.IsNullOrEmpty(
                panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()));
            Assert.All(panel.GetProperty("targets").EnumerateArray(), target => Assert.Equal(
                "${datasource}", target.GetProperty("datasource").GetProperty("uid").GetString()));
        });
    }

    /// <summary>Several sites have an end of the same name: what is theirs is not added up, and told apart.</summary>
    [Fact]
    public void Grafana_Targets_KeepEndsOfSeveralHostsApart()
    {
        using var dashboard = JsonDocument.Parse(Read("deploy/grafana/farlink.json"));
        var targets = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.GetProperty("type").GetString() != "row")
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).ToList();
        Assert.NotEmpty(targets);
        Assert.All(targets, target =>
        {
            Assert.DoesNotMatch(Grouping(), target.GetProperty("expr").GetString()!);
            Assert.Matches(Origin(), target.GetProperty("legendFormat").GetString()!);
        });
    }

    [Fact]
    public void Alerts_All_AreOnThePageHaveWordsAndTwoTests()
    {
        var rules = Read("deploy/prometheus/farlink.rules.yml");
        var tests = Read("deploy/prometheus/farlink.rules.test.yml");
        var alerts = Alert().Matches(rules).Select(alert => alert.Groups["name"].Value).ToList();
        Assert.True(alerts.Count >= 15, $"{alerts.Count} alerts");
        Assert.Equal(alerts.Count, Count(rules, "          summary: "));
        Assert.Equal(alerts.Count, Count(rules, "          description: >-"));
        Assert.Equal(alerts, PageAlert().Matches(Read("docs/metrics.md")).Select(row => row.Groups["name"].Value));
        Assert.All(alerts, alert =>
        {
            Assert.NotEqual(0, Count(tests, $"alertname: {alert}\n        exp_alerts:\n"));
            Assert.NotEqual(0, Count(tests, $"alertname: {alert}\n        exp_alerts: []\n"));
        });
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex(
        @"^\| `(?<name>farlink_\w+)` \| (?<type>\w+) \| (?<labels>[a-z, ]*?) ?\|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex("farlink_[a-z_]+")]
    private static partial Regex MetricName();

    /// <summary>Labels that leave the host out.</summary>
    [GeneratedRegex(@"\b(by|on) \((?!instance, )")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{\{(instance|link)\}\}")]
    private static partial Regex Origin();

    [GeneratedRegex(@"^ +- alert: (?<name>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^\| `(?<name>Farlink\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PageAlert();
}
