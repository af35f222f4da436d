using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Farlink.Dashboard.Tests.Pages;

/// <summary>
/// The script that builds the page, with real Node. npm is played: the real one would fetch from the Internet, and what counts
/// here is how often it is called.
/// </summary>
public sealed class PageScriptTests : IDisposable
{
    private const string Npm = """
        #!/bin/sh
        # npm ci .. | npm run --silent build -- --outDir OUT --emptyOutDir
        echo "$1" >>"$FARLINK_CALLS"
        case "$1" in
            ci) rm -rf node_modules && mkdir node_modules ;;
            run) mkdir -p "$6" && echo '<!doctype html>' >"$6/index.html" ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    public PageScriptTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "page"));
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        File.WriteAllText(Path.Combine(_folder, "page", "package.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "page", "package-lock.json"), "{}");
        var npm = Path.Combine(_folder, "bin", "npm");
        File.WriteAllText(npm, Npm);
        File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Script_TwoBuildsAtOnceWithOtherOutputs_FetchPackagesOnce()
    {
        await Task.WhenAll(RunAsync("one"), RunAsync("two"));
        Assert.Equal(["ci", "run", "run"], Calls().Order());
        Assert.True(File.Exists(Path.Combine(_folder, "one", "index.html.br")));
        Assert.True(File.Exists(Path.Combine(_folder, "two", "index.html.br")));
    }

    [Fact]
    public async Task Script_PackagesChanged_FetchesThemAnew()
    {
        await RunAsync("one");
        await File.WriteAllTextAsync(Path.Combine(_folder, "page", "package-lock.json"), "{ }");
        await RunAsync("one");
        Assert.Equal(["ci", "run", "ci", "run"], Calls());
    }

    private static string Script([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Farlink.Dashboard/build/page.sh");

    private string[] Calls() => File.ReadAllLines(Path.Combine(_folder, "calls"));

    private async Task RunAsync(string output)
    {
        var start = new ProcessStartInfo(
            "sh", [Script(), Path.Combine(_folder, "page"), Path.Combine(_folder, output)])
        { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["FARLINK_CALLS"] = Path.Combine(_folder, "calls");
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, said);
    }
}
