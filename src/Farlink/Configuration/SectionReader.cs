using System.Globalization;
using System.Net;

namespace Farlink.Configuration;

/// <summary>
/// Reads the keys of one table, each once, with type, range and default. What is wrong goes to the list of problems and the
/// default is used, so that one run finds everything. <see cref="Finish"/> tells of keys that nobody asked for.
/// </summary>
internal sealed class SectionReader
{
    private readonly ConfigTable _table;
    private readonly string _path;
    private readonly List<ConfigProblem> _problems;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public SectionReader(ConfigTable table, string path, List<ConfigProblem> problems)
    {
        _table = table;
        _path = path;
        _problems = problems;
    }

    public ConfigPosition Position => _table.Position;

    public bool Has(string key) => _table.Entries.ContainsKey(key);

    public SectionReader Section(string key)
    {
        _asked.Add(key);
        var table = _table.Entries.GetValueOrDefault(key);
        if (table is not null and not ConfigTable) Report(table, key, "a table");
        return new SectionReader(table as ConfigTable ?? new ConfigTable(_table.Position), PathOf(key), _problems);
    }

    public IReadOnlyList<SectionReader> Sections(string key)
    {
        _asked.Add(key);
        var node = _table.Entries.GetValueOrDefault(key);
        if (node is not null and not ConfigTables) Report(node, key, $"a list of tables: [[{PathOf(key)}]]");
        return node is ConfigTables list
            ? [.. list.Items.Select((item, index) => new SectionReader(item, $"{PathOf(key)}[{index}]", _problems))]
            : [];
    }

    public string Text(string key, string fallback) => OptionalText(key) ?? fallback;

    /// <summary>A text where "" has a meaning of its own.</summary>
    public string TextOrEmpty(string key, string fallback) => AnyTextOrNull(key) is "" ? "" : Text(key, fallback);

    public string? OptionalText(string key)
    {
        if (Value(key) is not { } value) return null;
        if (value.Value is string text && text.Length > 0) return text;
        Report(value, key, "a text that is not empty");
        return null;
    }

    /// <summary>The value if it is a text; null, without complaint, if it is something else.</summary>
    public string? AnyTextOrNull(string key) => Value(key)?.Value as string;

    /// <summary>A path, made full from a folder.</summary>
    public string? OptionalPath(string key, string folder)
    {
        if (OptionalText(key) is not { } path) return null;
        if (!path.Contains('\0', StringComparison.Ordinal)) return Path.GetFullPath(path, folder);
        Reject(key, "a path with a NUL character", "allowed: the path of a file");
        return null;
    }

    /// <summary>A private key: the path of a file, or the URI of a secure element.</summary>
    public string? OptionalKey(string key, string folder) =>
        OptionalText(key) is { } text && Keys.Elements.SecureElements.IsKnown(text)
            ? Keys.Elements.SecureElements.Resolve(text, folder) : OptionalPath(key, folder);

    public long Integer(string key, long fallback, long least, long most)
    {
        if (Value(key) is not { } value) return fallback;
        if (value.AsInteger() is { } number && number >= least && number <= most) return number;
        Report(value, key, $"a whole number from {least} to {most}");
        return fallback;
    }

    public double Number(string key, double fallback, double least, double most)
    {
        if (Value(key) is not { } value) return fallback;
        if (value.AsNumber() is { } number && number >= least && number <= most) return number;
        Report(value, key, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
        return fallback;
    }

    public bool Flag(string key, bool fallback)
    {
        if (Value(key) is not { } value) return fallback;
        if (value.AsFlag() is { } flag) return flag;
        Report(value, key, "true or false");
        return fallback;
    }

    public T Choice<T>(string key, T fallback, params ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        if (Value(key) is not { } value) return fallback;
        foreach (var (word, meaning) in choices)
            if (value.Value is string text && text == word) return meaning;
        var words = new List<string>();
        foreach (var (word, _) in choices) words.Add($"\"{word}\"");
        Report(value, key, string.Join(" or ", words));
        return fallback;
    }

    public IPEndPoint Endpoint(string key, IPEndPoint fallback)
    {
        if (Value(key) is not { } value) return fallback;
        if (value.Value is string text
            && text.Contains(':', StringComparison.Ordinal)
            && IPEndPoint.TryParse(text, out var endpoint))
            return endpoint;
        Report(value, key, "an address and port: \"192.168.2.1:8883\"");
        return fallback;
    }

    /// <summary>A length of time: <c>"5s"</c>, <c>"200ms"</c>, <c>"10m"</c>, or a number of seconds.</summary>
    public TimeSpan Span(string key, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        if (Value(key) is not { } value) return fallback;
        var text = Convert.ToString(value.Value, CultureInfo.InvariantCulture);
        if (SpanText.TryParse(text, out var span) && span >= least && span <= most) return span;
        Report(value, key, $"a time from {least.TotalSeconds}s to {most.TotalSeconds}s: \"200ms\", \"5s\"");
        return fallback;
    }

    /// <summary>A list of texts; from the environment, separated by commas.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        switch (Value(key))
        {
            case null:
                return [];
            case { Value: IReadOnlyList<string> list }:
                return list;
            case { IsUntyped: true, Value: string text }:
                return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            case { } other:
                Report(other, key, "a list of texts: [\"barn\", \"mill\"]");
                return [];
        }
    }

    /// <summary>Takes keys that mean nothing in this mode, and says so.</summary>
    public void Ignore(string why, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            _asked.Add(key);
            if (_table.Entries.TryGetValue(key, out var node))
                _problems.Add(new ConfigProblem(Severity.Warning, node.Position, PathOf(key), string.Empty, why));
        }
    }

    /// <summary>Reports something wrong with a key that has the right form.</summary>
    public void Reject(string key, string found, string allowed) =>
        _problems.Add(new ConfigProblem(
            Severity.Error, _table.Entries.GetValueOrDefault(key)?.Position ?? Position, PathOf(key), found, allowed));

    /// <summary>Reports something that works but is probably not meant.</summary>
    public void Warn(string key, string allowed) =>
        _problems.Add(new ConfigProblem(
            Severity.Warning, _table.Entries.GetValueOrDefault(key)?.Position ?? Position, PathOf(key), string.Empty, allowed));

    /// <summary>Reports keys nobody asked for.</summary>
    public void Finish()
    {
        foreach (var (key, node) in _table.Entries)
        {
            if (_asked.Contains(key)) continue;
            var near = _asked.MinBy(known => Similarity.Distance(known, key));
            var hint = near is not null && Similarity.Distance(near, key) <= 2 ? $"did you mean {near}? " : string.Empty;
            _problems.Add(new ConfigProblem(
                Severity.Error, node.Position, PathOf(key), "an unknown key",
                $"{hint}known here: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}"));
        }
    }

    private ConfigValue? Value(string key)
    {
        _asked.Add(key);
        var node = _table.Entries.GetValueOrDefault(key);
        if (node is not null and not ConfigValue) Report(node, key, "a value, not a table");
        return node as ConfigValue;
    }

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private void Report(ConfigNode node, string key, string allowed)
    {
        var found = node is ConfigValue value ? value.Describe() : "a table";
        _problems.Add(new ConfigProblem(Severity.Error, node.Position, PathOf(key), found, $"allowed: {allowed}"));
    }
}
