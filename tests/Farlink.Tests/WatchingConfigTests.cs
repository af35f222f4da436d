using System.Collections;
using Farlink.Configuration;

namespace Farlink.Tests;

/// <summary>Keys of discovery and of traces.</summary>
public sealed class WatchingConfigTests
{
    private const string Site = """
        role = "site"
        name = "barn"
        [link]
        key_file = "link.key"
        trace = false
        [[route]]
        topic = "/esp8266"
        """;

    [Theory]
    [InlineData("", null)]
    [InlineData("discovery = false\nprefix = \"ha\"", null)]
    [InlineData("discovery = true", "homeassistant")]
    [InlineData("discovery = true\nprefix = \"house/ha\"", "house/ha")]
    public void Load_HomeAssistant_IsOffOrHasItsPrefix(string text, string? expected)
    {
        var (config, problems) = Load($"{Site}\n[homeassistant]\n{text}\n");
        Assert.Empty(problems);
        Assert.Equal(expected, config!.HomeAssistantPrefix);
    }

    [Theory]
    [InlineData("ha/#")]
    [InlineData("+")]
    [InlineData("ha/")]
    [InlineData("$SYS/ha")]
    public void Load_PrefixThatHomeAssistantCannotHave_IsRefused(string prefix)
    {
        var (config, problems) = Load($"{Site}\n[homeassistant]\nprefix = \"{prefix}\"\n");
        Assert.Null(config);
        var problem = Assert.Single(problems).ToString();
        Assert.Contains("a topic without + and #, and no / at its end", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Trace_IsOffUnlessSaid()
    {
        Assert.False(Load(Site).Config!.Link.AddsTrace);
        Assert.False(Load(Site.Replace("trace = false\n", "", StringComparison.Ordinal)).Config!.Link.AddsTrace);
        Assert.True(Load(Site.Replace("trace = false", "trace = true", StringComparison.Ordinal)).Config!.Link.AddsTrace);
    }

    [Fact]
    public void Load_RadioHead_WarnsOfBoth()
    {
        var text = Site.Replace("[link]", "[link]\nmode = \"radiohead\"", StringComparison.Ordinal);
        var (config, problems) = Load($"{text}\n[homeassistant]\ndiscovery = true\n");
        Assert.Null(config!.HomeAssistantPrefix);
        Assert.Equal(["homeassistant.discovery", "link.trace"], problems.Select(one => one.Key).Order(StringComparer.Ordinal));
        Assert.All(problems, one => Assert.Equal(Severity.Warning, one.Severity));
    }

    private static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Load(string text) =>
        ConfigLoader.LoadText(text, "/nowhere/farlink.toml", Role.Site, new Hashtable());
}
