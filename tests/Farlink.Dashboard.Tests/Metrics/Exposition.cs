using System.Globalization;
using System.Text.RegularExpressions;

namespace Farlink.Dashboard.Tests.Metrics;

/// <summary>
/// Reads the text format of Prometheus, version 0.0.4, more strictly than Prometheus does: each family whole, with one TYPE and
/// one HELP before its series, no series twice, no timestamps, nothing but counters and gauges.
/// </summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private string? _type;
    private string? _help;
    private string? _name;
    private List<MetricSample> _samples = [];

    public IReadOnlyDictionary<string, MetricFamily> Families => _families;

    public static Exposition Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var exposition = new Exposition();
        var lines = text.Split('\n')[..^1];
        for (var i = 0; i < lines.Length; i++)
            if (lines[i] != "# EOF" || i < lines.Length - 1) exposition.Take(lines[i]);
        exposition.Close();
        return exposition;
    }

    /// <summary>The value of a series.</summary>
    public double Value(string name, params (string Label, string Value)[] labels) => Assert.Single(
        Family(name).Samples, sample => labels.All(one => sample.Labels.GetValueOrDefault(one.Label) == one.Value)).Value;

    public MetricFamily Family(string name)
    {
        Assert.True(_families.ContainsKey(name), $"{name} is not there, but {string.Join(' ', _families.Keys)}");
        return _families[name];
    }

    private void Take(string line)
    {
        if (line.StartsWith('#')) Describe(line);
        else Add(line);
    }

    private void Describe(string line)
    {
        var match = Description().Match(line);
        Assert.True(match.Success, line);
        Begin(match.Groups["name"].Value);
        var rest = match.Groups["rest"].Value;
        if (match.Groups["what"].Value == "TYPE")
        {
            Assert.Null(_type);
            Assert.True(rest is "gauge" or "counter", line);
            _type = rest;
        }
        else
        {
            Assert.Null(_help);
            Assert.NotEqual("", rest);
            _help = rest;
        }

        Assert.Empty(_samples);
    }

    private void Add(string line)
    {
        var match = Series().Match(line);
        Assert.True(match.Success, line);
        Assert.Equal(_name, match.Groups["name"].Value);
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        for (var i = 0; i < match.Groups["label"].Captures.Count; i++)
        {
            var value = Escape().Replace(
                match.Groups["value"].Captures[i].Value, escape => escape.Value == "\\n" ? "\n" : escape.Value[1..]);
            Assert.True(labels.TryAdd(match.Groups["label"].Captures[i].Value, value), line);
        }

        var number = double.Parse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        var sample = new MetricSample(labels, number);
        Assert.DoesNotContain(_samples, other => other.Key == sample.Key);
        _samples.Add(sample);
    }

    private void Begin(string name)
    {
        if (name == _name) return;
        Close();
        _name = name;
    }

    private void Close()
    {
        if (_name is null) return;
        Assert.NotNull(_type);
        Assert.NotNull(_help);
        Assert.NotEmpty(_samples);
        Assert.True(_families.TryAdd(_name, new MetricFamily(_name, _type, _help, _samples)), _name);
        (_name, _type, _help, _samples) = (null, null, null, []);
    }

    [GeneratedRegex(@"^# (?<what>TYPE|HELP) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Description();

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>""" +
        """([^"\\]|\\["\\n])*)"(,(?!\})|(?=\})))*\})? (?<number>[-+.0-9eE]+)$""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Series();

    [GeneratedRegex("""\\["\\n]""")]
    private static partial Regex Escape();
}
