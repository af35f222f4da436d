using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Farlink.Dashboard.Metrics;

/// <summary>The exporter of OpenTelemetry, for one meter.</summary>
internal sealed class PrometheusEndpoint : IDisposable
{
    private readonly FarlinkMeter _meter;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly MeterProvider _provider;
    private readonly RequestDelegate _exporter;

    /// <summary>Makes it; it owns the meter.</summary>
    /// <param name="meter">What is exported.</param>
    /// <param name="mostSeries">
    /// Series of one instrument; further ones are summed up by the exporter. Room for all of them is taken at once.
    /// </param>
    public PrometheusEndpoint(FarlinkMeter meter, int mostSeries)
    {
        _meter = meter;
        _provider = Sdk.CreateMeterProviderBuilder()

            // Empty: no environment variable (OTEL_*) has a say.
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()))
            .SetResourceBuilder(ResourceBuilder.CreateEmpty())
            .AddMeter(FarlinkMeter.Name)

            // Meters are found by name: another one of this name in this process is none of ours.
            .AddView(instrument => ReferenceEquals(instrument.Meter, meter.Meter)
                ? new MetricStreamConfiguration { CardinalityLimit = mostSeries } : MetricStreamConfiguration.Drop)
            .AddPrometheusExporter(options =>
            {
                options.ScrapeResponseCacheDurationMilliseconds = 0;
                options.ScopeInfoEnabled = false;
                options.TargetInfoEnabled = false;
            })
            .Build();
        var pipeline = new ApplicationBuilder(_services);
        pipeline.UseOpenTelemetryPrometheusScrapingEndpoint(
            _provider, _ => true, path: null, configureBranchedPipeline: null, optionsName: null);
        _exporter = pipeline.Build();
    }

    /// <summary>Answers a scrape, in the text format of Prometheus or in OpenMetrics, as it asks.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        _meter.Look();
        return _exporter(context);
    }

    public void Dispose()
    {
        _provider.Dispose();
        _services.Dispose();
        _meter.Dispose();
    }
}
