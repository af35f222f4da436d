using System.Text;

namespace Farlink.Output;

/// <summary>Completion for zsh (zshcompsys(1)), as a file <c>_farlink</c> in its <c>fpath</c>, or read by a script.</summary>
internal static class ZshCompletion
{
    private const string Begin =
        """
        #compdef farlink
        # zsh completion of farlink, written by: farlink completion zsh
        _farlink() {
            local at=farlink skip= free= word
            local -a found
            local -i i
            for ((i = 2; i < CURRENT; i++)); do
                word=$words[i]
                if [[ -n $skip ]]; then
                    skip=
                    continue
                fi
                case "$at $word" in

        """;

    private const string Values =
        """
                esac
            done
            case "$at $words[CURRENT-1]" in

        """;

    private const string Words =
        """
            esac
            case "$at" in

        """;

    private const string End =
        """
            esac
            _describe farlink found
            if [[ -n $free ]]; then _files; fi
        }
        if [[ $funcstack[1] == _farlink ]]; then _farlink "$@"; else compdef _farlink farlink; fi

        """;

    public static string Write(CommandOutline root)
    {
        var script = new StringBuilder(Begin);
        Case(script, 12, ShellWords.Steps(root), "at=\"$at $word\"");
        Case(script, 12, ShellWords.Takers(root), "skip=1");
        script.Append(Values);
        foreach (var (takers, values) in ShellWords.Known(root))
            Case(script, 8, takers, $"compadd -- {string.Join(' ', values.Select(ShellWords.Quote))}; return");
        Case(script, 8, ShellWords.Free(root), "_files; return");
        script.Append(Words);
        foreach (var command in root.All)
        {
            var found = string.Join(
                ' ', ShellWords.Following(command).Select(one => ShellWords.Quote($"{one.Word}:{one.Summary}")));
            Case(script, 8, [command.Path], ShellWords.IsFree(command) ? $"free=1 found=({found})" : $"found=({found})");
        }

        return script.Append(End).ToString();
    }

    private static void Case(StringBuilder script, int indent, IEnumerable<string> patterns, string then) =>
        script.Append(' ', indent).AppendJoin(" | ", patterns.Select(ShellWords.Quote)).Append(") ").Append(then).Append(" ;;\n");
}
