using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/plan: a simulation of a network that is to be, one at a time.</summary>
internal sealed class PlanApi(Planner planner) : IDisposable
{
    private const int MostSites = 50, MostHours = 48, MostOctets = 8192;
    private const double MostDistance = 50, MostRate = 3600;

    private readonly SemaphoreSlim _running = new(1, 1);

    public IEnumerable<Route> Routes => [Route.Post("/api/plan", PlanAsync)];

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    private static PlanQuestion Read(BodyReader body) => new()
    {
        Sites = (int)body.Whole("sites", 1, MostSites),
        DistanceKilometres = body.Number("distance_km", 0.01, MostDistance),
        IsRing = body.Word("spread", "even", "ring") == "ring",
        RatePerHour = body.Number("rate_per_hour", 0.01, MostRate),
        Octets = (int)body.Whole("octets", 1, MostOctets),
        Region = body.Text("region"),
        SpreadingFactor = (int)body.Whole("sf", 7, 12),
        BandwidthKilohertz = body.Number("bandwidth_khz", 7, 500),
        Hours = body.Number("hours", 0.1, MostHours),
        Seed = body.Whole("seed", 0, long.MaxValue),
        IsAcknowledged = body.Flag("acknowledged"),
    };

    private async Task PlanAsync(HttpContext context)
    {
        using var body = await BodyReader.ReadAsync(context);
        var question = Read(body);
        if (!await _running.WaitAsync(TimeSpan.Zero, context.RequestAborted))
        {
            context.Response.Headers.RetryAfter = "10";
            throw new ApiException(StatusCodes.Status429TooManyRequests, "Another plan is being computed. Wait for its end.");
        }

        try
        {
            var answer = await planner(question, context.RequestAborted);
            await JsonAnswer.WriteAsync(context, json =>
            {
                answer.WriteFields(json);
                json.WriteStartArray("assumptions");
                foreach (var one in answer.Assumptions) json.WriteStringValue(one);
                json.WriteEndArray();
            });
        }
        catch (ArgumentException wrong)
        {
            throw ApiException.BadRequest(wrong.Message);
        }
        finally
        {
            _running.Release();
        }
    }
}
