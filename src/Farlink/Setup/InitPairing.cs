using System.ComponentModel;
using System.Diagnostics;
using Farlink.Commands;

namespace Farlink.Setup;

/// <summary>Pairs over the air, in a process of its own: what that makes must belong to the user of the service.</summary>
internal static class InitPairing
{
    /// <summary>The user of the package's services.</summary>
    public const string ServiceUser = "farlink";

    private const string Program = "farlink";

    /// <summary>Runs <c>farlink pair</c> in this terminal.</summary>
    /// <returns>Its exit status.</returns>
    public static async Task<int> RunAsync(InitLayout layout)
    {
        string[] command = [Environment.ProcessPath ?? Program, "pair", "-c", layout.Config];
        if (layout.IsSystem && Environment.IsPrivilegedProcess) command = ["runuser", "-u", ServiceUser, "--", .. command];

        // Ctrl-C is for the pairing, whose end is waited for.
        using var interruption = new Interruption();
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (Win32Exception failure)
        {
            await Console.Error.WriteLineAsync($"farlink: {command[0]}: {failure.Message}");
            return ExitCodes.Failed;
        }
    }
}
