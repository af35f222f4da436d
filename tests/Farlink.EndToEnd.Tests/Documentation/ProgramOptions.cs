using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>Every command of the program and its options, as its own completion for bash has them.</summary>
internal sealed partial class ProgramOptions
{
    private const int FewestCommands = 30;
    private const string Program = "farlink";
    private static readonly Lazy<Task<ProgramOptions>> Known = new(ReadAsync);
    private readonly Dictionary<string, HashSet<string>> _commands;

    private ProgramOptions(Dictionary<string, HashSet<string>> commands) => _commands = commands;

    /// <summary>Those of the native program; asked for once.</summary>
    public static Task<ProgramOptions> OfNativeAsync() => Known.Value;

    /// <summary>Says which word of a command line the program does not know; null: none. Values are not looked at.</summary>
    /// <param name="words">The words; the first one is the program.</param>
    public string? Refuse(IReadOnlyList<string> words)
    {
        var (at, hasOptions) = (Program, false);
        foreach (var word in words.Skip(1))
        {
            if (word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]))
            {
                hasOptions = true;
                if (!_commands[at].Contains(word.Split('=')[0])) return $"{at} has no option {word}";
            }
            else if (_commands.ContainsKey($"{at} {word}"))
            {
                at = $"{at} {word}";
            }
            else if (!hasOptions && _commands[at].Any(known => _commands.ContainsKey($"{at} {known}")))
            {
                return $"{at} has no command {word}";
            }
        }

        return null;
    }

    private static async Task<ProgramOptions> ReadAsync()
    {
        var script = await Workshop.DoAsync(0, "completion", "bash");
        var commands = Case().Matches(script).ToDictionary(
            match => match.Groups["command"].Value, match => match.Groups["words"].Value.Split(' ').ToHashSet());
        Assert.True(commands.Count >= FewestCommands, $"{commands.Count} commands");
        return new ProgramOptions(commands);
    }

    /// <summary>The line that offers the words of a command; where it takes an argument, only after a hyphen.</summary>
    [GeneratedRegex(
        @"^ +'(?<command>farlink[^']*)'\) (\[\[[^']*\|\| )?words='(?<words>[^']*)' ;;",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Case();
}
