using System.Diagnostics;

namespace Farlink.Dashboard.Tests.Metrics;

/// <summary>What promtool says of everything that can be exported.</summary>
public sealed class PromtoolTests
{
    [Fact]
    public async Task Exposition_OfEverything_HasNothingThatPromtoolDislikes()
    {
        foreach (var text in await MetricsBench.TextsAsync()) Assert.Equal((0, ""), await CheckAsync(text));
    }

    [Fact]
    public async Task Exposition_WithoutHelp_IsDisliked()
    {
        var (code, said) = await CheckAsync("farlink_uptime_seconds 1\n");
        Assert.NotEqual(0, code);
        Assert.Contains("no help text", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> CheckAsync(string text)
    {
        var start = new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var promtool = Process.Start(start)!;
        var said = promtool.StandardOutput.ReadToEndAsync();
        var wrong = promtool.StandardError.ReadToEndAsync();
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        await promtool.WaitForExitAsync();
        return (promtool.ExitCode, await said + await wrong);
    }
}
