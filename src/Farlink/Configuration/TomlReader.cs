using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Farlink.Configuration;

/// <summary>Turns TOML text into nodes that know their line and column. Tomlyn parses; its reflection is not used.</summary>
internal sealed class TomlReader
{
    private readonly string _source;
    private readonly List<ConfigProblem> _problems;

    private TomlReader(string source, List<ConfigProblem> problems)
    {
        _source = source;
        _problems = problems;
    }

    public static ConfigTable Read(string text, string source, List<ConfigProblem> problems)
    {
        var reader = new TomlReader(source, problems);
        var root = new ConfigTable(new ConfigPosition(source, 1, 1));
        if (Parse(text, source) is not { } document)
        {
            problems.Add(new ConfigProblem(
                Severity.Error, new ConfigPosition(source, 1, 1), "syntax", string.Empty, "this is no TOML, or not text at all"));
            return root;
        }

        foreach (var message in document.Diagnostics)
            problems.Add(new ConfigProblem(Severity.Error, reader.At(message.Span), "syntax", string.Empty, message.Message));
        if (document.HasErrors) return root;

        reader.AddAll(root, document.KeyValues);
        foreach (var table in document.Tables)
        {
            if (table.Name is not { } name) continue;
            var path = Parts(name);
            var target = table is TableArraySyntax ? reader.AppendTable(root, path, table) : reader.Descend(root, path, table);
            if (target is not null) reader.AddAll(target, table.Items);
        }

        return root;
    }

    private static DocumentSyntax? Parse(string text, string source)
    {
        try
        {
            return SyntaxParser.Parse(text, source, validate: true);
        }
        catch (ArgumentOutOfRangeException)
        {
            // The library stumbles over characters that are none while it words its own complaint.
            return null;
        }
    }

    private static List<string> Parts(KeySyntax key)
    {
        var parts = new List<string> { Text(key.Key) };
        foreach (var dotted in key.DotKeys) parts.Add(Text(dotted.Key));
        return parts;
    }

    private static string Text(BareKeyOrStringValueSyntax? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? string.Empty,
        StringValueSyntax quoted => quoted.Value ?? string.Empty,
        _ => string.Empty,
    };

    private ConfigPosition At(SourceSpan span) => new(_source, span.Start.Line + 1, span.Start.Column + 1);

    private void AddAll(ConfigTable table, IEnumerable<KeyValueSyntax> pairs)
    {
        foreach (var pair in pairs)
        {
            if (pair.Key is not { } key || pair.Value is not { } value) continue;
            var path = Parts(key);
            if (Descend(table, path[..^1], pair) is { } target) target.Entries[path[^1]] = Convert(value, pair);
        }
    }

    private ConfigTable? Descend(ConfigTable table, List<string> path, SyntaxNodeBase at)
    {
        foreach (var part in path)
        {
            if (!table.Entries.TryGetValue(part, out var next)) table.Entries.Add(part, next = new ConfigTable(At(at.Span)));
            switch (next)
            {
                case ConfigTable inner:
                    table = inner;
                    break;
                case ConfigTables list:
                    table = list.Items[^1];
                    break;
                default:
                    _problems.Add(
                        new ConfigProblem(Severity.Error, At(at.Span), part, "a table", "this key is a value elsewhere"));
                    return null;
            }
        }

        return table;
    }

    private ConfigTable? AppendTable(ConfigTable root, List<string> path, TableSyntaxBase at)
    {
        if (Descend(root, path[..^1], at) is not { } parent) return null;
        if (!parent.Entries.TryGetValue(path[^1], out var node))
            parent.Entries.Add(path[^1], node = new ConfigTables(At(at.Span)));
        if (node is not ConfigTables list)
        {
            _problems.Add(new ConfigProblem(
                Severity.Error, At(at.Span), path[^1], "a list of tables", "this key is something else elsewhere"));
            return null;
        }

        list.Items.Add(new ConfigTable(At(at.Span)));
        return list.Items[^1];
    }

    private ConfigNode Convert(ValueSyntax value, KeyValueSyntax pair)
    {
        var position = At(pair.Span);
        switch (value)
        {
            case StringValueSyntax text:
                return new ConfigValue(text.Value ?? string.Empty, position);
            case IntegerValueSyntax integer:
                return new ConfigValue(integer.Value, position);
            case FloatValueSyntax number:
                return new ConfigValue(number.Value, position);
            case BooleanValueSyntax flag:
                return new ConfigValue(flag.Value, position);
            case InlineTableSyntax inline:
                var table = new ConfigTable(position);
                AddAll(table, inline.Items.Select(item => item.KeyValue).OfType<KeyValueSyntax>());
                return table;
            case ArraySyntax array when array.Items.All(item => item.Value is InlineTableSyntax) && array.Items.ChildrenCount > 0:
                return ConvertTables(array, position);
            case ArraySyntax array when array.Items.All(item => item.Value is StringValueSyntax):
                return new ConfigValue(
                    array.Items.Select(item => ((StringValueSyntax)item.Value!).Value ?? string.Empty).ToList(), position);
            default:
                _problems.Add(new ConfigProblem(
                    Severity.Error, position, Parts(pair.Key!)[^1], "a date, time or mixed list",
                    "a string, number, boolean or list of strings"));
                return new ConfigValue(string.Empty, position);
        }
    }

    private ConfigTables ConvertTables(ArraySyntax array, ConfigPosition position)
    {
        var tables = new ConfigTables(position);
        foreach (var item in array.Items)
        {
            var table = new ConfigTable(At(item.Span));
            AddAll(table, ((InlineTableSyntax)item.Value!).Items.Select(entry => entry.KeyValue).OfType<KeyValueSyntax>());
            tables.Items.Add(table);
        }

        return tables;
    }
}
