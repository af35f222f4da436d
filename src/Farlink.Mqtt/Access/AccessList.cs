using Farlink.Protocol.Bridging;
using Farlink.Protocol.Text;

namespace Farlink.Mqtt.Access;

/// <summary>
/// Who may read and write which topics, in the syntax of mosquitto's <c>acl_file</c>:
/// <c>topic [read|write|readwrite|deny] FILTER</c> for anonymous clients until the first <c>user NAME</c> and for that user after
/// it; <c>pattern [..] FILTER</c> for everyone, with <c>%u</c> the user and <c>%c</c> the client id. Nothing is allowed that no
/// line allows; a deny wins. Thread-safe.
/// </summary>
public sealed class AccessList
{
    private readonly List<Rule> _patterns = [];
    private readonly List<Rule> _anonymous = [];
    private readonly Dictionary<string, List<Rule>> _users = new(StringComparer.Ordinal);

    [Flags]
    private enum Grant
    {
        Deny = 0,
        Read = 1,
        Write = 2,
        ReadWrite = Read | Write,
    }

    /// <summary>A list that allows every topic but those that begin with $: what a broker without acl_file does.</summary>
    public static AccessList AllowAll { get; } = Parse("pattern readwrite #", "built in");

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <exception cref="AccessFileException">A line is not understood.</exception>
    public static AccessList Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var list = new AccessList();
        var current = list._anonymous;
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line.StartsWith('#')) continue;
            var space = line.IndexOfAny([' ', '\t']);
            var word = space < 0 ? line : line[..space];
            var rest = space < 0 ? string.Empty : line[space..].Trim();
            switch (word)
            {
                case "user":
                    current = list.SectionOf(rest, source, number);
                    break;
                case "topic":
                    current.Add(ParseRule(rest, isPattern: false, source, number));
                    break;
                case "pattern":
                    list._patterns.Add(ParseRule(rest, isPattern: true, source, number));
                    break;
                default:
                    throw new AccessFileException(
                        source, number, $"expected user, topic or pattern, found '{Printable.Escape(word)}'");
            }
        }

        return list;
    }

    /// <summary>Whether a client may do something with a topic, or with a filter it subscribes to.</summary>
    /// <param name="user">User name; null for an anonymous client.</param>
    /// <param name="clientId">Client id.</param>
    /// <param name="topic">Topic name, or the filter of a subscription.</param>
    /// <param name="kind">What it wants.</param>
    public bool Allows(string? user, string clientId, string topic, AccessKind kind)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var allowed = false;
        var own = user is null ? _anonymous : _users.GetValueOrDefault(user, []);
        foreach (var rule in own.Concat(_patterns))
        {
            if (rule.Expand(user, clientId) is not { } filter || !Rule.Covers(rule.IsDeny, filter, topic, kind)) continue;
            if (rule.IsDeny) return false;
            allowed |= rule.Grants(kind);
        }

        return allowed;
    }

    private static Rule ParseRule(string rest, bool isPattern, string source, int number)
    {
        var space = rest.IndexOfAny([' ', '\t']);
        var word = space < 0 ? rest : rest[..space];
        Grant? access = word switch
        {
            "read" => Grant.Read,
            "write" => Grant.Write,
            "readwrite" => Grant.ReadWrite,
            "deny" => Grant.Deny,
            _ => null,
        };

        // As in mosquitto a lone word is the topic, even if it is "read"; without a word of access it is read and write.
        var filter = access is null || space < 0 ? rest : rest[space..].Trim();
        if (!TopicFilter.IsValidFilter(filter))
            throw new AccessFileException(source, number, $"'{Printable.Escape(filter)}' is not a topic filter");
        return new Rule(filter, space < 0 ? Grant.ReadWrite : access ?? Grant.ReadWrite, isPattern);
    }

    private List<Rule> SectionOf(string user, string source, int number)
    {
        if (user.Length == 0) throw new AccessFileException(source, number, "user needs a name");
        if (!_users.TryGetValue(user, out var section)) _users.Add(user, section = []);
        return section;
    }

    private sealed record Rule(string Filter, Grant Access, bool IsPattern)
    {
        public bool IsDeny => Access == Grant.Deny;

        public bool Grants(AccessKind kind) => (Access & (kind == AccessKind.Write ? Grant.Write : Grant.Read)) != 0;

        /// <summary>
        /// Whether the rule speaks of a topic. A subscription is hit by an allowing rule if there is a topic that both match,
        /// and by a denying one only if it asks for exactly that filter: its messages are checked one by one all the same.
        /// </summary>
        public static bool Covers(bool isDeny, string filter, string topic, AccessKind kind)
        {
            if (kind != AccessKind.Subscribe) return TopicFilter.Matches(filter, topic);
            return isDeny ? filter == topic : FilterOverlap.Any(topic, filter);
        }

        /// <summary>Puts user and client id into a pattern; null if one is needed and missing, or could widen it.</summary>
        public string? Expand(string? user, string clientId)
        {
            if (!IsPattern) return Filter;
            if (Filter.Contains("%u", StringComparison.Ordinal) && !IsHarmless(user)) return null;
            if (Filter.Contains("%c", StringComparison.Ordinal) && !IsHarmless(clientId)) return null;
            return Filter.Replace("%u", user, StringComparison.Ordinal).Replace("%c", clientId, StringComparison.Ordinal);
        }

        private static bool IsHarmless(string? name) =>
            !string.IsNullOrEmpty(name) && name.AsSpan().IndexOfAny('+', '#', '/') < 0;
    }
}
