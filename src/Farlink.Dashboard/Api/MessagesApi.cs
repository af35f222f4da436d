using Farlink.Dashboard.Json;
using Farlink.Protocol.Bridging;
using Farlink.Runtime.Watching;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/messages, /api/messages/ID.</summary>
internal sealed class MessagesApi(WatchHub watch, bool showsPayloads)
{
    private const string OnePath = "/api/messages/";
    private const int Step = 500;

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
        var found = topic is not null && TopicFilter.HasWildcard(topic)
            ? ByFilter(topic, from, to, before, limit + 1)
            : [.. watch.Messages.Search(topic, from, to, before, limit + 1).OrderByDescending(one => one.Id)];
        return JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteArray("messages", found.Take(limit), MessageJson.Write);
            json.WriteBoolean("more", found.Count > limit);
        });
    }

    /// <summary>The log knows parts of texts only, so all are looked at, some at a time.</summary>
    private List<SeenMessage> ByFilter(string filter, DateTimeOffset? from, DateTimeOffset? to, long? before, int most)
    {
        if (!TopicFilter.IsValidFilter(filter))
            throw ApiException.BadRequest("The parameter topic is no MQTT filter: + stands for a whole level, # only at the end.");
        List<SeenMessage> found = [];
        while (found.Count < most)
        {
            var some = watch.Messages.Search(null, from, to, before, Step);
            if (some.Count == 0) break;
            found.AddRange(some.OrderByDescending(one => one.Id).Where(one => TopicFilter.Matches(filter, one.Topic)));
            before = some.Min(one => one.Id);
        }

        return found.Count > most ? found[..most] : found;
    }

    private Task OneAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        var id = PathId.Read(context, OnePath);
        var message = watch.Messages.Find(id)
            ?? throw ApiException.NotFound($"There is no message {id}, or it is so old that it was dropped.");
        var twin = Twin(message);
        return JsonAnswer.WriteAsync(context, json => MessageJson.WriteWhole(json, message, twin, showsPayloads));
    }

    /// <summary>The same message at the other end, where both run here.</summary>
    private SeenMessage? Twin(SeenMessage message)
    {
        if (message.Trace is not { } trace || watch.Messages.FindByTrace(trace) is not { } found) return null;
        return found.Id != message.Id ? found
            : watch.Messages.Search(null, null, null, null, int.MaxValue)
                .FirstOrDefault(one => one.Trace == trace && one.Id != message.Id);
    }
}
