using Farlink.Dashboard.Api;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Metrics;

/// <summary>/metrics. The exporter takes memory: it is made at the first scrape.</summary>
internal sealed class MetricsApi : IDisposable
{
    /// <summary>A base has up to 255 links.</summary>
    private const int MostSeriesOfBase = 320;

    private const int MostSeriesOfOthers = 64;

    private readonly bool _isOn;
    private readonly Lazy<PrometheusEndpoint> _endpoint;

    public MetricsApi(IDashboardSource source, DashboardOptions options)
    {
        _isOn = options.HasMetrics;
        var own = options.Certificate is { } certificate ? new CertificateEnd("dashboard", certificate.NotAfter) : null;
        var most = source.About.Role == "base" ? MostSeriesOfBase : MostSeriesOfOthers;
        _endpoint = new Lazy<PrometheusEndpoint>(() => new PrometheusEndpoint(new FarlinkMeter(source, own), most));
    }

    public IEnumerable<Route> Routes =>
        [Route.Get("/metrics", AnswerAsync) with { Audience = Audience.ThisHost }];

    public void Dispose()
    {
        if (_endpoint.IsValueCreated) _endpoint.Value.Dispose();
    }

    private Task AnswerAsync(HttpContext context) => _isOn
        ? _endpoint.Value.AnswerAsync(context)
        : throw ApiException.NotFound("There are no metrics: set metrics = true under [dashboard].");
}
