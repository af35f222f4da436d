using System.Collections;
using System.Globalization;
using Farlink.Configuration;
using Farlink.Configuration.Reference;

namespace Farlink.Tests.Reference;

/// <summary>A case of the reference with other keys besides its own, as the loader takes it.</summary>
internal static class Trial
{
    /// <summary>Sets keys to values as they are written, then from the environment, and loads.</summary>
    public static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Load(
        ReferenceCase one, IEnumerable<(string Path, string Key, string Toml)> keys, Hashtable? environment = null)
    {
        var root = one.Parse();
        foreach (var (path, key, toml) in keys) TableAt(root, path).Entries[key] = Value(toml);
        var problems = new List<ConfigProblem>();
        EnvironmentOverrides.Apply(root, environment ?? new Hashtable(), problems);
        Assert.Empty(problems);
        return ConfigLoader.Record(root, ReferenceCase.Folder, one.Role, new KeyRecorder());
    }

    /// <summary>Whether a value is no reason to refuse the configuration.</summary>
    public static bool Takes(KeyReading reading, string toml) => With(reading, toml).Config is not null;

    /// <summary>Whether a value is refused by an error at its key.</summary>
    public static bool Refuses(KeyReading reading, string toml) => With(reading, toml).Problems.Any(problem =>
        problem.Severity == Severity.Error && problem.Key == reading.Key.FullName);

    private static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) With(KeyReading reading, string toml) =>
        Load(reading.Case, [(reading.Key.Path, reading.Key.Key, toml)]);

    private static ConfigNode Value(string toml)
    {
        var problems = new List<ConfigProblem>();
        var node = TomlReader.Read($"x = {toml}", "trial", problems).Entries["x"];
        Assert.Empty(problems);
        return node;
    }

    private static ConfigTable TableAt(ConfigTable table, string path)
    {
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.Split('[')[0];
            if (!table.Entries.TryGetValue(name, out var node))
                table.Entries.Add(name, node = new ConfigTable(table.Position));
            table = node is ConfigTables list
                ? list.Items[int.Parse(part[(name.Length + 1)..^1], CultureInfo.InvariantCulture)] : (ConfigTable)node;
        }

        return table;
    }
}
