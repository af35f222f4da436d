namespace Farlink.Dashboard.Metrics;

/// <summary>
/// Labels. Each has few values, and none that somebody outside can choose: no topic, no client, no payload, no text of an error.
/// </summary>
internal static class MetricLabels
{
    public static KeyValuePair<string, object?> End(string role) => Of("end", role);

    public static KeyValuePair<string, object?> Link(string name) => Of("link", name);

    public static KeyValuePair<string, object?> Band(string band) => Of("band", band);

    public static KeyValuePair<string, object?> Use(string use) => Of("use", use);

    public static KeyValuePair<string, object?> Reason(string reason) => Of("reason", reason);

    public static KeyValuePair<string, object?> Of(string name, string value) => new(name, value);
}
