using System.Text;

namespace Farlink.Output;

/// <summary>Completion for fish (complete(1)): a line for each word that may come, with where it may.</summary>
internal static class FishCompletion
{
    private const string Begin =
        """
        # fish completion of farlink, written by: farlink completion fish
        function __farlink_at
            set -l at farlink
            set -l skip no
            set -l before (commandline -opc)
            set -e before[1]
            for word in $before
                if test $skip = yes
                    set skip no
                else if contains -- "$at $word" $__farlink_steps
                    set at "$at $word"
                else if contains -- "$at $word" $__farlink_takers
                    set skip yes
                end
            end
            test "$at" = "$argv[1]"
        end
        complete -c farlink -f

        """;

    public static string Write(CommandOutline root)
    {
        var script = new StringBuilder(Begin);
        Set(script, "steps", ShellWords.Steps(root));
        Set(script, "takers", ShellWords.Takers(root));
        foreach (var command in root.All)
        {
            foreach (var child in command.Children) Append(script, command, $"-a {Quote(child.Name)}", child.Description);
            foreach (var argument in command.Arguments) Append(script, command, Word(argument), argument.Description);
            foreach (var option in command.AllOptions) Append(script, command, Word(option), option.Description);
        }

        return script.ToString();
    }

    private static void Set(StringBuilder script, string name, IEnumerable<string> words) =>
        script.Append("set -g __farlink_").Append(name).Append(' ').AppendJoin(' ', words.Select(Quote)).Append('\n');

    private static void Append(StringBuilder script, CommandOutline command, string word, string description) =>
        script.Append("complete -c farlink -n ").Append(Quote($"__farlink_at \"{command.Path}\"")).Append(' ').Append(word)
            .Append(" -d ").Append(Quote(CommandOutline.Summary(description))).Append('\n');

    private static string Word(ArgumentOutline argument) =>
        argument.Values.Count > 0 ? $"-a {Quote(string.Join(' ', argument.Values))}" : "-F";

    private static string Word(OptionOutline option)
    {
        var names = string.Join(' ', option.Names.Select(name => name.StartsWith("--", StringComparison.Ordinal)
            ? $"-l {name[2..]}" : $"-s {name[1..]}"));
        return option switch
        {
            { Value: null } => names,
            { Values.Count: > 0 } => $"{names} -x -a {Quote(string.Join(' ', option.Values))}",
            _ => $"{names} -r -F",
        };
    }

    /// <summary>In single quotes fish knows two escapes (fish-language(1), Quotes).</summary>
    private static string Quote(string word) =>
        $"'{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
