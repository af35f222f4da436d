using System.Net.Sockets;
using System.Text;

namespace Farlink.EndToEnd.Tests;

/// <summary>A site as systemd runs it: told of on its socket, logged with priorities.</summary>
public sealed class SystemdTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Service_FromStartToStop_TellsSystemdEachStep()
    {
        var path = _shop.File("notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        var site = await _shop.PlainNativeSiteAsync(new Dictionary<string, string>
        {
            ["NOTIFY_SOCKET"] = path,
            ["WATCHDOG_USEC"] = "4000000",
            ["RUNTIME_DIRECTORY"] = Path.GetDirectoryName(path)!,
        });
        Assert.StartsWith("READY=1\nSTATUS=barn: ", await NextAsync(systemd, "READY=1"), StringComparison.Ordinal);
        await NextAsync(systemd, "WATCHDOG=1");
        await NextAsync(systemd, "WATCHDOG=1");
        site.HangUp();
        Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]+$", await NextAsync(systemd, "RELOADING=1"));
        Assert.Equal("READY=1", await NextAsync(systemd, "READY=1"));
        Assert.True(File.Exists(_shop.File("site.sock")));
        Assert.Equal(0, await site.StopAsync());
        await NextAsync(systemd, "STOPPING=1");
        Assert.False(File.Exists(_shop.File("site.sock")));
    }

    [Fact]
    public async Task Log_ForTheJournal_HasPriorityAndEventId()
    {
        var site = await _shop.PlainNativeSiteAsync(null, "--log-format", "journal");
        var (told, warned) = (await site.WaitForAsync("is running"), await site.WaitForAsync("has a shared key"));
        Assert.StartsWith("<6>farlink.site[1200] Site barn is running", told, StringComparison.Ordinal);
        Assert.StartsWith("<4>farlink.site[1236] ", warned, StringComparison.Ordinal);
        Assert.Equal(0, await site.StopAsync());
    }

    [Fact]
    public async Task Log_ForPeople_HasTimeAndEventId()
    {
        var site = await _shop.PlainNativeSiteAsync();
        Assert.Matches(
            @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: farlink\.site\[1200\] Site barn is running",
            await site.WaitForAsync("is running"));
    }

    /// <summary>The next word that begins so; lines of state in between are of no interest.</summary>
    private static async Task<string> NextAsync(Socket systemd, string wanted)
    {
        var octets = new byte[4096];
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var count = await systemd.ReceiveAsync(octets, SocketFlags.None, patience.Token);
            var word = Encoding.UTF8.GetString(octets, 0, count);
            if (word.StartsWith(wanted, StringComparison.Ordinal)) return word;
            Assert.True(word == "WATCHDOG=1" || word.StartsWith("STATUS=", StringComparison.Ordinal), word);
        }
    }
}
