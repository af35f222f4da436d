using System.CommandLine;
using Farlink.Output;

namespace Farlink.Commands;

/// <summary><c>farlink completion</c>: what a shell needs to complete commands and options.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = Options.ArgumentOneOf("SHELL", "bash, zsh or fish", "bash", "zsh", "fish");
        var command = new Command(
            "completion",
            "Print a script that completes commands, options and values in a shell. The package of Debian brings it.\n\n"
            + "Example: farlink completion bash > ~/.local/share/bash-completion/completions/farlink")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            var root = CommandOutline.Of(parsed.RootCommandResult.Command);
            Console.Out.Write(parsed.GetValue(shell) switch
            {
                "zsh" => ZshCompletion.Write(root),
                "fish" => FishCompletion.Write(root),
                _ => BashCompletion.Write(root),
            });
            return ExitCodes.Done;
        });
        return command;
    }
}
