namespace Farlink.Runtime.Services;

/// <summary>
/// Topics at a broker where only Farlink and the broker itself speak: reports of this end, or of another one at the same broker.
/// No route carries them, also none for everything. It is the topic that tells: a broker shows us our own reports in MQTT 3.1.1,
/// and in 5 those that went by a connection of their own or that it published for us as a last will.
/// </summary>
internal static class ReservedTopics
{
    /// <summary>Whether a topic is one of them.</summary>
    public static bool Has(string topic) => topic.StartsWith('$') || IsFarlinks(topic);

    /// <summary>Whether a topic is one of Farlink's reports.</summary>
    public static bool IsFarlinks(string topic) =>
        topic == "farlink" || topic.StartsWith("farlink/", StringComparison.Ordinal);
}
