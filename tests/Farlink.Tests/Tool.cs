using System.Diagnostics;

namespace Farlink.Tests;

/// <summary>Another program, run to its end.</summary>
internal static class Tool
{
    /// <returns>Its exit code, and what it said on both streams.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string file, IEnumerable<string> arguments, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
