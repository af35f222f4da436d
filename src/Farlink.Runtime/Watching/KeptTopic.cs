namespace Farlink.Runtime.Watching;

/// <summary>
/// A topic as it is remembered: a device may send one of 65,535 octets, which the link refuses, and thousands of them would be a
/// lot of memory.
/// </summary>
internal static class KeptTopic
{
    /// <summary>Longest that is kept, in characters: no longer one crosses the link.</summary>
    public const int MostCharacters = 1024;

    /// <summary>What is kept of a longer one; with the note of how much is missing it is not longer than the longest.</summary>
    private const int Begin = 1000;

    /// <summary>The topic, or its beginning and how much is missing; that of a kept one is itself.</summary>
    public static string Of(string topic)
    {
        if (topic.Length <= MostCharacters) return topic;

        // Half a pair of surrogates is no text.
        var length = char.IsHighSurrogate(topic[Begin - 1]) ? Begin - 1 : Begin;
        return $"{topic[..length]}… ({topic.Length - length} more)";
    }
}
