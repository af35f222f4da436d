using System.Globalization;
using System.Text;
using Farlink.Configuration;
using Farlink.Protocol.Bridging;

namespace Farlink.Setup;

/// <summary>Routes of presets as tables of the configuration.</summary>
internal static class RouteText
{
    /// <summary>
    /// Both ends need a route, and its policy counts at the end where messages enter: at the other one topic and direction are
    /// all there is to say.
    /// </summary>
    public static void Write(StringBuilder text, PresetRoute route, Role role)
    {
        var entersHere = route.Direction == (role == Role.Site ? RouteDirection.Up : RouteDirection.Down);
        text.Append(CultureInfo.InvariantCulture, $"\n# {route.Why}\n[[route]]\n");
        text.Append(CultureInfo.InvariantCulture, $"topic = {TomlText.Quote(route.Topic)}\n");
        if (route.Direction == RouteDirection.Down) text.Append("direction = \"down\"\n");
        if (!entersHere) return;
        if (route.Priority is { } priority) text.Append(CultureInfo.InvariantCulture, $"priority = {TomlText.Quote(priority)}\n");
        if (route.MostLatency is { } latency) text.Append(CultureInfo.InvariantCulture, $"max_latency = {Span(latency)}\n");
        if (route.NewestOnly) text.Append("keep = \"newest\"\n");
        if (route.Expires is { } expires) text.Append(CultureInfo.InvariantCulture, $"expires = {Span(expires)}\n");
        if (route.UnchangedFor is { } quiet)
            text.Append(CultureInfo.InvariantCulture, $"unchanged = \"skip for {Words(quiet)}\"\n");
        if (route.QuotaPerHour is { } quota) text.Append(CultureInfo.InvariantCulture, $"quota = {quota}\n");
    }

    private static string Span(TimeSpan span) => $"\"{Words(span)}\"";

    /// <summary>In the largest unit that is whole.</summary>
    private static string Words(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        return (seconds % 3600, seconds % 60) switch
        {
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h"),
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
        };
    }
}
