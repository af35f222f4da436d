using System.Diagnostics;
using System.Text.Json;

namespace Farlink.EndToEnd.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task Demo_NativeLink_ShowsHandshakeFramesAndConfirmations()
    {
        // Long enough for the second poll: the first one may come before the base has proof of what it decoded.
        var (code, output) = await RunningProcess.RunAsync(
            NativeProgram.Path, "demo", "--messages", "100", "--interval", "1s", "--speed", "20");
        Assert.True(code == 0, output);
        foreach (var part in (string[])
            [
                "hello", "hello answered", "session is up", "chunk", "acknowledgement", "on its disk", "on the air so far",
                "100 published, 100 delivered, 0 lost, 0 duplicated", "limit 10 %",
            ])
            Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Demo_ThreeMessages_AllArriveAndNothingIsLeftBehind()
    {
        // A folder of its own: other demos run beside this one.
        var temporary = Directory.CreateTempSubdirectory("farlink-demo-test-");
        await using var demo = RunningProcess.Start(
            NativeProgram.Path, ["demo", "--mode", "radiohead", "--messages", "3", "--json"],
            new Dictionary<string, string> { ["TMPDIR"] = temporary.FullName });
        var clock = Stopwatch.StartNew();
        await demo.WaitForAsync("\"event\":\"delivered\"");
        Assert.NotEmpty(temporary.GetDirectories());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10));
        Assert.Equal(0, await demo.WaitForExitAsync());
        using var summary = JsonDocument.Parse(demo.Lines.Last());
        Assert.Equal("summary", summary.RootElement.GetProperty("event").GetString());
        Assert.Equal(3, summary.RootElement.GetProperty("published").GetInt32());
        Assert.Equal(3, summary.RootElement.GetProperty("delivered").GetInt32());
        Assert.Equal(0, summary.RootElement.GetProperty("lost").GetInt32());
        Assert.Equal(0, summary.RootElement.GetProperty("duplicated").GetInt32());
        Assert.Equal(307.968, summary.RootElement.GetProperty("airtime_ms").GetDouble());
        Assert.Empty(temporary.GetFileSystemInfos());
        temporary.Delete();
    }

    [Fact]
    public async Task Demo_ForPeople_ShowsEachHopAndThePace()
    {
        var (code, output) = await RunningProcess.RunAsync(
            NativeProgram.Path, "demo", "--mode", "radiohead", "--messages", "2", "--speed", "10");
        Assert.Equal(0, code);
        foreach (var part in (string[])
            [
                "device", "air", "52 octets in 102.656 ms", "decrypted: Good job! You are connected 2 times", "subscriber",
                "seed pace 2.05 %, limit 1 %",
            ])
            Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Demo_Interrupted_PrintsItsSummary()
    {
        await using var demo = RunningProcess.Farlink("demo", "--interval", "200ms");
        await demo.WaitForAsync("subscriber", count: 3);
        Assert.Equal(0, await demo.StopAsync());
        Assert.Contains("0 lost", demo.Output, StringComparison.Ordinal);
    }

    /// <summary>The README's first command, but for the build it includes.</summary>
    [Fact]
    public async Task Demo_UnderTheSdk_Works()
    {
        var program = Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "../../../../../src/Farlink/bin/Release/net10.0/farlink.dll"));
        var (code, output) = await RunningProcess.RunAsync("dotnet", program, "demo", "--messages", "1");
        Assert.True(code == 0, output);
    }
}
