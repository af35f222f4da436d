using System.CommandLine;

namespace Farlink.Commands;

/// <summary><c>farlink help</c>: the help of a command, for whoever asks for it so.</summary>
internal static class HelpCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("COMMAND")
        {
            Description = "The command, in its words; without one all are listed",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "help", "Show the help of a command, as --help behind it does.\n\nExample: farlink help pki issue")
        {
            words,
        };
        command.SetAction((parsed, _) => FarlinkProgram.RunAsync([.. (parsed.GetValue(words) ?? []), "--help"]));
        return command;
    }
}
