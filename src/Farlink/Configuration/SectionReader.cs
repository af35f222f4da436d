using System.Net;
using Farlink.Configuration.Reference;

namespace Farlink.Configuration;

/// <summary>
/// Reads the keys of one table, each once, with type, range and default. What is wrong goes to the list of problems and the
/// default is used, so that one run finds everything. <see cref="Finish"/> tells of keys that nobody asked for.
/// </summary>
internal sealed partial class SectionReader
{
    private readonly ConfigTable _table;
    private readonly string _path;
    private readonly List<ConfigProblem> _problems;
    private readonly KeyRecorder? _recorder;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <param name="table">The table.</param>
    /// <param name="path">Where it stands: <c>radio.pins</c>, <c>route[0]</c>; "" at the top.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="recorder">Is told what is asked for, for the reference; null in life.</param>
    public SectionReader(ConfigTable table, string path, List<ConfigProblem> problems, KeyRecorder? recorder = null)
    {
        _table = table;
        _path = path;
        _problems = problems;
        _recorder = recorder;
    }

    public ConfigPosition Position => _table.Position;

    public bool Has(string key) => _table.Entries.ContainsKey(key);

    public SectionReader Section(string key)
    {
        _asked.Add(key);
        var table = _table.Entries.GetValueOrDefault(key);
        if (table is not null and not ConfigTable) Report(table, key, "a table");
        return new SectionReader(table as ConfigTable ?? new ConfigTable(_table.Position), PathOf(key), _problems, _recorder);
    }

    public IReadOnlyList<SectionReader> Sections(string key)
    {
        _asked.Add(key);
        var node = _table.Entries.GetValueOrDefault(key);
        if (node is not null and not ConfigTables) Report(node, key, $"a list of tables: [[{PathOf(key)}]]");
        return node is ConfigTables list
            ? [.. list.Items.Select((item, index) => new SectionReader(item, $"{PathOf(key)}[{index}]", _problems, _recorder))]
            : [];
    }

    public string Text(string key, string fallback)
    {
        _recorder?.Add(_path, key, KeyForm.OfText(KeyKind.Text, fallback));
        return NotEmpty(key) ?? fallback;
    }

    /// <summary>A text where "" has a meaning of its own.</summary>
    public string TextOrEmpty(string key, string fallback)
    {
        _recorder?.Add(_path, key, new KeyForm(KeyKind.Text) { Default = TomlValue.Of(fallback) });
        return Value(key)?.Value is "" ? "" : NotEmpty(key) ?? fallback;
    }

    public string? OptionalText(string key)
    {
        _recorder?.Add(_path, key, KeyForm.OfText(KeyKind.Text, null));
        return NotEmpty(key);
    }

    /// <summary>A path, made full from a folder.</summary>
    public string? OptionalPath(string key, string folder)
    {
        _recorder?.Add(_path, key, KeyForm.OfText(KeyKind.Path, null));
        return ReadPath(key, folder);
    }

    /// <summary>A path with a default, both made full from a folder.</summary>
    public string FilePath(string key, string folder, string fallback)
    {
        _recorder?.Add(_path, key, KeyForm.OfText(KeyKind.Path, fallback));
        return ReadPath(key, folder) ?? Path.GetFullPath(fallback, folder);
    }

    /// <summary>A private key: the path of a file, or the URI of a secure element.</summary>
    public string? OptionalKey(string key, string folder)
    {
        _recorder?.Add(_path, key, KeyForm.OfText(KeyKind.Key, null));
        return ReadKey(key, folder);
    }

    /// <summary>A private key with a default, a path.</summary>
    public string PrivateKey(string key, string folder, string fallback)
    {
        _recorder?.Add(_path, key, KeyForm.OfText(KeyKind.Key, fallback));
        return ReadKey(key, folder) ?? Path.GetFullPath(fallback, folder);
    }

    public long Integer(string key, long fallback, long least, long most)
    {
        _recorder?.Add(_path, key, KeyForm.OfRange(KeyKind.Integer, fallback, least, most));
        return ReadInteger(key, fallback, least, most);
    }

