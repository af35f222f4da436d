using Farlink.Dashboard.Json;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/demo, and its weather.</summary>
internal sealed class DemoApi(IDemoControls demo)
{
    private const double MostLoss = 90, LeastDistance = 0.1, MostDistance = 50, LeastInterval = 0.05, MostInterval = 3600;

    public IEnumerable<Route> Routes =>
    [
        Route.Get("/api/demo", ReadAsync),
        Change("weather", (body, _) => Done(() => demo.SetLoss(body.Number("loss_percent", 0, MostLoss)))),
        Change("distance", (body, _) => Done(() => demo.SetDistance(body.Number("km", LeastDistance, MostDistance)))),
        Change("crash", (body, stop) => demo.CrashAsync(body.Word("role", "site", "base"), stop)),
        Change("hostile", (body, _) => Done(() => demo.SetHostile(body.Flag("on")))),
        Change("rate", (body, _) => Done(
            () => demo.SetInterval(TimeSpan.FromSeconds(body.Number("interval_s", LeastInterval, MostInterval))))),
    ];

    private static Task Done(Action change)
    {
        change();
        return Task.CompletedTask;
    }

    private Route Change(string name, Func<BodyReader, CancellationToken, Task> change) =>
        Route.Post($"/api/demo/{name}", async context =>
        {
            using var body = await BodyReader.ReadAsync(context);
            try
            {
                await change(body, context.RequestAborted);
            }
            catch (ActionRefusedException refused)
            {
                throw new ApiException(StatusCodes.Status409Conflict, refused.Message);
            }

            await AnswerAsync(context);
        });

    private Task ReadAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        return AnswerAsync(context);
    }

    private Task AnswerAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, json => DemoJson.Write(json, demo.Figures()));
}
