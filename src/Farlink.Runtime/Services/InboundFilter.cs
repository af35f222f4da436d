using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;

namespace Farlink.Runtime.Services;

/// <summary>
/// What this end lets in from a link, whatever the other end believes: its own routes, the site's prefix, and no topic that only
/// Farlink publishes. It is local and never changed over the air.
/// </summary>
internal sealed class InboundFilter(
    IReadOnlyList<Route> initial, RouteDirection way, string prefix, Func<string, bool> isNotice)
{
    private volatile IReadOnlyList<Route> _routes = initial;

    /// <summary>Topics besides those that only this end itself publishes at its broker.</summary>
    public Func<string, bool> IsOwn { get; init; } = _ => false;

    /// <summary>Goes by other routes from the next message on.</summary>
    public void Use(IReadOnlyList<Route> routes) => _routes = routes;

    /// <summary>Why a message is refused, or null.</summary>
    public string? Refuse(MqttMessage message)
    {
        if (isNotice(message.Topic)) return null;
        if (!TopicFilter.IsValidTopic(message.Topic)) return "its topic is not valid";
        if (RouteOf(message.Topic) is not { } route) return "no route lets its topic in";
        var topic = route.FromLink(message.Topic, way)!;
        if (ReservedTopics.Has(topic) || IsOwn(topic)) return "only Farlink publishes under its topic";
        if (!topic.StartsWith(prefix, StringComparison.Ordinal))
            return $"its topic does not begin with the site's prefix {prefix}";
        return message.Retain && !route.LetsRetained(way)
            ? "it is retained, and its route does not carry retained messages" : null;
    }

    /// <summary>
    /// A message as this end's broker gets it: its topic mapped, its QoS at most its route's. One that no route lets in
    /// stays as it
    /// is: it came before the routes were changed.
    /// </summary>
    public MqttMessage ToBroker(MqttMessage message) => RouteOf(message.Topic) is { } route
        ? message with
        {
            Topic = route.FromLink(message.Topic, way)!,
            Qos = message.Qos < route.Qos ? message.Qos : route.Qos,
        }
        : message;

    private Route? RouteOf(string linkTopic) => _routes.FirstOrDefault(route => route.FromLink(linkTopic, way) is not null);
}
