using Farlink.Host.Tests.Doctor;
using Farlink.Host.Wifi;

namespace Farlink.Host.Tests.Wifi;

/// <summary>What stands against an access point on a host, and is told before anything is written.</summary>
public sealed class WifiObstaclesTests
{
    private const string DnsmasqConfig = "/etc/dnsmasq.conf";

    [Theory]
    [InlineData(WifiProfile.Hostapd)]
    [InlineData(WifiProfile.NetworkManager)]
    public async Task Find_HostInGoodOrder_FindsNothing(WifiProfile profile)
    {
        using var host = Free();
        Assert.Empty(await FindAsync(host, profile));
    }

    /// <summary>Applied once, it is applied again: its own address, routes and servers are in nobody's way.</summary>
    [Theory]
    [InlineData(WifiProfile.Hostapd)]
    [InlineData(WifiProfile.NetworkManager)]
    public async Task Find_AccessPointIsUpAlready_FindsNothing(WifiProfile profile)
    {
        using var host = profile == WifiProfile.Hostapd
            ? PiHost.ByHostapd().Program("systemctl", "is-active dnsmasq", "active\n").File(PiHost.DnsmasqFile, "server=x\n")
            : PiHost.Managed();
        Assert.Empty(await FindAsync(host, profile));
    }

