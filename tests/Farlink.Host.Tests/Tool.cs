using System.Diagnostics;
using System.Text;

namespace Farlink.Host.Tests;

/// <summary>Real programs.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs one to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string file, params string[] arguments)
    {
        using var process = Start(file, arguments);
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs one until it has said this, then ends it; or to its end. Returns what it said.</summary>
    public static async Task<string> RunUntilAsync(string part, string file, params string[] arguments)
    {
        using var process = Start(file, arguments);
        using var patience = new CancellationTokenSource(Patience);
        var said = new StringBuilder();
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                said.Append(line).Append('\n');
                if (line.Contains(part, StringComparison.Ordinal)) break;
            }
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return said.ToString();
    }

    private static Process Start(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["PATH"] += ":/usr/sbin:/sbin";
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start)!;
    }
}
