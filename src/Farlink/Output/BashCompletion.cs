using System.Text;

namespace Farlink.Output;

/// <summary>Completion for bash (bash(1), Programmable Completion). Where nothing is known bash goes on with files.</summary>
internal static class BashCompletion
{
    private const string Begin =
        """
        # bash completion of farlink, written by: farlink completion bash
        _farlink() {
            local at=farlink skip= words= word i
            local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
            COMPREPLY=()
            # In COMP_WORDS an equals sign is a word of its own.
            if [ "$cur" = '=' ]; then
                cur=
            elif [ "$prev" = '=' ] && [ "$COMP_CWORD" -ge 2 ]; then
                prev=${COMP_WORDS[COMP_CWORD - 2]}
            fi
            for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if [ "$word" = '=' ]; then continue; fi
                if [ -n "$skip" ]; then
                    skip=
                    continue
                fi
                case "$at $word" in

        """;

    private const string Values =
        """
                esac
            done
            case "$at $prev" in

        """;

    private const string Words =
        """
            esac
            case "$at" in

        """;

    private const string End =
        """
            esac
            COMPREPLY=($(compgen -W "$words" -- "$cur"))
        }
        complete -o bashdefault -o default -F _farlink farlink

        """;

    public static string Write(CommandOutline root)
    {
        var script = new StringBuilder(Begin);
        Case(script, 12, ShellWords.Steps(root), "at=\"$at $word\"");
        Case(script, 12, ShellWords.Takers(root), "skip=1");
        script.Append(Values);
        foreach (var (takers, values) in ShellWords.Known(root))
        {
            var words = ShellWords.Quote(string.Join(' ', values));
            Case(script, 8, takers, $"COMPREPLY=($(compgen -W {words} -- \"$cur\")); return");
        }

        Case(script, 8, ShellWords.Free(root), "return");
        script.Append(Words);
        foreach (var command in root.All)
        {
            var words = ShellWords.Quote(string.Join(' ', ShellWords.Following(command).Select(one => one.Word)));
            Case(script, 8, [command.Path], ShellWords.IsFree(command) ? $"[[ $cur != -* ]] || words={words}" : $"words={words}");
        }

        return script.Append(End).ToString();
    }

    private static void Case(StringBuilder script, int indent, IEnumerable<string> patterns, string then) =>
        script.Append(' ', indent).AppendJoin(" | ", patterns.Select(ShellWords.Quote)).Append(") ").Append(then).Append(" ;;\n");
}
