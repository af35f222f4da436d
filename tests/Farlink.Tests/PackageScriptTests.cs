using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Farlink.Tests;

/// <summary>
/// What the package's scripts do to an access point, in a mount namespace in which /var/lib, /etc and /run are
/// empty; eng/test-package.sh has apt run them.
/// </summary>
public sealed class PackageScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("remove", true, 0, "wifi --undo\n")]
    [InlineData("remove", true, 1, "wifi --undo\n")]
    [InlineData("remove", false, 0, "")]
    [InlineData("upgrade", true, 0, "")]
    public async Task Prerm_AccessPointIsApplied_UndoesItWhenThePackageGoes(
        string action, bool isApplied, int status, string expected)
    {
        WriteProgram(status);
        var (code, output) = await RunAsync("prerm", action, isApplied ? "mkdir /var/lib/farlink-wifi" : "true", "true");
        Assert.True(code == 0, output);
        Assert.Equal(expected, Said());
    }

    [Fact]
    public async Task Postrm_AccessPointCouldNotBeUndone_SaysSoAndAPurgeRemovesIt()
    {
        WriteProgram(0);
        const string before = "mkdir -p /var/lib/farlink-wifi /etc/farlink /etc/hostapd /etc/dnsmasq.d "
            + "/etc/systemd/system/a.wants; echo '# mine' > /etc/dnsmasq.d/farlink.conf; "
            + "for file in hostapd/hostapd.conf systemd/system/farlink-ap.service farlink/wifi.nft; do "
            + "echo '# Written by farlink wifi. X' > \"/etc/$file\"; done; "
            + "ln -s ../farlink-ap.service /etc/systemd/system/a.wants/farlink-ap.service";
        var (code, output) = await RunAsync("postrm", "remove", before, "true");
        Assert.True(code == 0, output);
        Assert.Contains("sudo farlink wifi --undo", output, StringComparison.Ordinal);

        (code, output) = await RunAsync("postrm", "purge", before, "find /etc /var/lib -type f -o -type l; ls -d /var/lib/*");
        Assert.True(code == 0, output);
        Assert.Contains("What was there before it is in /var/lib/farlink-wifi", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hostapd.conf", output, StringComparison.Ordinal);
        Assert.DoesNotContain("farlink-ap.service", output, StringComparison.Ordinal);
        Assert.DoesNotContain("wifi.nft", output, StringComparison.Ordinal);
        Assert.Contains("/etc/dnsmasq.d/farlink.conf\n", output, StringComparison.Ordinal);
        Assert.Contains("/var/lib/farlink-wifi\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Copyright_FileOfNotices_IsNamedAsItIsInstalled()
    {
        var named = Regex.Match(File.ReadAllText(Script("copyright")), "THIRD-PARTY[^ ]*").Value;
        var script = File.ReadAllText(Script("../../eng/package.sh"));
        Assert.Contains($"\"$root/usr/share/doc/farlink/{named}\"", script, StringComparison.Ordinal);
    }

    /// <summary>Each page that another one links to is installed too.</summary>
    [Fact]
    public void Pages_OfTheDocumentation_AreInstalledWhereTheirLinksLead()
    {
        var script = File.ReadAllText(Script("../../eng/package.sh"));
        Assert.Contains("for page in docs/*.md docs/adr/*.md; do put 644 \"$page\"", script, StringComparison.Ordinal);
        var docs = Path.GetFullPath(Script("../../docs"));
        foreach (var page in Directory.GetFiles(docs, "*.md"))
        {
            foreach (Match link in Regex.Matches(File.ReadAllText(page), "\\]\\(([a-z][^):#]*\\.md)"))
            {
                var folder = Path.GetDirectoryName(Path.GetFullPath(link.Groups[1].Value, docs))!;
                Assert.Contains(folder, (string[])[docs, Path.Combine(docs, "adr")]);
            }
        }
    }

    private string Said() => File.Exists(Path.Combine(_folder, "said")) ? File.ReadAllText(Path.Combine(_folder, "said")) : "";

    private void WriteProgram(int status)
    {
        var program = Path.Combine(_folder, "farlink");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$@\" >> '{Path.Combine(_folder, "said")}'\nexit {status}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // No user of this host is to go.
        File.CreateSymbolicLink(Path.Combine(_folder, "getent"), "/bin/false");
    }

    private Task<(int Code, string Output)> RunAsync(string script, string action, string before, string after)
    {
        string[] user = Environment.UserName == "root" ? [] : ["-r"];
        var run = "set -e; for folder in /var/lib /run /etc; do mount -t tmpfs none \"$folder\"; done; PATH=\"$1:$PATH\"; "
            + $"{before}; sh \"$2\" {action}; {after}";
        return Tool.RunAsync("unshare", [.. user, "-m", "sh", "-c", run, "sh", _folder, Script(script)]);
    }

    private static string Script(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "deploy", "debian", name);
}
