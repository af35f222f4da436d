using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/health/live, /health/ready, /metrics: for programs.</summary>
internal sealed class HealthApi(IDashboardSource source, bool hasMetrics)
{
    private const string TextType = "text/plain; charset=utf-8";

    /// <summary>The text format of Prometheus.</summary>
    private const string MetricsType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly byte[] Ok = "ok\n"u8.ToArray();
    private static readonly byte[] NotReady = "not ready\n"u8.ToArray();

    public IEnumerable<Route> Routes =>
    [
        Route.Get("/health/live", LiveAsync) with { Audience = Audience.Everybody },
        Route.Get("/health/ready", ReadyAsync) with { Audience = Audience.Everybody },
        Route.Get("/metrics", MetricsAsync) with { Audience = Audience.ThisHost },
    ];

    private static Task LiveAsync(HttpContext context) => JsonAnswer.WriteAsync(context, Ok, TextType);

    private Task ReadyAsync(HttpContext context) => source.IsReady
        ? JsonAnswer.WriteAsync(context, Ok, TextType)
        : JsonAnswer.WriteAsync(context, NotReady, TextType, StatusCodes.Status503ServiceUnavailable);

    private Task MetricsAsync(HttpContext context)
    {
        if (!hasMetrics || source.Metrics is not { } write)
            throw ApiException.NotFound("There are no metrics: set metrics = true under [dashboard].");
        var buffer = new ArrayBufferWriter<byte>(8192);
        write(buffer);
        return JsonAnswer.WriteAsync(context, buffer.WrittenMemory, MetricsType);
    }
}
