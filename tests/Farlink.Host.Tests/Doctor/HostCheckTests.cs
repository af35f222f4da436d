using Farlink.Host.Doctor;

namespace Farlink.Host.Tests.Doctor;

/// <summary>Every check of the host: quiet where all is well, and where something is not it says what, and the cure.</summary>
public sealed class HostCheckTests
{
    /// <summary>Checks that ask over the network have tests of their own.</summary>
    private static readonly string[] OverTheNetwork = ["dns.answer", "dns.leak"];

    private static readonly Case[] Cases =
        [.. HardwareCases.All, .. WifiCases.All, .. FreshCases.All, .. ServiceCases.All, .. DashboardCases.All];

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    public static TheoryData<string> Ids { get; } =
        [.. HostChecks.All.Select(check => check.Id).Where(id => !OverTheNetwork.Contains(id))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_SomethingIsWrong_SaysWhatAndTheCure(string name)
    {
        var one = Cases.Single(candidate => candidate.Name == name);
        using var host = one.IsHostapd ? PiHost.ByHostapd() : one.IsFresh ? PiHost.Fresh() : PiHost.Managed();
        one.Break(host);
        var finding = await ExamineAsync(
            one.Id, host, one.Change(PiHost.Subject with { MayBecomeAccessPoint = one.IsFresh }));
        Assert.Contains(one.Saw, finding.Saw, StringComparison.Ordinal);
        Assert.Contains(one.Cure, finding.Cure, StringComparison.Ordinal);
        Assert.Equal(one.Verdict, finding.Verdict);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Check_HostInOrderWithNetworkManager_IsQuiet(string id)
    {
        string[] skipped = ["radio.reach", "wifi.hostapd", "wifi.syntax"];
        using var host = PiHost.Managed();
        await IsQuietAsync(id, host, skipped);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Check_HostInOrderWithHostapd_IsQuiet(string id)
    {
        string[] skipped = ["radio.reach", "wifi.manager"];
        using var host = PiHost.ByHostapd();
        await IsQuietAsync(id, host, skipped);
    }

    /// <summary>A check that is added without a test that makes it speak is no check.</summary>
    [Fact]
    public void Registry_EveryCheck_HasACaseInWhichItSpeaks()
    {
        var spoken = Cases.Select(one => one.Id).Concat(OverTheNetwork).ToHashSet();
        Assert.DoesNotContain(HostChecks.All, check => !spoken.Contains(check.Id));
        Assert.DoesNotContain(spoken, id => HostChecks.All.All(check => check.Id != id));
    }

    [Fact]
    public void Registry_Ids_AreUniqueAndWellFormed()
    {
        Assert.Equal(HostChecks.All.Count, HostChecks.All.Select(check => check.Id).Distinct().Count());
        Assert.All(HostChecks.All, check => Assert.Matches("^[a-z0-9]+[.][a-z]+$", check.Id));
        Assert.True(HostChecks.All.Count >= 30);
    }

    [Fact]
    public void Cases_Names_AreUnique() =>
        Assert.Equal(Cases.Length, Cases.Select(one => one.Name).Distinct().Count());

    /// <summary>Nothing a base needs is on a WiFi, and nothing of an ether on a header.</summary>
    [Fact]
    public async Task Check_BaseOnASimulatedRadioWithoutWifi_SkipsWhatDoesNotApply()
    {
        using var host = PiHost.Managed().Program("nmcli", "-t -f NAME,TYPE connection show", "");
        var subject = PiHost.Subject with
        {
            IsSite = false,
            Listeners = [],
            Elements = [],
            Radio = new RadioSubject(RadioKind.Ether, "ether://127.0.0.1:1") { Place = "127.0.0.1", Port = 1 },
        };
        foreach (var check in HostChecks.All.Where(check => check.Area is "spi" or "gpio" or "i2c" or "wifi" or "dhcp" or "dns"))
            Assert.Equal(Verdict.Skip, (await ExamineAsync(check.Id, host, subject)).Verdict);
    }

    /// <summary>Before there is an access point its radio and its programs are looked at, and nothing else of it.</summary>
    /// <summary>An access point would cut them off the network by which they come.</summary>
    [Theory]
    [InlineData("0.0.0.0:8883", "the broker is at 0.0.0.0:8883")]
    [InlineData("10.0.0.7:8883", "the broker is at 10.0.0.7:8883")]
    [InlineData("127.0.0.1:8883", "on this host")]
    public async Task Check_SiteWhoseDevicesComeByAnotherNetwork_NeedsNoAccessPoint(string listen, string saw)
    {
        using var host = PiHost.Managed().Program("nmcli", "-t -f NAME,TYPE connection show", "Wired:802-3-ethernet\n");
        var subject = PiHost.Subject with
        {
            Listeners = [new ListenerSubject(System.Net.IPEndPoint.Parse(listen), false)],
        };
        var finding = await ExamineAsync("wifi.profile", host, subject);
        Assert.Equal((Verdict.Skip, ""), (finding.Verdict, finding.Cure));
        Assert.Contains(saw, finding.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FreshHostInOrder_LooksAtRadioAndPrograms()
    {
        string[] looked = ["wifi.programs", "wifi.interface", "wifi.rfkill", "wifi.country", "wifi.mode", "wifi.station"];
        using var host = PiHost.Fresh();
        var subject = PiHost.Subject with { MayBecomeAccessPoint = true };
        foreach (var check in HostChecks.All.Where(check => check.Area == "wifi" && check.Id != "wifi.profile"))
        {
            var finding = await ExamineAsync(check.Id, host, subject);
            Assert.Equal((looked.Contains(check.Id) ? Verdict.Ok : Verdict.Skip, ""), (finding.Verdict, finding.Cure));
            Assert.Equal(Verdict.Skip, (await ExamineAsync(check.Id, host, PiHost.Subject)).Verdict);
        }
    }

    /// <summary>Most computers have no WiFi, and a base needs none; a Raspberry Pi should have it.</summary>
    [Fact]
    public async Task Check_FreshHostThatIsNoPiAndHasNoWifi_IsSkipped()
    {
        using var host = PiHost.Fresh().Remove("/sys/class/net/wlan0").Remove(PiHost.BootConfig);
        foreach (var check in HostChecks.All.Where(check => check.Area == "wifi" && check.Id != "wifi.profile"))
        {
            var finding = await ExamineAsync(check.Id, host, PiHost.Subject with { MayBecomeAccessPoint = true });
            Assert.Equal((Verdict.Skip, "no access point is set up on this host"), (finding.Verdict, finding.Saw));
        }
    }

    [Fact]
    public async Task Check_ServiceRuns_IsNotTakenForAnotherProgram()
    {
        using var host = PiHost.Managed()
            .Line("/proc/locks", "2: POSIX  ADVISORY  WRITE 4711 b3:02:393226 1073741824 1073742335")
            .File("/proc/net/tcp", ProcNet.Tcp(("192.168.2.1", 8883, 9)))
            .Program("gpioinfo", "", FakeHost.Recorded("gpioinfo-2.txt"));
        Assert.Equal("192.168.2.1:8883: the service listens", (await ExamineAsync("port.listener", host, PiHost.Subject)).Saw);
        var lines = await ExamineAsync("gpio.lines", host, PiHost.Subject);
        Assert.Equal((Verdict.Ok, "in use by the running service (process 4711)"), (lines.Verdict, lines.Saw));
    }

    /// <summary>What a command line says counts more than the configuration.</summary>
    [Fact]
    public async Task Check_ServiceWasStartedWithAnotherDashboard_IsNotCalledFaulty()
    {
        using var host = PiHost.Managed()
            .File("/proc/4711/cmdline", $"farlink\0site\0-c\0{PiHost.Config}\0--dashboard\0127.0.0.1:9000\0");
        var finding = await ExamineAsync("dashboard.port", host, PiHost.Subject);
        Assert.Equal(
            (Verdict.Skip, "the service (process 4711) was started with --dashboard 127.0.0.1:9000, which counts more"),
            (finding.Verdict, finding.Saw));
    }

    [Theory]
    [InlineData("dashboard.address", "0.0.0.0:8443", "all addresses of this host")]
    [InlineData("dashboard.address", "192.168.2.1:8443", "192.168.2.1")]
    [InlineData("dashboard.port", "192.168.2.1:8443", "192.168.2.1:8443: free for the dashboard")]
    [InlineData("dashboard.port", "127.0.0.1:0", "a free one at each start, which the log of the service tells")]
    public async Task Check_DashboardWhereItMayBe_IsQuiet(string id, string listen, string saw)
    {
        using var host = PiHost.Managed();
        var finding = await ExamineAsync(
            id, host, PiHost.Subject with { Dashboard = System.Net.IPEndPoint.Parse(listen) });
        Assert.Equal((Verdict.Ok, saw), (finding.Verdict, finding.Saw));
    }

    [Fact]
    public async Task Check_EtherTakesConnections_IsQuietAndElseSaysHowToStartOne()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        using var host = PiHost.Managed();
        var subject = PiHost.Subject with
        {
            Radio = new RadioSubject(RadioKind.Ether, $"ether://127.0.0.1:{port}") { Place = "127.0.0.1", Port = port },
        };
        Assert.Equal(Verdict.Ok, (await ExamineAsync("radio.reach", host, subject)).Verdict);
        listener.Stop();
        var finding = await ExamineAsync("radio.reach", host, subject);
        Assert.Equal(Verdict.Fail, finding.Verdict);
        Assert.Equal($"farlink sim ether --physical --listen 127.0.0.1:{port}", finding.Cure);
    }

    private static async Task IsQuietAsync(string id, FakeHost host, string[] skipped)
    {
        var finding = await ExamineAsync(id, host, PiHost.Subject);
        Assert.Equal((skipped.Contains(id) ? Verdict.Skip : Verdict.Ok, ""), (finding.Verdict, finding.Cure));
        Assert.NotEmpty(finding.Saw);
    }

    private static Task<Finding> ExamineAsync(string id, FakeHost host, DoctorSubject subject) => DoctorRun.ExamineAsync(
        HostChecks.All.Single(check => check.Id == id), new CheckContext(host.View, subject, TimeProvider.System), default);
}
