using Farlink.Dashboard.Json;
using Farlink.Runtime.Watching;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/events.</summary>
internal sealed class EventsApi(WatchHub watch)
{
    public IEnumerable<Route> Routes => [Route.Get("/api/events", ListAsync)];

    private Task ListAsync(HttpContext context)
    {
        var (after, before, limit) = Window.Read(context);
        var found = after is { } id ? watch.Events.After(id, limit) : watch.Events.Before(before, limit);
        return JsonAnswer.WriteAsync(
            context, json => json.WriteArray("events", found.OrderBy(one => one.Id), EventJson.Write));
    }
}
