namespace Farlink.Runtime.Notices;

/// <summary>
/// Topics of what the ends tell each other about themselves. They travel in the stream like any message, and no broker sees them:
/// no client can publish under <c>$</c>, and no route carries it (docs/protocol.md §7).
/// </summary>
internal static class NoticeTopics
{
    /// <summary>Down: a list of revocations, DER. Up: the number of the list in force, or nothing where none is used.</summary>
    public const string Revocations = "$C";

    /// <summary>Down: the time, UTC.</summary>
    public const string Time = "$T";

    /// <summary>Up: the site's next static key, compressed. Down: which one is known now, the first octets of its hash.</summary>
    public const string Key = "$K";

    /// <summary>Whether a topic is Farlink's own, of this version or another.</summary>
    public static bool IsOurs(string topic) => topic.StartsWith('$');
}
