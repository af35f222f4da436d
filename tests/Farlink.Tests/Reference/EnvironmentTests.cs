using System.Collections;
using Farlink.Configuration;

namespace Farlink.Tests.Reference;

/// <summary>Every key can be replaced by its environment variable.</summary>
public sealed class EnvironmentTests
{
    private const string Prefix = "site: prefix", Sites = "route farlink: sites";

    /// <summary>What is refused of keys for which no text at all would be good.</summary>
    private static readonly Dictionary<string, string> Bad = new()
    {
        ["clock: socket"] = "chrony.sock",
        ["dashboard: hosts"] = "a b",
    };

    /// <summary>Keys that take any text.</summary>
    private static readonly string[] Free = [Prefix, Sites];

    public static TheoryData<string> All { get; } = [.. Entries.All.Select(Entries.NameOf).Where(name => !Free.Contains(name))];

    /// <summary>A wrong value is blamed on the variable, so it was read and what the file says was not.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Variable_OfAKey_CountsMoreThanTheFile(string name)
    {
        var entry = Entries.Find(name);
        var reading = entry.Readings[0];
        var environment = new Hashtable { [entry.Variable] = Bad.GetValueOrDefault(name, "") };
        List<(string Path, string Key, string Toml)> file = [];
        if (reading.Key.Form.Default is { } usual) file.Add((reading.Key.Path, reading.Key.Key, usual));
        var (config, problems) = Trial.Load(reading.Case, file, environment);
        Assert.Null(config);
        Assert.Contains(
            problems, problem => problem.Severity == Severity.Error && problem.Position.Source == entry.Variable
                && problem.Key == reading.Key.FullName);
    }

    [Fact]
    public void Variables_OfKeysThatTakeAnyText_CountMoreThanTheFile()
    {
        var (prefix, sites) = (Entries.Find(Prefix), Entries.Find(Sites));
        var environment = new Hashtable { [prefix.Variable] = "barn/", [sites.Variable] = "site1" };
        var (config, _) = Trial.Load(
            prefix.Readings[0].Case, [("site[0]", "prefix", "\"mill/\""), ("route[0]", "sites", "[\"site2\"]")], environment);
        Assert.Equal("barn/", config!.Sites[0].Prefix);
        Assert.Equal(["site1"], config.Routes[0].Sites);
    }

    [Theory]
    [InlineData("top: log_level", "FARLINK_LOG_LEVEL")]
    [InlineData("radio.pins: interrupt", "FARLINK_RADIO__PINS__INTERRUPT")]
    [InlineData("broker.listener: address", "FARLINK_BROKER__LISTENER__0__ADDRESS")]
    [InlineData("route: topic", "FARLINK_ROUTE__0__TOPIC")]
    public void Variable_OfAKey_IsNamedByItsPath(string name, string variable) =>
        Assert.Equal(variable, Entries.Find(name).Variable);
}
