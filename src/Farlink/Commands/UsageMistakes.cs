using System.CommandLine;
using System.CommandLine.Parsing;
using Farlink.Configuration;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary>What is wrong with a command line, a line each.</summary>
internal static class UsageMistakes
{
    /// <summary>A guess may differ in every second letter, and in no more than this: further away are other words.</summary>
    private const int MostLetters = 2;

    /// <summary>What is wrong; empty: nothing.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        // A word that is not known comes first: with it the rest was read as something else than was meant.
        if (parsed.UnmatchedTokens is [var unknown, ..]) return [Unknown(parsed.CommandResult, unknown)];
        return Swallowed(parsed.CommandResult) is { } swallowed
            ? [swallowed] : [.. parsed.Errors.Select(error => error.Message)];
    }

    private static string Unknown(CommandResult result, string unknown)
    {
        var word = unknown.Split('=')[0];
        var known = word.StartsWith('-')
            ? OptionNames(result) : result.Command.Subcommands.Where(command => !command.Hidden).Select(command => command.Name);
        var near = known.MinBy(name => Similarity.Distance(name, word));
        var guess = near is not null && IsNear(near, word) ? $" Did you mean {near}?" : string.Empty;
        return $"Unrecognized command or argument '{Printable.Escape(unknown)}'.{guess}";
    }

    private static bool IsNear(string known, string word)
    {
        var distance = Similarity.Distance(known, word);
        return distance <= MostLetters && 2 * distance <= word.TrimStart('-').Length;
    }

    /// <summary>An option whose value was forgotten: the library takes whatever comes next for it, options too.</summary>
    private static string? Swallowed(CommandResult result)
    {
        var names = OptionNames(result).ToHashSet(StringComparer.Ordinal);
        foreach (var option in result.Children.OfType<OptionResult>())
        {
            if (option.Tokens.FirstOrDefault(token => names.Contains(token.Value)) is { } taken)
                return $"{option.Option.Name} needs a value, and {taken.Value} is an option.";
        }

        return null;
    }

    /// <summary>Every way to write an option that may be given here.</summary>
    private static IEnumerable<string> OptionNames(CommandResult result)
    {
        List<Option> inherited = [];
        for (var above = result.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
            inherited.AddRange(above.Command.Options.Where(option => option.Recursive));
        return result.Command.Options.Concat(inherited).Where(option => !option.Hidden)
            .SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.StartsWith('-'));
    }
}
