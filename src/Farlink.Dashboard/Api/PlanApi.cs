using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Farlink.Dashboard.Api;

/// <summary>/api/plan: a simulation of a network that is to be, one at a time.</summary>
internal sealed class PlanApi(Planner planner) : IDisposable
{
    /// <summary>Longest plan in octets, 384 KiB: a trace of 256 KiB is longer as JSON, where quotes are escaped.</summary>
    public const int MostPlanOctets = 384 * 1024;

    private readonly SemaphoreSlim _running = new(1, 1);

    public IEnumerable<Route> Routes => [Route.Post("/api/plan", PlanAsync)];

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    private async Task PlanAsync(HttpContext context)
    {
        // Whoever may ask for a simulation costs more than these octets.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostPlanOctets;
        using var body = await BodyReader.ReadAsync(context);
        if (!await _running.WaitAsync(TimeSpan.Zero, context.RequestAborted))
        {
            context.Response.Headers.RetryAfter = "10";
            throw new ApiException(StatusCodes.Status429TooManyRequests, "Another plan is being computed. Wait for its end.");
        }

        try
        {
            var answer = new ArrayBufferWriter<byte>(4096);
            if (await planner(body.Octets(), answer, context.RequestAborted) is { } wrong) throw ApiException.BadRequest(wrong);
            await JsonAnswer.WriteAsync(context, answer.WrittenMemory, JsonAnswer.ContentType);
        }
        finally
        {
            _running.Release();
        }
    }
}
