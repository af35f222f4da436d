namespace Farlink.Host.Inspection;

/// <summary>Lines of the form key=value, as in os-release, hostapd.conf and dnsmasq.conf; # begins a comment line.</summary>
internal sealed class KeyValues
{
    private readonly List<(string Key, string Value)> _entries = [];

    private KeyValues()
    {
    }

    /// <summary>Every entry, in order. A key without a value has an empty one.</summary>
    public IReadOnlyList<(string Key, string Value)> Entries => _entries;

    /// <summary>The last value of a key, as programs take it; null if it is not there.</summary>
    public string? this[string key] => _entries.LastOrDefault(entry => entry.Key == key).Value;

    /// <summary>Every value of a key.</summary>
    public IEnumerable<string> All(string key) => _entries.Where(entry => entry.Key == key).Select(entry => entry.Value);

    /// <summary>Reads them; quotes around a value are taken away.</summary>
    public static KeyValues Parse(IEnumerable<string> lines)
    {
        var values = new KeyValues();
        foreach (var line in lines.Select(text => text.Trim()))
        {
            if (line.Length == 0 || line[0] is '#' or ';' or '[') continue;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (line, "") : (line[..equals].Trim(), line[(equals + 1)..].Trim());
            values._entries.Add((key, value.Trim('"')));
        }

        return values;
    }
}
