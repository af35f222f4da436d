using System.Collections;

namespace Farlink.Configuration;

/// <summary>
/// Environment variables that replace or add keys: <c>FARLINK_RADIO__URI</c> is <c>radio.uri</c>, <c>FARLINK_ROUTE__0__TOPIC</c>
/// the topic of the first route. Values are text; where a number or boolean is wanted they are read as one.
/// </summary>
internal static class EnvironmentOverrides
{
    public const string Prefix = "FARLINK_";

    public static void Apply(ConfigTable root, IDictionary environment, List<ConfigProblem> problems)
    {
        // In the order of their names, and [2] before [10]: a list grows one by one.
        var entries = environment.Cast<DictionaryEntry>().Where(entry => entry.Key is string);
        foreach (var entry in entries.OrderBy(entry => SortKey((string)entry.Key), StringComparer.Ordinal))
        {
            var name = (string)entry.Key;
            if (PathOf(name) is not { } path) continue;
            Set(
                root, path,
                new ConfigValue(entry.Value as string ?? string.Empty, new ConfigPosition(name, 0, 0)) { IsUntyped = true },
                problems);
        }
    }

    /// <summary>The variables that replace or add keys, by name.</summary>
    public static IEnumerable<string> Names(IDictionary environment) =>
        environment.Keys.OfType<string>().Where(name => PathOf(name) is not null).Order(StringComparer.Ordinal);

    /// <summary>
    /// The key that a variable is for, or null. Only names with a section are keys; FARLINK_CA_PASSPHRASE and the like are not.
    /// </summary>
    private static string[]? PathOf(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var path = name[Prefix.Length..].ToLowerInvariant().Split("__");
        return path.Length >= 2 || path is (["role"] or ["name"] or ["log_level"]) ? path : null;
    }

    private static string SortKey(string name) => string.Join(
        "__", name.Split("__").Select(part => part.All(char.IsAsciiDigit) ? part.PadLeft(9, '0') : part));

    private static void Set(ConfigTable table, ReadOnlySpan<string> path, ConfigValue value, List<ConfigProblem> problems)
    {
        for (; path.Length > 1; path = path[1..])
        {
            if (path.Length > 2 && int.TryParse(path[1], out var index))
            {
                if (Item(table, path[0], index, value.Position) is not { } item)
                {
                    problems.Add(new ConfigProblem(
                        Severity.Error, value.Position, path[0], $"index {index}",
                        "the index of a table that the file has, or the next one"));
                    return;
                }

                table = item;
                path = path[1..];
                continue;
            }

            if (!table.Entries.TryGetValue(path[0], out var next))
                table.Entries.Add(path[0], next = new ConfigTable(value.Position));
            if (next is not ConfigTable inner)
            {
                problems.Add(new ConfigProblem(Severity.Error, value.Position, path[0], "a key below it", "this is not a table"));
                return;
            }

            table = inner;
        }

        table.Entries[path[0]] = value;
    }

    private static ConfigTable? Item(ConfigTable table, string key, int index, ConfigPosition position)
    {
        if (!table.Entries.TryGetValue(key, out var node)) table.Entries.Add(key, node = new ConfigTables(position));
        if (node is not ConfigTables list || index < 0 || index > list.Items.Count) return null;
        if (index == list.Items.Count) list.Items.Add(new ConfigTable(position));
        return list.Items[index];
    }
}
