using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/plan: a simulation of a network that is to be, one at a time.</summary>
internal sealed class PlanApi(Planner planner) : IDisposable
{
    private readonly SemaphoreSlim _running = new(1, 1);

    public IEnumerable<Route> Routes => [Route.Post("/api/plan", PlanAsync)];

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    private async Task PlanAsync(HttpContext context)
    {
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
