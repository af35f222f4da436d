using System.Text;

namespace Farlink.Protocol.Bridging;

/// <summary>MQTT topic names and filters (MQTT 5.0 §4.7, the same in 3.1.1).</summary>
public static class TopicFilter
{
    /// <summary>Longest topic, in octets of UTF-8.</summary>
    public const int LongestOctets = 65_535;

    /// <summary>Whether a topic name may be published to: not empty, no wildcard, no NUL, no unpaired surrogate.</summary>
    public static bool IsValidTopic(string? topic) => IsText(topic) && topic!.AsSpan().IndexOfAny('+', '#') < 0;

    /// <summary>Whether a filter is well formed: <c>+</c> fills a level alone, <c>#</c> too and only at the end.</summary>
    public static bool IsValidFilter(string? filter)
    {
        if (!IsText(filter)) return false;
        var levels = filter!.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] == "#" && i != levels.Length - 1) return false;
            if (levels[i].Length > 1 && levels[i].AsSpan().IndexOfAny('+', '#') >= 0) return false;
        }

        return true;
    }

    /// <summary>Whether a filter has wildcards.</summary>
    public static bool HasWildcard(string filter) => filter.AsSpan().IndexOfAny('+', '#') >= 0;

    /// <summary>
    /// Whether a topic name matches a filter. Both must be valid. A filter that begins with a wildcard does not match a topic
    /// that begins with <c>$</c> (§4.7.2).
    /// </summary>
    public static bool Matches(string filter, string topic)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.StartsWith('$') && (filter.StartsWith('+') || filter.StartsWith('#'))) return false;

        var filterLevels = filter.Split('/');
        var topicLevels = topic.Split('/');
        for (var i = 0; i < filterLevels.Length; i++)
        {
            // "a/#" matches "a" too: the parent is part of the tree.
            if (filterLevels[i] == "#") return true;
            if (i >= topicLevels.Length) return false;
            if (filterLevels[i] != "+" && filterLevels[i] != topicLevels[i]) return false;
        }

        return filterLevels.Length == topicLevels.Length;
    }

    private static bool IsText(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Contains('\0') || Encoding.UTF8.GetByteCount(text) > LongestOctets) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])) return false;
        }

        return true;
    }
}
