namespace Farlink.Runtime.Services;

/// <summary>
/// How many topics each publisher uses: one that makes up topics fills tables and costs airtime, since each must be spelt
/// out once.
/// </summary>
internal sealed class PublisherTopics(TimeProvider time)
{
    /// <summary>Topics of one publisher in a day; a large Zigbee gateway has some hundreds.</summary>
    public const int MostOfOne = 1000;

    /// <summary>The link carries no longer topic and refuses it: it is not worth to be remembered.</summary>
    private const int LongestTopic = 1024;

    private const int MostPublishers = 1000;
    private static readonly TimeSpan Forgets = TimeSpan.FromDays(1);
    private readonly Dictionary<string, HashSet<string>> _topics = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long _since = time.GetTimestamp();

    /// <summary>Whether this is one topic too many; other brokers stand for many publishers and are not counted.</summary>
    /// <param name="publisher">Whose it is.</param>
    /// <param name="topic">The topic on the link.</param>
    public bool IsTooMany(string publisher, string topic)
    {
        if (publisher is "" or Intake.OtherBroker || topic.Length > LongestTopic) return false;
        lock (_lock)
        {
            if (time.GetElapsedTime(_since) > Forgets || _topics.Count > MostPublishers)
            {
                _topics.Clear();
                _since = time.GetTimestamp();
            }

            if (!_topics.TryGetValue(publisher, out var topics))
                _topics[publisher] = topics = new HashSet<string>(StringComparer.Ordinal);
            if (topics.Contains(topic)) return false;
            if (topics.Count >= MostOfOne) return true;
            topics.Add(topic);
            return false;
        }
    }
}
