namespace Farlink.EndToEnd.Tests;

/// <summary>Where a command is given does not matter to it, if it is told where its files are.</summary>
public sealed class ClosedFolderTests
{
    /// <summary>
    /// A folder in one that is closed. Without these two capabilities its mode counts for root too (capabilities(7)).
    /// </summary>
    private const string Closed = "mount -t tmpfs tmpfs /mnt && mkdir -p /mnt/closed/here && cd /mnt/closed/here && "
        + "chmod 0 .. && exec setpriv --bounding-set=-dac_override,-dac_read_search \"$@\"";

    [Fact]
    public async Task Demo_InAFolderThatMayNotBeRead_Works()
    {
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        var (code, output) = await RunningProcess.RunAsync(
            "unshare",
            [.. user, "--mount", "sh", "-c", Closed, "sh", NativeProgram.Path, "demo", "--messages", "1", "--speed", "100"]);
        Assert.True(code == 0, $"exit code {code}\n{output}");
    }
}
