using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>
/// What a reader of a page does, in its order: commands in blocks marked <c>sh</c>, or <c>console</c> with a prompt before
/// each; those in sentences and tables, also where such a table has cures; files, in blocks marked <c>toml</c> after a line with
/// nothing but their name.
/// </summary>
internal sealed partial class DocumentationPage
{
    /// <summary>Other languages than those of commands. In one that nobody knows commands would not be seen.</summary>
    private static readonly HashSet<string> OtherLanguages = ["log", "python", "text", "toml", "yaml"];

    private readonly List<DocumentedStep> _steps = [];
    private readonly List<string> _problems = [];
    private readonly string _name;
    private readonly string[] _lines;
    private string _section = "";
    private string _before = "";
    private bool _hasCures;

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

    /// <summary>Reads a paragraph, a heading or a row of a table; returns the line after it.</summary>
    private int ReadProse(int at)
    {
        var end = at + 1;
        while (IsPlain(_lines[at]) && end < _lines.Length && IsPlain(_lines[end])) end++;
        if (_lines[at].StartsWith('#')) _section = _lines[at].TrimStart('#').Trim();
        var text = string.Join('\n', _lines[at..end]);
        foreach (Match span in Code().Matches(text))
        {
            var line = at + 1 + text[..span.Index].Count(sign => sign == '\n');
            AddInline(line, span.Groups["code"].Value, isGeneral: false);
        }

        ReadCures(at);
        if (_lines[end - 1].Trim().Length > 0) _before = _lines[end - 1];
        return end;
    }

    private static bool IsPlain(string line) =>
        line.Trim().Length > 0 && line[0] is not ('|' or '#') && !Fence().IsMatch(line);

    /// <summary>A table of cures has commands in its last column, as they are, with words between.</summary>
    private void ReadCures(int at)
    {
        var line = _lines[at];
        _hasCures = line.EndsWith("| usual cure |", StringComparison.Ordinal) || (_hasCures && line.StartsWith('|'));
        if (!_hasCures) return;
        var cell = Cell().Split(line)[^2].Replace(@"\|", "|", StringComparison.Ordinal);
        foreach (var part in BetweenCures().Split(cell))
            AddInline(at + 1, part.Split(": ")[0].Split(" (")[0], isGeneral: true);
    }

    private void AddInline(int line, string code, bool isGeneral)
    {
        var text = Blanks().Replace(code, " ").Trim();
        if (!IsCommand(text)) return;
        _steps.Add(new DocumentedCommand(_name, line, _section, text) { IsInline = true, IsGeneral = isGeneral });
    }

    /// <summary>Whether it is typed: it begins with sudo, our program, a script, or another program with more.</summary>
    private static bool IsCommand(string text)
    {
        var match = Typed().Match(text);
        if (!match.Success || match.Groups["sudo"].Success) return match.Success;
        var (program, rest) = (match.Groups["program"].Value, match.Groups["rest"].Value);
        if (program == "farlink") return rest.Length == 0 || char.IsAsciiLetterLower(rest[0]) || rest[0] == '-';
        return Script().IsMatch(program) || (rest.Length > 0 && CommandLook.Programs.Contains(program));
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
            case var _ when OtherLanguages.Contains(language):
                if (language == "text") _steps.Add(new DocumentedSample(_name, fence, _section, body));
                _problems.AddRange(body.Where(line => IsCommand(Blanks().Replace(AnyPrompt().Replace(line, ""), " ").Trim()))
                    .Select(line => $"{_name}:{fence}: a command in a block of {language}, where nobody runs it: {line}"));
                break;
            default:
                _problems.Add($"{_name}:{fence}: a block marked {language}, in which commands would not be seen");
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

    /// <summary>Between single backticks; a paragraph's may be on two lines.</summary>
    [GeneratedRegex("(?<!`)`(?<code>[^`]+)`(?!`)", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(
        @"^([A-Z_][A-Z0-9_]*=\S+ )*(?<sudo>sudo (-u \S+ )?)?(?<program>\S+)( (?<rest>\S.*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Typed();

    [GeneratedRegex(@"^(\./)?eng/\S+\.sh$", RegexOptions.ExplicitCapture)]
    private static partial Regex Script();

    /// <summary>As shells have it, and what pages have for it: <c>$</c>, <c>pi@barn:~$</c>, <c>#</c>.</summary>
    [GeneratedRegex(@"^\s*([\w.@:~-]*[$#] )?", RegexOptions.ExplicitCapture)]
    private static partial Regex AnyPrompt();

    /// <summary>A bar that is not part of a cell.</summary>
    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();

    [GeneratedRegex("; |, or: |[?] |  # |, then ")]
    private static partial Regex BetweenCures();
}
