using Farlink.Dashboard.Access;
using Farlink.Dashboard.Api;
using Farlink.Dashboard.Json;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Feed;

/// <summary>/api/stream: what happens, as it happens.</summary>
internal sealed class StreamApi(
    FeedHub feed, IDashboardSource source, AboutJson about, Gate gate, DashboardFacts facts, TimeProvider time,
    CancellationToken closing)
{
    public IEnumerable<Route> Routes => [Route.Get("/api/stream", StreamAsync)];

    private async Task StreamAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, closing);
        using var client = feed.Subscribe() ?? throw TooMany(context);
        context.Response.ContentType = "text/event-stream";

        // nginx would keep it back otherwise (ngx_http_proxy_module, X-Accel-Buffering).
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        try
        {
            // Who was here before keeps its own id until it has been told what it missed.
            var before = FeedPosition.Read(context.Request.Headers["Last-Event-ID"].ToString(), facts.Instance);
            var id = before is null ? client.Start.Write(facts.Instance) : null;
            await SendAsync(context, Hello(id).Octets, either.Token);
            if (before is { } position && feed.CatchUp(position, client) is { } missed)
                await SendAsync(context, missed.Octets, either.Token);
            while (true)
            {
                var octets = await client.NextAsync(either.Token);

                // Signed out, or for too long: the browser comes again, and is refused.
                if (!gate.StillLets(context)) return;
                await SendAsync(context, octets, either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It hung up, or we close.
        }
    }

    private static ApiException TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "10";
        return new ApiException(
            StatusCodes.Status429TooManyRequests, $"{FeedHub.MostClients} pages are open already. Close one of them.");
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        await context.Response.BodyWriter.WriteAsync(octets, cancellationToken);

    private FeedChunk Hello(string? id)
    {
        var view = StateView.Of(source, time.GetUtcNow());
        var hello = new FeedWriter().Retry().Object(FeedKinds.None, "hello", id, json =>
        {
            about.Write(json, gate.HasLogin);
            json.WriteString("instance", facts.Instance);
        });
        hello.Object(FeedKinds.State, "state", null, json => StateJson.Write(json, view));
        if (source.Demo is { } demo)
            hello.Object(FeedKinds.Demo, "demo", null, json => DemoJson.Write(json, demo.Figures()));
        return hello.Finish();
    }
}
