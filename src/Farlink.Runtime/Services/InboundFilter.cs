using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;

namespace Farlink.Runtime.Services;

/// <summary>
/// What this end lets in from a link, whatever the other end believes: its own routes, the site's prefix, and no topic that only
/// Farlink publishes. It is local and never changed over the air.
/// </summary>
internal sealed class InboundFilter(IReadOnlyList<Route> routes, RouteDirection way, string prefix)
{
    /// <summary>Why a message is refused, or null.</summary>
    public string? Refuse(MqttMessage message)
    {
        if (!TopicFilter.IsValidTopic(message.Topic)) return "its topic is not valid";
        if (ToBroker(message.Topic) is not { } topic) return "no route lets its topic in";
        if (IsReserved(topic)) return "only Farlink publishes under its topic";
        if (topic.StartsWith(prefix, StringComparison.Ordinal)) return null;
        return $"its topic does not begin with the site's prefix {prefix}";
    }

    /// <summary>The topic at this end's broker; null if no route lets it in.</summary>
    public string? ToBroker(string linkTopic)
    {
        foreach (var route in routes)
            if (route.FromLink(linkTopic, way) is { } topic) return topic;
        return null;
    }

    private static bool IsReserved(string topic) =>
        topic.StartsWith('$') || topic == "farlink" || topic.StartsWith("farlink/", StringComparison.Ordinal);
}
