using Farlink.Dashboard.Airtime;
using Farlink.Dashboard.Json;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/state, /api/airtime.</summary>
internal sealed class StateApi(IDashboardSource source, TimeProvider time)
{
    public IEnumerable<Route> Routes => [Route.Get("/api/state", StateAsync), Route.Get("/api/airtime", AirtimeAsync)];

    private Task StateAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        var view = StateView.Of(source, time.GetUtcNow());
        return JsonAnswer.WriteAsync(context, json => StateJson.Write(json, view));
    }

    private Task AirtimeAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        var view = AirtimeView.Of(source.Reports(), source.Watch, time.GetUtcNow());
        return JsonAnswer.WriteAsync(context, json => AirtimeJson.Write(json, view));
    }
}
