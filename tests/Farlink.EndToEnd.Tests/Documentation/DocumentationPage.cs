using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>
/// What a reader of a page does, in its order: commands in blocks marked <c>sh</c>, or <c>console</c> with a prompt before
/// each; those in sentences and tables; files, in blocks marked <c>toml</c> after a line with nothing but their name.
/// </summary>
internal sealed partial class DocumentationPage
{
    private readonly List<DocumentedStep> _steps = [];
    private readonly List<string> _problems = [];
    private readonly string _name;
    private readonly string[] _lines;
    private string _section = "";
    private string _before = "";

    private DocumentationPage(string name, string text)
    {
        _name = name;
        _lines = text.Split('\n');
    }

    /// <summary>The steps.</summary>
    public IReadOnlyList<DocumentedStep> Steps => _steps;

    /// <summary>What is wrong with the page itself: blocks whose commands would not be seen.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads one.</summary>
    /// <param name="name">Its path from the repository's root.</param>
    /// <param name="text">Markdown.</param>
    public static DocumentationPage Parse(string name, string text)
    {
        var page = new DocumentationPage(name, text);
        for (var i = 0; i < page._lines.Length;)
            i = Fence().Match(page._lines[i]) is { Success: true } fence ? page.ReadBlock(i, fence) : page.ReadProse(i);
        return page;
    }

    /// <summary>Reads a line outside of blocks; returns the next one.</summary>
    private int ReadProse(int at)
    {
        var line = _lines[at];
        if (line.StartsWith('#')) _section = line.TrimStart('#').Trim();
        foreach (Match span in InlineCommand().Matches(line))
        {
            _steps.Add(new DocumentedCommand(_name, at + 1, _section, span.Groups["command"].Value) { IsInline = true });
        }

        if (line.Trim().Length > 0) _before = line;
        return at + 1;
    }

    /// <summary>Reads a block; returns the line after it.</summary>
    private int ReadBlock(int at, Match fence)
    {
        var end = Array.FindIndex(_lines, at + 1, line => line.Trim() == "```");
        if (end < 0)
        {
            _problems.Add($"{_name}:{at + 1}: a block without an end");
            return _lines.Length;
        }

        var indent = fence.Groups["indent"].Length;
        List<string> body = [.. _lines[(at + 1)..end].Select(line => line[Math.Min(indent, line.Length)..])];
        ReadBody(fence.Groups["language"].Value, at + 1, body);
        _before = "";
        return end + 1;
    }

    /// <param name="language">What the block is marked as.</param>
    /// <param name="fence">Line of its beginning, from 1.</param>
    /// <param name="body">Its lines.</param>
    private void ReadBody(string language, int fence, List<string> body)
    {
        switch (language)
        {
            case "":
                _problems.Add($"{_name}:{fence}: a block that is not marked as what it is: sh for commands, text for others");
                break;
            case "sh" or "bash":
                ReadCommands(fence + 1, body, hasPrompts: false);
                break;
            case "console":
                ReadCommands(fence + 1, body, hasPrompts: true);
                break;
            case "toml" when FileName().Match(_before) is { Success: true } named:
                var text = string.Join('\n', body) + "\n";
                _steps.Add(new DocumentedFile(_name, fence, _section, named.Groups["name"].Value, text));
                break;
            case "text":
                _problems.AddRange(body.Where(line => LooksLikeCommand().IsMatch(line))
                    .Select(line => $"{_name}:{fence}: a command in a block of text, where nobody runs it: {line}"));
                break;
        }
    }

    private void ReadCommands(int first, List<string> body, bool hasPrompts)
    {
        var (text, line, host) = ("", 0, (string?)null);
        for (var i = 0; i < body.Count; i++)
        {
            var typed = body[i];
            if (text.Length == 0)
            {
                if (hasPrompts)
                {
                    // A line without a prompt is what the command printed.
                    var prompt = Prompt().Match(typed);
                    if (!prompt.Success) continue;
                    host = prompt.Groups["host"].Success ? prompt.Groups["host"].Value : null;
                    typed = prompt.Groups["command"].Value;
                }

                if (typed.Trim().Length == 0 || typed.TrimStart().StartsWith('#')) continue;
                line = first + i;
            }

            text += typed + "\n";
            if (GoesOn(text, typed)) continue;
            _steps.Add(new DocumentedCommand(_name, line, _section, text.Trim()) { Host = host });
            text = "";
        }

        if (text.Length > 0) _problems.Add($"{_name}:{line}: a command without an end: {text.Trim()}");
    }

    private static bool GoesOn(string text, string lastLine) =>
        lastLine.EndsWith('\\') || (text.StartsWith("for ", StringComparison.Ordinal) && lastLine.Trim() != "done");

    [GeneratedRegex(@"^(?<indent> *)```(?<language>\S*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?<host>site|base)?\$ (?<command>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^`(?<name>[\w-]+\.toml)`:$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();

    [GeneratedRegex("`(?<command>(sudo (-u [a-z]+ )?)?farlink( [a-z][^`]*)?)`", RegexOptions.ExplicitCapture)]
    private static partial Regex InlineCommand();

    [GeneratedRegex("^(sudo|farlink) [a-z-]")]
    private static partial Regex LooksLikeCommand();
}