    [Theory]
    [InlineData("192.168.1.1/24", "eth0", "192.168.1.0/24")]
    [InlineData("192.168.1.130/25", "eth0", "192.168.1.0/24")]
    [InlineData("192.168.0.1/16", "eth0", "192.168.1.0/24")]
    [InlineData("10.9.0.1/24", "tun0", "10.9.0.0/24")]
    public async Task Find_NetworkOfAnotherInterface_IsFatalAndNamesAFreeOne(string address, string name, string network)
    {
        using var host = Free().Line("/proc/net/route", "tun0\t0000090A\t0101A8C0\t0003\t0\t0\t50\t00FFFFFF\t0\t0\t0");
        var obstacle = Assert.Single(await FindAsync(host, point: Points.Good with { Address = address }));
        Assert.True(obstacle.IsFatal);
        Assert.Contains($"is on {name} too ({network})", obstacle.What, StringComparison.Ordinal);
        Assert.Contains("--address 192.168.77.1/24", obstacle.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_SuggestedNetworkIsTakenToo_SuggestsTheNext()
    {
        using var host = Free().Program(
            "ip", "-4 -o addr",
            "2: eth0    inet 192.168.2.20/24 scope global eth0\n3: eth1    inet 192.168.77.9/24 scope global eth1\n");
        Assert.Contains("--address 10.77.0.1/24", Assert.Single(await FindAsync(host)).Cure, StringComparison.Ordinal);
    }

    /// <summary>As some tunnels route everything: 0.0.0.0/1.</summary>
    [Fact]
    public async Task Find_RouteToHalfOfEverything_IsNoNetwork()
    {
        using var host = Free().File(
            "/proc/net/route", ProcNet.Route(("tun0", "00000000", "00000080"), ("tun0", "00000080", "00000080")));
        Assert.Empty(await FindAsync(host));
    }

    /// <summary>Another adapter takes over from the one that is applied.</summary>
    [Fact]
    public async Task Find_NetworkOfTheAccessPointThatIsReplaced_IsNoObstacle()
    {
        using var host = Free().Program(
            "ip", "-4 -o addr", "3: wlan1    inet 192.168.2.1/24 brd 192.168.2.255 scope global wlan1\n");
        Assert.Empty(await FindAsync(host, before: "wlan1"));
        Assert.Contains("wlan1", Assert.Single(await FindAsync(host)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_TunnelToAllPrivateAddresses_IsNoObstacle()
    {
        using var host = Free().File(
            "/proc/net/route",
            ProcNet.Route(("tun0", "0000000A", "000000FF"), ("tun0", "000010AC", "0000F0FF"), ("tun0", "0000A8C0", "0000FFFF")));
        Assert.Empty(await FindAsync(host));
    }

    [Fact]
    public async Task Find_InterfaceWithTheDefaultRoute_IsAWarning()
    {
        using var host = Free().File("/proc/net/route", ProcNet.Route(("wlan0", "00000000", "00000000")));
        var obstacle = Assert.Single(await FindAsync(host));
        Assert.False(obstacle.IsFatal);
        Assert.Contains("wlan0 is this host's way to other networks", obstacle.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_RadioThatIsNoAccessPoint_IsFatal()
    {
        using var host = Free().Program(
            "iw", "phy", FakeHost.Recorded("iw-phy.txt").Replace("\t\t * AP\n", "", StringComparison.Ordinal));
        Assert.Contains("and no access point", Assert.Single(await FindAsync(host)).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\tDevice supports SAE with AUTHENTICATE command\n")]
    [InlineData("\tSupported extended features:\n\t\t* [ SAE_OFFLOAD_AP ]: AP mode SAE authentication offload support\n")]
    public async Task Find_Wpa3OnARadioThatDoesNotReportIt_IsFatal(string report)
    {
        var recorded = FakeHost.Recorded("iw-phy.txt");
        var point = Points.Good with { Security = WifiSecurity.Wpa3 };
        using var host = Free();
        Assert.Contains("--security wpa2", Assert.Single(await FindAsync(host, point: point)).Cure, StringComparison.Ordinal);
        host.Program("iw", "phy", $"{recorded}{report}");
        Assert.Empty(await FindAsync(host, point: point));
        host.Program("iw", "phy", $"{recorded.Replace("\t\t* CMAC (00-0f-ac:6)\n", "", StringComparison.Ordinal)}{report}");
        Assert.Single(await FindAsync(host, point: point));
        point = Points.Good with { Protection = FrameProtection.Optional };
        Assert.Contains("Leave --pmf out", Assert.Single(await FindAsync(host, point: point)).Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interface=eth0", true)]
    [InlineData("server=9.9.9.9", true)]
    [InlineData("dhcp-range=10.1.0.5,10.1.0.50,1h", true)]
    [InlineData("  bind-interfaces", true)]
    [InlineData("conf-file=/etc/other.conf", true)]
    [InlineData("conf-dir=/srv/dnsmasq", true)]
    [InlineData("conf-dir=/etc/dnsmasq.d/,*.conf", false)]
    [InlineData("#server=9.9.9.9", false)]
    [InlineData("domain-needed", false)]
    [InlineData("conf-dir=/etc/dnsmasq.d", false)]
    public async Task Find_DnsmasqWithAnotherJob_IsFatalForHostapdAndNamesTheLine(string line, bool isJob)
    {
        foreach (var path in (string[])[DnsmasqConfig, "/etc/dnsmasq.d/other"])
        {
            using var host = Free().Folder("/etc/dnsmasq.d/folder").File(path, $"# mine\n\n{line}\n");
            var found = await FindAsync(host);
            Assert.Equal(isJob ? 1 : 0, found.Count);
            if (isJob) Assert.Contains($"{path}, line 3: {line.Trim()}", found[0].What, StringComparison.Ordinal);
            Assert.Empty(await FindAsync(host, WifiProfile.NetworkManager));
        }
    }

    [Fact]
    public async Task Find_FilesThatDnsmasqDoesNotRead_AreNoJob()
    {
        using var host = Free();
        foreach (var name in (string[])[".hidden", "old~", "x.dpkg-old"]) host.File($"/etc/dnsmasq.d/{name}", "server=9.9.9.9\n");
        Assert.Empty(await FindAsync(host));
    }

    [Theory]
    [InlineData("is-active dnsmasq", "active\n")]
    [InlineData("is-enabled dnsmasq", "enabled\n")]
    public async Task Find_ServiceDnsmasqBesideNetworkManagers_IsFatal(string question, string answer)
    {
        using var host = Free().Program("systemctl", question, answer);
        var obstacle = Assert.Single(await FindAsync(host, WifiProfile.NetworkManager));
        Assert.Contains("sudo systemctl disable --now dnsmasq", obstacle.Cure, StringComparison.Ordinal);
        Assert.Empty(await FindAsync(host));
    }

    [Theory]
    [InlineData(WifiProfile.Hostapd)]
    [InlineData(WifiProfile.NetworkManager)]
    public async Task Find_AnotherNameServerOnAllAddresses_IsFatalAndOneOnLoopbackIsNot(WifiProfile profile)
    {
        using var host = Free().File("/proc/net/udp", ProcNet.Udp(("127.0.0.53", 53, 1)));
        Assert.Empty(await FindAsync(host, profile));
        host.File("/proc/net/udp", ProcNet.Udp(("0.0.0.0", 53, 1)));
        Assert.Contains("sport = :53", Assert.Single(await FindAsync(host, profile)).Cure, StringComparison.Ordinal);
    }

    /// <summary>A host without an access point, and with no server of names or addresses.</summary>
    private static FakeHost Free() => PiHost.Fresh().File("/proc/net/udp", ProcNet.Udp())
        .File("/proc/net/route", ProcNet.Route(("eth0", "00000000", "00000000"), ("eth0", "0001A8C0", "00FFFFFF")))
        .Program("ip", "-4 -o addr", "2: eth0    inet 192.168.1.20/24 brd 192.168.1.255 scope global dynamic eth0\n");

    private static Task<IReadOnlyList<WifiObstacle>> FindAsync(
        FakeHost host, WifiProfile profile = WifiProfile.Hostapd, AccessPoint? point = null, string before = "") =>
        WifiObstacles.FindAsync(point ?? Points.Good, profile, before, host.View, CancellationToken.None);
}
