using Farlink.Host.Doctor;
using Farlink.Host.Files;
using Farlink.Host.Tests.Wifi;
using Farlink.Host.Wifi;

namespace Farlink.Host.Tests.Doctor;

/// <summary>What <c>farlink wifi</c> writes is what the doctor looks for.</summary>
public sealed class WrittenByWifiTests
{
    private static readonly string[] OverTheNetwork = ["dns.answer", "dns.leak"];

    [Theory]
    [InlineData(WifiProfile.Hostapd)]
    [InlineData(WifiProfile.NetworkManager)]
    public async Task Doctor_FilesOfFarlinkWifi_FindsNothing(WifiProfile profile)
    {
        using var host = Written(profile);
        string[] areas = ["wifi", "dhcp", "dns", "clock"];
        foreach (var check in HostChecks.All.Where(one => areas.Contains(one.Area) && !OverTheNetwork.Contains(one.Id)))
        {
            var finding = await ExamineAsync(check.Id, host);
            Assert.True(finding.Verdict is Verdict.Ok or Verdict.Skip, $"{check.Id}: {finding}");
        }
    }

    [Theory]
    [InlineData(WifiProfile.Hostapd)]
    [InlineData(WifiProfile.NetworkManager)]
    public async Task Doctor_RulesOfFarlinkWifiAreNotLoaded_NamesTheirUnit(WifiProfile profile)
    {
        using var host = Written(profile).Program("nft", "list ruleset", FakeHost.Recorded("nft-closed.txt"));
        foreach (var check in (string[])["wifi.forwarding", "wifi.firewall"])
        {
            var finding = await ExamineAsync(check, host);
            Assert.Equal(Verdict.Fail, finding.Verdict);
            Assert.EndsWith("sudo systemctl restart farlink-wifi-firewall", finding.Cure, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Doctor_RulesOfFarlinkWifiLackAPort_NamesTheOption()
    {
        var rules = FakeHost.Recorded("nft-wifi.txt").Replace("{ 53, 8883 }", "{ 53, 8884 }", StringComparison.Ordinal);
        using var host = Written(WifiProfile.NetworkManager).Program("nft", "list ruleset", rules);
        var finding = await ExamineAsync("wifi.firewall", host);
        Assert.Contains("tcp port 8883 on wlan0", finding.Saw, StringComparison.Ordinal);
        Assert.Contains("--broker-port 8883", finding.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_CountryOfFarlinkWifiIsNotInForce_IsNoticed()
    {
        using var host = Written(WifiProfile.NetworkManager).Program("iw", "reg get", "global\ncountry GB: DFS-ETSI\n");
        Assert.Equal(
            "the country in force is GB, and the access point's is FR", (await ExamineAsync("wifi.country", host)).Saw);
    }

    /// <summary>What devices are told has a tag with hostapd, and none with NetworkManager.</summary>
    [Theory]
    [InlineData(WifiProfile.Hostapd)]
    [InlineData(WifiProfile.NetworkManager)]
    public async Task Doctor_TimeServerOfFarlinkWifi_IsSeen(WifiProfile profile)
    {
        using var host = Written(profile);
        Assert.Equal(Verdict.Ok, (await ExamineAsync("clock.server", host)).Verdict);
    }

    [Theory]
    [InlineData("wifi.profile", "it is not up")]
    [InlineData("wifi.owner", "not in use")]
    public async Task Doctor_ProfileOfFarlinkWifiIsNotUp_NamesTheUnitThatNeedsTheRules(string check, string saw)
    {
        using var host = Own("enabled\n", 0);
        var finding = await ExamineAsync(check, host);
        Assert.Equal(Verdict.Fail, finding.Verdict);
        Assert.Contains(saw, finding.Saw, StringComparison.Ordinal);
        Assert.Equal("sudo systemctl restart farlink-ap", finding.Cure);
    }

    [Fact]
    public async Task Doctor_UnitOfFarlinkWifiIsNotEnabled_IsNoticed()
    {
        using (var enabled = Own("enabled\n", 0))
            Assert.Equal(Verdict.Ok, (await ExamineAsync("wifi.manager", enabled)).Verdict);
        using var host = Own("disabled\n", 1);
        var finding = await ExamineAsync("wifi.manager", host);
        Assert.Equal(Verdict.Warn, finding.Verdict);
        Assert.Contains("farlink-ap is disabled", finding.Saw, StringComparison.Ordinal);
        Assert.StartsWith("sudo systemctl enable farlink-ap", finding.Cure, StringComparison.Ordinal);
    }

    /// <summary>With our own profile, which is not up.</summary>
    private static FakeHost Own(string unitState, int code) => Written(WifiProfile.NetworkManager)
        .Program("nmcli", "-t -f NAME,TYPE connection show", "farlink:802-11-wireless\n")
        .Program("nmcli", PiHost.ShowProfile.Replace("mqtt-ap", "farlink", StringComparison.Ordinal), PiHost.Details())
        .Program("nmcli", "-t -f NAME connection show --active", "Wired connection 1\n")
        .Program("nmcli", "-t -f DEVICE,TYPE,STATE,CONNECTION device", "wlan0:wifi:disconnected:\n")
        .Program("systemctl", "is-enabled farlink-ap", unitState, code);

    private static FakeHost Written(WifiProfile profile)
    {
        var host = profile == WifiProfile.Hostapd ? PiHost.ByHostapd() : PiHost.Managed();
        FileWriter.Write(WifiFiles.Make(Points.Good, profile), new HostRoot(host.View.Real("/")));
        return host.Program("nft", "list ruleset", FakeHost.Recorded("nft-wifi.txt"));
    }

    private static Task<Finding> ExamineAsync(string id, FakeHost host)
    {
        var context = new CheckContext(host.View, PiHost.Subject, TimeProvider.System);
        return DoctorRun.ExamineAsync(HostChecks.All.Single(check => check.Id == id), context, default);
    }
}
