using System.Diagnostics.Metrics;
using Farlink.Runtime.Status;

namespace Farlink.Dashboard.Metrics;

/// <summary>
/// Makes instruments that read the snapshot of the scrape under way. Names and units are those of OpenTelemetry: the exporter
/// writes <c>farlink.uptime</c> in <c>s</c> as <c>farlink_uptime_seconds</c>, and a counter with <c>_total</c>. What is null is
/// not measured: the series is absent, and does not keep its last value.
/// </summary>
internal sealed class InstrumentMaker(Meter meter, Func<MetricsSnapshot> snapshot)
{
    public const string Seconds = "s";
    public const string Octets = "By";

    /// <summary>Something that goes up and down.</summary>
    public void Gauge(
        string name, string? unit, string help, Func<MetricsSnapshot, IEnumerable<Measurement<double>>> read) =>
        meter.CreateObservableGauge(name, () => read(snapshot()), unit, help);

    /// <summary>Something that only rises, until a restart.</summary>
    public void Counter(
        string name, string help, Func<MetricsSnapshot, IEnumerable<Measurement<long>>> read, string? unit = null) =>
        meter.CreateObservableCounter(name, () => read(snapshot()), unit, help);

    /// <summary>The same of a time.</summary>
    public void TimeCounter(string name, string help, Func<MetricsSnapshot, IEnumerable<Measurement<double>>> read) =>
        meter.CreateObservableCounter(name, () => read(snapshot()), Seconds, help);

    /// <summary>A figure of each end.</summary>
    public void EndGauge(string name, string? unit, string help, Func<StatusReport, double?> read) =>
        Gauge(name, unit, help, now => OfEnds(now, read));

    /// <summary>A count of each end.</summary>
    public void EndCounter(string name, string help, Func<StatusReport, long?> read, string? unit = null) =>
        Counter(name, help, now => OfEnds(now, read), unit);

    /// <summary>1 or 0 of each end.</summary>
    public void EndFlag(string name, string help, Func<StatusReport, bool> read) =>
        EndGauge(name, null, help, end => read(end) ? 1 : 0);

    /// <summary>A figure of each link.</summary>
    public void LinkGauge(string name, string? unit, string help, Func<LinkFigures, double?> read) =>
        Gauge(name, unit, help, now => OfLinks(now, read));

    /// <summary>A count of each link.</summary>
    public void LinkCounter(string name, string help, Func<LinkFigures, long?> read) =>
        Counter(name, help, now => OfLinks(now, read));

    /// <summary>1 or 0 of each link.</summary>
    public void LinkFlag(string name, string help, Func<LinkFigures, bool?> read) =>
        LinkGauge(name, null, help, link => read(link) is { } value ? (value ? 1 : 0) : null);

    private static IEnumerable<Measurement<T>> OfEnds<T>(MetricsSnapshot now, Func<StatusReport, T?> read)
        where T : struct
    {
        foreach (var report in now.Reports)
            if (read(report) is { } value) yield return new Measurement<T>(value, MetricLabels.End(report.Service.Role));
    }

    private static IEnumerable<Measurement<T>> OfLinks<T>(MetricsSnapshot now, Func<LinkFigures, T?> read)
        where T : struct
    {
        foreach (var link in now.Links)
            if (read(link.Figures) is { } value) yield return new Measurement<T>(value, link.Labels);
    }
}
