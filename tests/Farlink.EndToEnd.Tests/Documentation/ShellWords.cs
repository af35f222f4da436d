using System.Text;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>
/// The simple commands of a shell's line, each as its words, without assignments, redirections, sudo and the words around a
/// loop: as much of the language (POSIX.1-2024, Shell Command Language, 2.3 and 2.10) as is needed to know what would run.
/// </summary>
internal sealed class ShellWords
{
    private const char None = '\0';
    private const string Redirection = "\0";
    private readonly List<List<string>> _commands = [[]];
    private readonly StringBuilder _word = new();
    private bool _isWord;
    private char _quote;

    /// <summary>Splits.</summary>
    /// <param name="line">One command line; it may go on over several.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Split(string line)
    {
        var split = new ShellWords();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && split._quote != '\'' && i + 1 < line.Length)
            {
                i++;
                split.TakeEscaped(line[i]);
            }
            else if (line[i] == '#' && split is { _quote: None, _isWord: false })
            {
                // A comment: on with the end of the line.
                var end = line.IndexOf('\n', i);
                i = (end < 0 ? line.Length : end) - 1;
            }
            else
            {
                split.Take(line[i]);
            }
        }

        split.EndWord();
        return [.. split._commands.Select(Simple).Where(words => words.Count > 0)];
    }

    private void Take(char sign)
    {
        if (_quote != None)
        {
            if (sign == _quote) _quote = None;
            else _word.Append(sign);
            return;
        }

        switch (sign)
        {
            case '"' or '\'':
                (_quote, _isWord) = (sign, true);
                break;
            case ' ' or '\t':
                EndWord();
                break;
            case '|' or '&' or ';' or '\n':
                EndWord();
                _commands.Add([]);
                break;
            case '<' or '>':
                EndWord();
                _commands[^1].Add(Redirection);
                break;
            default:
                _word.Append(sign);
                _isWord = true;
                break;
        }
    }

    private void TakeEscaped(char sign)
    {
        // The line goes on: both are as if they were not there.
        if (sign == '\n') return;
        _word.Append(sign);
        _isWord = true;
    }

    private void EndWord()
    {
        if (_isWord) _commands[^1].Add(_word.ToString());
        _word.Clear();
        _isWord = false;
    }

    private static List<string> Simple(List<string> words)
    {
        List<string> kept = [];
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == Redirection) i++;
            else kept.Add(words[i]);
        }

        while (kept is ["do" or "done", ..] || (kept.Count > 0 && IsAssignment(kept[0]))) kept.RemoveAt(0);
        if (kept is ["for", ..]) kept.Clear();
        if (kept is not ["sudo", ..]) return kept;
        kept.RemoveAt(0);
        while (kept is ["-u", _, ..]) kept.RemoveRange(0, 2);
        return kept;
    }

    private static bool IsAssignment(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && word[..equals].All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_');
    }
}
