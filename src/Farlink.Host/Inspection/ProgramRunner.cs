using System.ComponentModel;
using System.Diagnostics;

namespace Farlink.Host.Inspection;

/// <summary>Runs a program by its path: no shell, nothing on its standard input, English messages.</summary>
internal static class ProgramRunner
{
    /// <summary>How long the last words of a program that was stopped are waited for.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>Runs it to its end, or for so long.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static async Task<ProgramResult> RunAsync(
        string path, IReadOnlyList<string> arguments, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new Win32Exception($"{path} does not start.");
        process.StandardInput.Close();
        var (output, errors) = (new BoundedText(), new BoundedText());
        var reading = Task.WhenAll(output.ReadAsync(process.StandardOutput), errors.ReadAsync(process.StandardError));
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token);

            // Something that it started may hold its output open.
            await reading.WaitAsync(either.Token);
            return new ProgramResult(process.ExitCode, output.ToString(), errors.ToString());
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process, reading, time);
            cancellationToken.ThrowIfCancellationRequested();
            return new ProgramResult(null, output.ToString(), errors.ToString());
        }
    }

    private static async Task StopAsync(Process process, Task reading, TimeProvider time)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            await reading.WaitAsync(LastWords, time);
        }
        catch (Exception gone) when (
            gone is InvalidOperationException or Win32Exception or AggregateException or TimeoutException)
        {
            // It ended meanwhile, or is not ours to end.
        }
    }
}
