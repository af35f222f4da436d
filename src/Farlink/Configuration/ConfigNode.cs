namespace Farlink.Configuration;

/// <summary>A piece of a configuration that knows where it stands.</summary>
internal abstract record ConfigNode(ConfigPosition Position);

/// <summary>A string, integer, number, boolean or list of strings.</summary>
internal sealed record ConfigValue(object Value, ConfigPosition Position) : ConfigNode(Position)
{
    public string Describe() => Value switch
    {
        string text => $"\"{Protocol.Text.Printable.Escape(text)}\"",
        bool flag => flag ? "true" : "false",
        double number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => $"a list of {list.Count}",
        _ => Value.ToString() ?? string.Empty,
    };
}

/// <summary>A table of keys.</summary>
internal sealed record ConfigTable(ConfigPosition Position) : ConfigNode(Position)
{
    public Dictionary<string, ConfigNode> Entries { get; } = new(StringComparer.Ordinal);
}

/// <summary>A list of tables: [[route]].</summary>
internal sealed record ConfigTables(ConfigPosition Position) : ConfigNode(Position)
{
    public List<ConfigTable> Items { get; } = [];
}
