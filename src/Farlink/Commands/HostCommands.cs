using System.ComponentModel;
using System.Diagnostics;
using Farlink.Host.Files;

namespace Farlink.Commands;

/// <summary>Runs commands on this system if systemd runs it; if not, in an image say, it leaves them.</summary>
internal static class HostCommands
{
    /// <summary>As a shell has it for a program that is not there.</summary>
    private const int NotFound = 127;

    /// <summary>Whether commands are run at all: sd_booted(3).</summary>
    public static bool AreRun => Directory.Exists("/run/systemd/system");

    /// <summary>Runs them one after the other, and shows each on standard error.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="goOn">Whether the others are run after one that failed.</param>
    /// <returns>What became of each.</returns>
    public static async Task<IReadOnlyList<CommandOutcome>> RunAsync(IEnumerable<HostCommand> commands, bool goOn)
    {
        List<CommandOutcome> outcomes = [];
        foreach (var command in commands)
        {
            var isRun = AreRun && (goOn || !outcomes.Exists(outcome => outcome.IsFailure));
            var outcome = new CommandOutcome(command, isRun ? await RunAsync(command) : null);
            if (outcome.IsFailure) await Console.Error.WriteLineAsync($"failed (status {outcome.ExitStatus}): {command}");
            outcomes.Add(outcome);
        }

        return outcomes;
    }

    private static async Task<int> RunAsync(HostCommand command)
    {
        await Console.Error.WriteLineAsync($"+ {command}");
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command.Program, command.Arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            })!;
            process.StandardInput.Close();

            // Standard output is for what this program says, which may be JSON.
            await Console.Error.WriteAsync(await process.StandardOutput.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (Win32Exception failure)
        {
            await Console.Error.WriteLineAsync($"{command.Program}: {failure.Message}");
            return NotFound;
        }
    }
}
