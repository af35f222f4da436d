using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Metrics;

/// <summary>Everything that is measured, at one instant, so that the figures of one scrape fit together.</summary>
internal sealed record MetricsSnapshot
{
    /// <summary>Before the first scrape.</summary>
    public static MetricsSnapshot Nothing { get; } = new()
    {
        Reports = [],
        Links = [],
        Airtime = new AirtimeTotals([], []),
        Certificates = [],
    };

    public required IReadOnlyList<StatusReport> Reports { get; init; }

    public required IReadOnlyList<MeasuredLink> Links { get; init; }

    public required AirtimeTotals Airtime { get; init; }

    public required IReadOnlyList<CertificateEnd> Certificates { get; init; }
}
