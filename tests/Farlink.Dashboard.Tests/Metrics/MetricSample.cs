namespace Farlink.Dashboard.Tests.Metrics;

/// <summary>One series at one scrape.</summary>
internal sealed record MetricSample(IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>Its labels in one text, whatever their order.</summary>
    public string Key => string.Join(
        ',', Labels.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));
}
