namespace Farlink.Dashboard.Tests.Metrics;

/// <summary>A metric as it is exported.</summary>
internal sealed record MetricFamily(string Name, string Type, string Help, IReadOnlyList<MetricSample> Samples);
