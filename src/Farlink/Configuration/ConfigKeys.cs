using System.Collections;
using System.Globalization;

namespace Farlink.Configuration;

/// <summary>
/// Every key that a configuration gives, the environment included, with its value as text: <c>radio.frequency_mhz</c>,
/// <c>route[0].topic</c>. Two of them show what has changed.
/// </summary>
internal static class ConfigKeys
{
    /// <summary>Reads a file; nothing if it cannot be read.</summary>
    public static Dictionary<string, string> Read(string path, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        if (TomlFile.Read(path, problems) is not { } root) return new Dictionary<string, string>(StringComparer.Ordinal);
        EnvironmentOverrides.Apply(root, environment, problems);
        return Of(root);
    }

    /// <summary>Those of what was read.</summary>
    public static Dictionary<string, string> Of(ConfigTable root)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(root, string.Empty, keys);
        return keys;
    }

    /// <summary>Keys that are there once only, or with another value, in order.</summary>
    public static IReadOnlyList<string> Changed(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
    [
        .. before.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(key => before.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Order(StringComparer.Ordinal),
    ];

    private static void Add(ConfigTable table, string path, Dictionary<string, string> keys)
    {
        // A table alone may mean something: a [[site]] with defaults only is one more site.
        if (table.Entries.Count == 0 && path.Length > 0) keys[path] = string.Empty;
        foreach (var (name, node) in table.Entries)
        {
            var key = path.Length == 0 ? name : $"{path}.{name}";
            switch (node)
            {
                case ConfigTable inner:
                    Add(inner, key, keys);
                    break;
                case ConfigTables list:
                    foreach (var (index, item) in list.Items.Index()) Add(item, $"{key}[{index}]", keys);
                    break;
                case ConfigValue value:
                    keys[key] = Text(value);
                    break;
                default:
                    break;
            }
        }
    }

    private static string Text(ConfigValue value) => value.Value is IReadOnlyList<string> list
        ? string.Join('\n', list) : Convert.ToString(value.Value, CultureInfo.InvariantCulture) ?? string.Empty;
}
