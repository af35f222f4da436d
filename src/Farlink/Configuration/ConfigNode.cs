using System.Globalization;

namespace Farlink.Configuration;

/// <summary>A piece of a configuration that knows where it stands.</summary>
internal abstract record ConfigNode(ConfigPosition Position);

/// <summary>A string, integer, number, boolean or list of strings.</summary>
internal sealed record ConfigValue(object Value, ConfigPosition Position) : ConfigNode(Position)
{
    /// <summary>Whether this is text that may stand for a number or a boolean: the environment knows nothing else.</summary>
    public bool IsUntyped { get; init; }

    public long? AsInteger() => Value switch
    {
        long number => number,
        string text when IsUntyped
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            number,
        _ => null,
    };

    public double? AsNumber() => Value switch
    {
        long whole => whole,
        double real => real,
        string text when IsUntyped && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) =>
            real,
        _ => null,
    };

    public bool? AsFlag() => Value switch
    {
        bool flag => flag,
        "true" when IsUntyped => true,
        "false" when IsUntyped => false,
        _ => null,
    };

    public string Describe() => Value switch
    {
        string text => $"\"{Protocol.Text.Printable.Escape(text)}\"",
        bool flag => flag ? "true" : "false",
        double number => number.ToString(CultureInfo.InvariantCulture),
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
