using System.Globalization;
using System.Net;

namespace Farlink.Configuration;

internal sealed partial class SectionReader
{
    private string? NotEmpty(string key)
    {
        if (Value(key) is not { } value) return null;
        if (value.Value is string text && text.Length > 0) return text;
        Report(value, key, "a text that is not empty");
        return null;
    }

    private string? ReadPath(string key, string folder)
    {
        if (NotEmpty(key) is not { } path) return null;
        if (!path.Contains('\0', StringComparison.Ordinal)) return Path.GetFullPath(path, folder);
        Reject(key, "a path with a NUL character", "allowed: the path of a file");
        return null;
    }

    private string? ReadKey(string key, string folder) =>
        NotEmpty(key) is { } text && Keys.Elements.SecureElements.IsKnown(text)
            ? Keys.Elements.SecureElements.Resolve(text, folder) : ReadPath(key, folder);

    private IPEndPoint? ReadEndpoint(string key)
    {
        if (Value(key) is not { } value) return null;
        if (value.Value is string text
            && text.Contains(':', StringComparison.Ordinal)
            && IPEndPoint.TryParse(text, out var endpoint))
            return endpoint;
        Report(value, key, "an address and port: \"192.168.2.1:8883\"");
        return null;
    }

    private long ReadInteger(string key, long fallback, long least, long most)
    {
        if (Value(key) is not { } value) return fallback;
        if (value.AsInteger() is { } number && number >= least && number <= most) return number;
        Report(value, key, $"a whole number from {least} to {most}");
        return fallback;
    }

    private double ReadNumber(string key, double fallback, double least, double most)
    {
        if (Value(key) is not { } value) return fallback;
        if (value.AsNumber() is { } number && number >= least && number <= most) return number;
        Report(value, key, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
        return fallback;
    }

    private bool ReadFlag(string key, bool fallback)
    {
        if (Value(key) is not { } value) return fallback;
        if (value.AsFlag() is { } flag) return flag;
        Report(value, key, "true or false");
        return fallback;
    }

    private TimeSpan ReadSpan(string key, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        if (Value(key) is not { } value) return fallback;
        var text = Convert.ToString(value.Value, CultureInfo.InvariantCulture);
        if (SpanText.TryParse(text, out var span) && span >= least && span <= most) return span;
        Report(value, key, $"a time from {least.TotalSeconds}s to {most.TotalSeconds}s: \"200ms\", \"5s\"");
        return fallback;
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
