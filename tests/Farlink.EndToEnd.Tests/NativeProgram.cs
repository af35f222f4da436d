using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Farlink.EndToEnd.Tests;

/// <summary>The program as it ships: one native file. FARLINK_NATIVE names it; else eng/publish.sh makes it.</summary>
internal static class NativeProgram
{
    private static readonly Lazy<string> File = new(Find);

    public static string Path => File.Value;

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("FARLINK_NATIVE") is { Length: > 0 } given) return given;
        var root = Root();
        using var publish = Process.Start(
            new ProcessStartInfo(System.IO.Path.Combine(root, "eng", "publish.sh")) { RedirectStandardOutput = true })!;
        var output = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        Assert.True(publish.ExitCode == 0, output);
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        return System.IO.Path.Combine(root, "artifacts", "publish", architecture, "farlink");
    }

    private static string Root([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", ".."));
}