    /// <summary>A whole number that may be left out; a wrong one counts as the least.</summary>
    public long? OptionalInteger(string key, long? fallback, long least, long most)
    {
        _recorder?.Add(_path, key, KeyForm.OfRange(KeyKind.Integer, fallback, least, most));
        return Has(key) ? ReadInteger(key, least, least, most) : fallback;
    }

    public double Number(string key, double fallback, double least, double most)
    {
        _recorder?.Add(_path, key, KeyForm.OfRange(KeyKind.Number, fallback, least, most));
        return ReadNumber(key, fallback, least, most);
    }

    /// <summary>A number that may be left out; a wrong one counts as the least.</summary>
    public double? OptionalNumber(string key, double? fallback, double least, double most)
    {
        _recorder?.Add(_path, key, KeyForm.OfRange(KeyKind.Number, fallback, least, most));
        return Has(key) ? ReadNumber(key, least, least, most) : fallback;
    }

    public bool Flag(string key, bool fallback)
    {
        _recorder?.Add(_path, key, KeyForm.OfFlag(fallback));
        return ReadFlag(key, fallback);
    }

    /// <summary>A flag that may be left out; a wrong one counts as true.</summary>
    public bool? OptionalFlag(string key)
    {
        _recorder?.Add(_path, key, KeyForm.OfFlag(null));
        return Has(key) ? ReadFlag(key, true) : null;
    }

    public T Choice<T>(string key, T fallback, params ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        _recorder?.Add(_path, key, KeyForm.OfChoice(fallback, choices));
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
        _recorder?.Add(_path, key, KeyForm.OfText(KeyKind.Endpoint, fallback.ToString()));
        return ReadEndpoint(key) ?? fallback;
    }

    /// <summary>An address and port that may be left out.</summary>
    public IPEndPoint? OptionalEndpoint(string key)
    {
        _recorder?.Add(_path, key, KeyForm.OfText(KeyKind.Endpoint, null));
        return ReadEndpoint(key);
    }

    /// <summary>A length of time: <c>"5s"</c>, <c>"200ms"</c>, <c>"10m"</c>, or a number of seconds.</summary>
    public TimeSpan Span(string key, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        _recorder?.Add(_path, key, KeyForm.OfSpan(fallback, least, most));
        return ReadSpan(key, fallback, least, most);
    }

    /// <summary>A length of time that may be left out; a wrong one counts as the least.</summary>
    public TimeSpan? OptionalSpan(string key, TimeSpan least, TimeSpan most)
    {
        _recorder?.Add(_path, key, KeyForm.OfSpan(null, least, most));
        return Has(key) ? ReadSpan(key, least, least, most) : null;
    }

    /// <summary>A length of time, or a word for one that the caller finds: null.</summary>
    public TimeSpan? SpanOrWord(string key, string word, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        _recorder?.Add(_path, key, KeyForm.OfSpan(fallback, least, most) with { Values = [TomlValue.Of(word)] });
        return Value(key)?.Value is string text && text == word ? null : ReadSpan(key, fallback, least, most);
    }

    /// <summary>A list of texts; from the environment, separated by commas.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        _recorder?.Add(_path, key, new KeyForm(KeyKind.Texts));
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

    /// <summary>
    /// Says for the reference that a key that was read takes these values only; whoever says so refuses the others.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="values">The values, as they are written.</param>
    public void Allows(string key, IEnumerable<string> values) => _recorder?.Restrict(_path, key, [.. values]);

    /// <summary>Takes keys that mean nothing in this mode, and says so.</summary>
    public void Ignore(string why, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            _asked.Add(key);
            _recorder?.Ignore(_path, key);
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

    /// <summary>Reports an end that is not paired yet.</summary>
    public void WarnUnpaired(string key, string allowed) =>
        _problems.Add(new ConfigProblem(
            Severity.Warning, _table.Entries.GetValueOrDefault(key)?.Position ?? Position, PathOf(key), string.Empty, allowed)
        {
            IsOfPairing = true,
        });

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
}
