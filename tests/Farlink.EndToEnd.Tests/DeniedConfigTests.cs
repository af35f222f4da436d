namespace Farlink.EndToEnd.Tests;

/// <summary>
/// A user who may not look into the folder of the package's configuration is told that, and not that there is none.
/// </summary>
public sealed class DeniedConfigTests
{
    private const string Named = "-c /etc/farlink/farlink.toml";

    /// <summary>
    /// An /etc of its own with a folder for nobody. Without these two capabilities its mode counts for root too
    /// (capabilities(7)).
    /// </summary>
    private const string Closed = "mount -t tmpfs tmpfs /etc && mkdir -m 0 /etc/farlink && "
        + "exec setpriv --bounding-set=-dac_override,-dac_read_search \"$@\"";

    [Theory]
    [InlineData("status")]
    [InlineData("status " + Named)]
    [InlineData("config check")]
    [InlineData("config check " + Named)]
    [InlineData("backup --to barn.backup")]
    [InlineData("backup --to barn.backup " + Named)]
    [InlineData("doctor --only config")]
    [InlineData("doctor --only config " + Named)]
    public async Task Command_FolderMayNotBeRead_SaysSoAndWhatToDo(string line)
    {
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        var (code, output) = await RunningProcess.RunAsync(
            "unshare", [.. user, "--mount", "sh", "-c", Closed, "sh", NativeProgram.Path, .. line.Split(' ')]);
        Assert.True(code == 2, $"exit code {code}\n{output}");
        Assert.Contains("you may not read /etc/farlink: give the same command with sudo", output, StringComparison.Ordinal);
        Assert.DoesNotContain("no such file", output, StringComparison.Ordinal);
    }
}
