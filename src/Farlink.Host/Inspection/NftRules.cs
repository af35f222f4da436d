namespace Farlink.Host.Inspection;

/// <summary>A chain of the packet filter.</summary>
/// <param name="Table">Its table: <c>inet filter</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rules">Its lines, the one that says where it hangs included.</param>
internal sealed record NftChain(string Table, string Name, IReadOnlyList<string> Rules)
{
    /// <summary>Where it hangs and what becomes of what no rule decides; empty for a chain that others jump to.</summary>
    public string Hook => Rules.FirstOrDefault(rule => rule.StartsWith("type ", StringComparison.Ordinal)) ?? "";
}

/// <summary>The packet filter's rules as <c>nft list ruleset</c> prints them.</summary>
internal static class NftRules
{
    /// <summary>Names that nft prints in place of numbers.</summary>
    private static readonly Dictionary<int, string> PortNames = new()
    {
        [53] = "domain",
        [67] = "bootps",
        [123] = "ntp",
        [1883] = "mqtt",
        [8883] = "secure-mqtt",
    };

    /// <summary>Reads all chains.</summary>
    public static List<NftChain> Parse(IEnumerable<string> lines)
    {
        List<NftChain> chains = [];
        var table = "";
        List<string>? rules = null;
        foreach (var line in lines.Select(text => text.Trim()))
        {
            if (line.StartsWith("table ", StringComparison.Ordinal)) table = line[6..].TrimEnd('{', ' ');
            else if (line.StartsWith("chain ", StringComparison.Ordinal))
                chains.Add(new NftChain(table, line[6..].TrimEnd('{', ' '), rules = []));
            else if (line == "}") rules = null;
            else rules?.Add(line);
        }

        return chains;
    }

    /// <summary>
    /// Whether a chain refuses what comes by an interface unless a rule lets it in: by its policy, or by a rule at its end.
    /// </summary>
    public static bool IsClosed(NftChain chain, string networkInterface) =>
        chain.Hook.Contains("policy drop", StringComparison.Ordinal)
        || chain.Rules.Any(rule => RefusesAll(rule, networkInterface));

    /// <summary>
    /// Whether a chain, with those it jumps to, lets something in that comes by an interface to a port. Addresses and states
    /// are not looked at: what only depends on them does not count.
    /// </summary>
    public static bool LetsIn(
        NftChain chain, IReadOnlyList<NftChain> all, string networkInterface, string protocol, int port, int depth = 0)
    {
        const int deepest = 8;
        foreach (var rule in chain.Rules.Where(rule => !rule.StartsWith("type ", StringComparison.Ordinal)))
        {
            if (RefusesAll(rule, networkInterface)) return false;
            if (rule.Contains(" state ", StringComparison.Ordinal) || !Concerns(rule, networkInterface, protocol, port)) continue;
            if (rule.Contains("accept", StringComparison.Ordinal)) return true;
            if (Target(rule) is { } target && depth < deepest
                && all.FirstOrDefault(other => other.Table == chain.Table && other.Name == target) is { } next
                && LetsIn(next, all, networkInterface, protocol, port, depth + 1)) return true;
        }

        return false;
    }

    /// <summary>Whether a rule refuses all, or all that comes by an interface; it may count and log that.</summary>
    private static bool RefusesAll(string rule, string networkInterface)
    {
        var words = rule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || (words[^1] != "drop" && !words.Contains("reject"))) return false;
        var isOfInterface = words.Length > 2 && words[0] is "iifname" or "iif" && words[1] == $"\"{networkInterface}\"";
        return words[isOfInterface ? 2 : 0] is "drop" or "reject" or "counter" or "log";
    }

    private static bool Concerns(string rule, string networkInterface, string protocol, int port)
    {
        if (rule.Contains("iif", StringComparison.Ordinal) && !IsFrom(rule, networkInterface)) return false;
        if (rule.Contains("saddr", StringComparison.Ordinal) || rule.Contains("icmp", StringComparison.Ordinal)) return false;
        var at = rule.IndexOf("dport ", StringComparison.Ordinal);
        if (at < 0) return true;
        if (!rule.Contains($"{protocol} dport", StringComparison.Ordinal) && !rule.Contains("th dport", StringComparison.Ordinal))
            return false;
        var words = rule[at..].Split([' ', ',', '{', '}'], StringSplitOptions.RemoveEmptyEntries);
        return words.Contains($"{port}") || (PortNames.TryGetValue(port, out var name) && words.Contains(name));
    }

    /// <summary>iifname "wlan0", or any but another one.</summary>
    private static bool IsFrom(string rule, string networkInterface)
    {
        var isNamed = rule.Contains($"\"{networkInterface}\"", StringComparison.Ordinal);
        return rule.Contains("iifname != ", StringComparison.Ordinal) || rule.Contains("iif != ", StringComparison.Ordinal)
            ? !isNamed : isNamed;
    }

    private static string? Target(string rule)
    {
        var words = rule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, word => word is "jump" or "goto");
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : null;
    }
}
