using Farlink.Dashboard.Json;
using Farlink.Protocol.Bridging;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/messages, /api/messages/ID.</summary>
internal sealed class MessagesApi(IDashboardSource source, bool showsPayloads)
{
    private const string OnePath = "/api/messages/";

    public IEnumerable<Route> Routes => [Route.Get("/api/messages", ListAsync), Route.Get(OnePath, OneAsync)];

    private Task ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var topic = query.Text("topic");
        var (from, to) = (query.Time("from"), query.Time("to"));
        var before = query.Whole("before", 0, long.MaxValue);
        var limit = query.Limit();
        query.Finish();
        if (from > to) throw ApiException.BadRequest("The parameter from is later than to: exchange them.");
        var found = source.Watch.Messages.Search(Wanted(topic), from, to, before, limit + 1);
        var write = new MessageJson(new LinkNames(source.Reports()));
        return JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteArray("messages", found.Take(limit), write.Write);
            json.WriteBoolean("more", found.Count > limit);
        });
    }

    /// <summary>A filter where there is a wildcard, else a part of the text; null: any.</summary>
    private static Func<string, bool>? Wanted(string? topic)
    {
        if (topic is null) return null;
        if (!TopicFilter.HasWildcard(topic)) return one => one.Contains(topic, StringComparison.OrdinalIgnoreCase);
        return TopicFilter.IsValidFilter(topic) ? one => TopicFilter.Matches(topic, one)
            : throw ApiException.BadRequest("The parameter topic is no MQTT filter: + is a whole level, # only at the end.");
    }

    private Task OneAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        var id = PathId.Read(context, OnePath);
        var message = source.Watch.Messages.Find(id)
            ?? throw ApiException.NotFound($"There is no message {id}, or it is so old that it was dropped.");
        var twin = source.Watch.Messages.FindTwin(message);
        var write = new MessageJson(new LinkNames(source.Reports()));
        return JsonAnswer.WriteAsync(context, json => write.WriteWhole(json, message, twin, showsPayloads));
    }
}
