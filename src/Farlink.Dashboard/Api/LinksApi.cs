using Farlink.Dashboard.Json;
using Farlink.Runtime.Watching;
using Farlink.Storage;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/links/history.</summary>
internal sealed class LinksApi(IDashboardSource source)
{
    public IEnumerable<Route> Routes => [Route.Get("/api/links/history", HistoryAsync)];

    private Task HistoryAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var role = query.Choice("role", ("site", "site"), ("base", "base"));
        query.Required("link");
        var link = (int)(query.Whole("link", 0, byte.MaxValue) ?? 0);
        var (word, span) = query.Choice(
            "span", ("10m", ("10m", HistorySpan.TenMinutes)), ("1d", ("1d", HistorySpan.Day)),
            ("1mo", ("1mo", HistorySpan.Month)));
        query.Finish();
        if (source.History is not { } history)
            throw ApiException.NotFound("No history is kept: set history = true under [dashboard].");
        var track = Query(history, role, link, span)
            ?? throw ApiException.NotFound($"There is no link {link} at a {role} here. Those there are: /api/state.");
        return JsonAnswer.WriteAsync(context, json => LinkJson.Write(json, link, track, word));
    }

    private static LinkTrack? Query(ILinkHistory history, string role, int link, HistorySpan span)
    {
        try
        {
            return history.Query(role, link, span);
        }
        catch (StoreException failure)
        {
            // The disk's trouble and no mistake of ours.
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, failure.Message);
        }
    }
}
