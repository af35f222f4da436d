using System.Globalization;
using System.Text.RegularExpressions;
using Farlink.Configuration.Reference;

namespace Farlink.Tests;

/// <summary>Changes one key of a configuration as somebody with an editor would.</summary>
internal static class TomlEdit
{
    /// <summary>The text with a key set to a value, where it stands or in its table, which is added if it is not there.</summary>
    public static string Set(string text, RecordedKey key, string toml)
    {
        var lines = text.Split('\n').ToList();
        var line = $"{key.Key} = {toml}";
        var begin = BeginOf(lines, key.Path);
        if (begin < 0) return $"{text}{HeaderOf(key.Path, isList: key.Path.EndsWith(']'))}\n{line}\n";
        var end = lines.FindIndex(begin, one => one.StartsWith('['));
        var at = lines.FindIndex(begin, (end < 0 ? lines.Count : end) - begin, one => Regex.IsMatch(one, $"^{key.Key} *="));
        if (at >= 0) lines[at] = line;
        else lines.Insert(begin, line);
        return string.Join('\n', lines);
    }

    /// <summary>The first line of a table below its header; -1 if it is not there.</summary>
    private static int BeginOf(List<string> lines, string path)
    {
        if (path.Length == 0) return 0;
        var index = Regex.Match(path, @"\[(\d+)\]$");
        var headers = lines.Index().Where(one => one.Item == HeaderOf(path, index.Success)).Select(one => one.Index).ToList();
        var wanted = index.Success ? int.Parse(index.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return wanted < headers.Count ? headers[wanted] + 1 : -1;
    }

    private static string HeaderOf(string path, bool isList)
    {
        var name = Regex.Replace(path, @"\[\d+\]", "");
        return isList ? $"[[{name}]]" : $"[{name}]";
    }
}
