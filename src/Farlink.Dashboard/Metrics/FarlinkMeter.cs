using System.Diagnostics.Metrics;

namespace Farlink.Dashboard.Metrics;

/// <summary>The meter <c>farlink</c> with all its instruments. docs/metrics.md lists them. Thread-safe.</summary>
internal sealed class FarlinkMeter : IDisposable
{
    public const string Name = "farlink";

    private readonly IDashboardSource _source;
    private readonly CertificateEnd? _own;
    private volatile MetricsSnapshot _snapshot = MetricsSnapshot.Nothing;

    /// <summary>Makes the instruments; nothing is looked at before <see cref="Look"/>.</summary>
    /// <param name="source">What is measured.</param>
    /// <param name="own">The dashboard's own certificate; null: it has none.</param>
    public FarlinkMeter(IDashboardSource source, CertificateEnd? own)
    {
        _source = source;
        _own = own;
        var make = new InstrumentMaker(Meter, () => _snapshot);
        EndInstruments.AddTo(make);
        LinkInstruments.AddTo(make);
        AirtimeInstruments.AddTo(make);
        ProcessInstruments.AddTo(make);
    }

    public Meter Meter { get; } = new(Name);

    /// <summary>Looks at everything once; instruments read that until the next look.</summary>
    public void Look()
    {
        var reports = _source.Reports();
        var airtime = _source.Watch.Airtime.Totals();
        _snapshot = new MetricsSnapshot
        {
            Reports = reports,
            Links = MeasuredLink.Of(reports),
            Airtime = airtime with { ByUse = SentCounts.WithZeros(reports, airtime.ByUse) },
            Certificates = _own is null ? _source.Certificates : [.. _source.Certificates, _own],
        };
    }

    public void Dispose() => Meter.Dispose();
}
