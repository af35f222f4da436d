using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Configuration;

/// <summary>Reads [[route]].</summary>
internal sealed class RouteSection(List<ConfigProblem> problems)
{
    private static readonly TimeSpan LongestLatency = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestExpiry = TimeSpan.FromDays(365);

    /// <summary>Reads all routes.</summary>
    public List<Route> Bind(SectionReader root, Role role, bool isNative)
    {
        List<Route> routes = [.. root.Sections("route").Select(section => BindOne(section, isNative))];
        var up = routes.Where(route => route.Direction != RouteDirection.Down).ToList();
        if (isNative)
        {
            if (routes.Count == 0) root.Warn("route", "nothing crosses without a route: add [[route]] topic = \"/esp8266\"");
            return routes;
        }

        if (role == Role.Site && up.Count == 0)
            root.Warn("route", "nothing crosses without a route: add [[route]] topic = \"/esp8266\"");
        if (role == Role.Base && (up.Count != 1 || TopicFilter.HasWildcard(up[0].Topic)))
            root.Reject(
                "route",
                $"{up.Count} upward routes",
                "a RadioHead frame carries no topic: a base needs exactly one upward route, without wildcards");
        if (role == Role.Site && (up.Count > 1 || up.Exists(route => TopicFilter.HasWildcard(route.Topic))))
            problems.Add(new ConfigProblem(
                Severity.Warning, root.Position, "route", string.Empty,
                "a RadioHead frame carries no topic: the base publishes all of these to its one route"));
        return routes;
    }

    private static Route BindOne(SectionReader section, bool isNative)
    {
        var topic = section.Text("topic", string.Empty);
        if (!section.Has("topic") || !TopicFilter.IsValidFilter(topic))
            section.Reject(
                "topic",
                $"\"{Protocol.Text.Printable.Escape(topic)}\"",
                "an MQTT topic or filter, \"/esp8266\" or \"sensors/+/state\"");
        var direction = section.Choice(
            "direction", RouteDirection.Up, ("up", RouteDirection.Up), ("down", RouteDirection.Down),
            ("both", RouteDirection.Both));
        var route = new Route(topic, direction);
        if (isNative)
        {
            route = BindPolicy(section, route);
        }
        else
        {
            if (direction != RouteDirection.Up) section.Warn("direction", "radiohead mode carries messages up only");
            section.Ignore(
                "has no effect in radiohead mode", "priority", "max_latency", "qos", "local_prefix", "remote_prefix", "keep",
                "expires", "quota", "unchanged", "compression", "secret", "sites", "retained");
        }

        section.Finish();
        return route;
    }

    private static bool IsReserved(string topic) =>
        topic.StartsWith('$') || topic == "farlink" || topic.StartsWith("farlink/", StringComparison.Ordinal);

    private static void CheckPrefix(SectionReader section, string key, string prefix)
    {
        if (prefix.Length == 0 || TopicFilter.IsValidTopic(prefix)) return;
        section.Reject(
            key, $"\"{Protocol.Text.Printable.Escape(prefix)}\"",
                "the beginning of a topic, without + # or control characters: \"barn/\"");
    }

    private static Route BindPolicy(SectionReader section, Route route)
    {
        var quota = section.Integer("quota", 0, 0, 1_000_000);
        var bound = route with
        {
            LocalPrefix = section.Text("local_prefix", ""),
            RemotePrefix = section.Text("remote_prefix", ""),
            Qos = (MqttQos)section.Integer("qos", 2, 0, 2),
            Priority = section.Choice(
                "priority", Priority.Normal, ("urgent", Priority.Urgent), ("normal", Priority.Normal), ("bulk", Priority.Bulk)),
            MostLatency = Duration.FromTimeSpan(section.Span("max_latency", TimeSpan.Zero, TimeSpan.Zero, LongestLatency)),
            NewestOnly = section.Choice("keep", false, ("all", false), ("newest", true)),
            IsSecret = section.Flag("secret", false),
            IsIsolated = section.Choice("compression", false, ("shared", false), ("isolated", true)),
            Retained = section.OptionalFlag("retained"),
            Sites = section.Texts("sites"),
            QuotaPerHour = quota == 0 ? null : (int)quota,
        };
        CheckPrefix(section, "local_prefix", bound.LocalPrefix);
        CheckPrefix(section, "remote_prefix", bound.RemotePrefix);
        if (IsReserved(bound.LocalPrefix + bound.Topic) || IsReserved(bound.RemotePrefix + bound.Topic))
            section.Warn("topic",
                "nothing passes: topics below farlink/ and those that begin with $ are Farlink's and the broker's own");
        if (section.OptionalSpan("expires", TimeSpan.FromSeconds(1), LongestExpiry) is { } expires)
            bound = bound with { Expires = Duration.FromTimeSpan(expires) };
        var words = section.Text("unchanged", "");
        if (!section.Has("unchanged")) return bound;
        const string begin = "skip for ";
        if (words.StartsWith(begin, StringComparison.Ordinal) && SpanText.TryParse(words[begin.Length..], out var quiet))
            return bound with { UnchangedFor = Duration.FromTimeSpan(quiet) };
        section.Reject("unchanged", $"\"{Protocol.Text.Printable.Escape(words)}\"", "allowed: \"skip for 15m\"");
        return bound;
    }
}
