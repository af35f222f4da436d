namespace Farlink.EndToEnd.Tests;

/// <summary>
/// A user who may not look into the folder of the package's configuration is told that, and not that there is none; nor that
/// there is no CA.
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
        var (code, output) = await RunClosedAsync(line);
        Assert.True(code == 2, $"exit code {code}\n{output}");
        Assert.Contains("you may not read /etc/farlink: give the same command with sudo", output, StringComparison.Ordinal);
        Assert.DoesNotContain("no such file", output, StringComparison.Ordinal);
    }
    [Theory]
    [InlineData("pki show --dir /etc/farlink/pki")]
    [InlineData("pki issue --dir /etc/farlink/pki --client --name esp8266")]
    [InlineData("pki revoke --dir /etc/farlink/pki --name esp8266")]
    [InlineData("pki revoke --dir /etc/farlink/pki")]
    public async Task Pki_FolderMayNotBeRead_IsNotTakenForOneWithoutACa(string line)
    {
        var (code, output) = await RunClosedAsync(line);
        Assert.True(code == 1, $"exit code {code}\n{output}");
        Assert.Contains(
            "you may not read /etc/farlink/pki: give the same command with sudo", output, StringComparison.Ordinal);
        Assert.DoesNotContain("holds no CA", output, StringComparison.Ordinal);
        Assert.DoesNotContain("pki init", output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output)> RunClosedAsync(string line)
    {
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        return RunningProcess.RunAsync(
            "unshare", [.. user, "--mount", "sh", "-c", Closed, "sh", NativeProgram.Path, .. line.Split(' ')]);
    }
}
