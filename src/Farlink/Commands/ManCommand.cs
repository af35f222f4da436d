using System.CommandLine;
using System.Reflection;
using Farlink.Output;

namespace Farlink.Commands;

/// <summary><c>farlink man</c>: the manual page, for who makes a package.</summary>
internal static class ManCommand
{
    public static Command Create()
    {
        var command = new Command("man", "Print the manual page, in roff.\n\nExample: farlink man | man -l -") { Hidden = true };
        command.SetAction(parsed =>
        {
            Console.Out.Write(ManPage.Write(CommandOutline.Of(parsed.RootCommandResult.Command), Version()));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The program's version.</summary>
    public static string Version() =>
        typeof(ManCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
