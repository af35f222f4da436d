using System.Diagnostics;
using Farlink.Host.Doctor;

namespace Farlink.Host.Tests.Doctor;

/// <summary>What is in the state folder and not the service's, seen with the real find(1).</summary>
public sealed class StateFilesTests : IDisposable
{
    private const string State = "/var/lib/farlink";

    private readonly FakeHost _host = new FakeHost().Write("find", "#!/bin/sh\nexec /usr/bin/find \"$@\"\n")
        .File($"{State}/base.key.pem", "").File($"{State}/base.pairings/001.pairing.json", "").File($"{State}/farlink.db", "")
        .Link($"{State}/link", "/etc/passwd").Folder($"{State}/lost+found");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Strangers_FilesOfRoot_AreFoundAndLinksAreNot()
    {
        if (Environment.UserName != "root") Assert.Skip("only root can give the folder to somebody");
        Users(12345);
        Own("");
        Own("/farlink.db");
        Assert.Equal(
            [$"{State}/base.key.pem", $"{State}/base.pairings", $"{State}/base.pairings/001.pairing.json"],
            (await FindAsync()).Order(StringComparer.Ordinal));
        foreach (var name in (string[])["/base.key.pem", "/base.pairings", "/base.pairings/001.pairing.json"]) Own(name);
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Strangers_FolderOfSomebodyElse_IsNotLookedInto()
    {
        Users(54321);
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Strangers_NoUserOfAService_IsNotLookedFor()
    {
        _host.File("/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public void Cure_FolderBehindALink_GoesThroughIt()
    {
        _host.Link("/srv/state", "../var/lib/farlink");
        Assert.Equal("sudo chown -R farlink: /var/lib/farlink", StateFiles.Cure(_host.View, State));
        Assert.Equal("sudo chown -R farlink: /srv/state/", StateFiles.Cure(_host.View, "/srv/state"));
    }

    private void Users(int number) =>
        _host.File("/etc/passwd", $"farlink:x:{number}:{number}::/var/lib/farlink:/usr/sbin/nologin\n");

    private void Own(string name)
    {
        using var chown = Process.Start("chown", ["12345", _host.View.Real(State + name)]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    private Task<IReadOnlyList<string>> FindAsync() => StateFiles.StrangersAsync(_host.View, State, default);
}
