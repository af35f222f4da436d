using Farlink.Host.Files;
using Farlink.Host.Wifi;

namespace Farlink.Host.Tests.Wifi;

/// <summary>Applying and undoing on a system in a folder, with the commands that go with it.</summary>
public sealed class WifiSiteTests : IDisposable
{
    private const string Units = "farlink-wifi-firewall.service farlink-ap-address.service dnsmasq.service hostapd.service";
    private readonly TempFolder _folder = new();
    private readonly WifiSite _site;

    public WifiSiteTests() => _site = new WifiSite(new HostRoot(_folder.Path));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WifiProfile.Hostapd)]
    [InlineData(WifiProfile.NetworkManager)]
    public void Undo_AfterApply_LeavesTheSystemAsItWas(WifiProfile profile)
    {
        Write("etc/hostapd/hostapd.conf", "interface=wlan7\n", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Write("etc/NetworkManager/system-connections/farlink.nmconnection", "[connection]\n", HostFile.Secret);
        var before = Tree.Of(_folder.Path);

        var files = WifiFiles.Make(Points.Good, profile);
        Assert.Equal(files.Count, _site.Apply(Points.Good, profile).Count(done => done.Outcome == FileOutcome.Written));
        foreach (var file in files)
        {
            var path = _folder.File(file.Path[1..]);
            Assert.Equal(file.Content, File.ReadAllText(path));
            Assert.Equal(file.Mode, File.GetUnixFileMode(path));
        }

        _site.Undo();
        Assert.Equal(before, Tree.Of(_folder.Path));
    }

    [Fact]
    public void FindApplied_AppliedTwiceAndUndone_IsTheLastOneAndThenNone()
    {
        Assert.Null(_site.FindApplied());
        _site.Apply(Points.Good, WifiProfile.Hostapd);
        _site.Apply(Points.Good with { Ssid = "barn", Interface = "wlan1" }, WifiProfile.Hostapd);
        Assert.Equal(("wlan1", "barn", "FR"), _site.FindApplied());
        _site.Undo();
        Assert.Null(_site.FindApplied());
    }

    [Fact]
    public void Apply_RefusedAccessPoint_WritesNothing()
    {
        Assert.Throws<AccessPointException>(() => _site.Apply(Points.Good with { Channel = 14 }, WifiProfile.Hostapd));
        Assert.Empty(Tree.Of(_folder.Path));
    }

    [Fact]
    public void Apply_AnotherProfile_IsRefusedUntilTheFirstIsUndone()
    {
        _site.Apply(Points.Good, WifiProfile.Hostapd);
        var applied = Tree.Of(_folder.Path);
        var failure = Assert.Throws<HostFileException>(() => _site.Apply(Points.Good, WifiProfile.NetworkManager));
        Assert.Contains("farlink wifi --undo", failure.Message, StringComparison.Ordinal);
        Assert.Equal(applied, Tree.Of(_folder.Path));
        _site.Undo();
        _site.Apply(Points.Good, WifiProfile.NetworkManager);
    }

    /// <summary>Before the plan and the question, not after them.</summary>
    [Fact]
    public void RefuseOtherProfile_AnotherIsApplied_RefusesAndChangesNothing()
    {
        _site.RefuseOtherProfile(Points.Good, WifiProfile.Hostapd);
        Assert.Empty(Tree.Of(_folder.Path));
        _site.Apply(Points.Good, WifiProfile.Hostapd);
        var applied = Tree.Of(_folder.Path);
        _site.RefuseOtherProfile(Points.Good, WifiProfile.Hostapd);
        Assert.Throws<HostFileException>(() => _site.RefuseOtherProfile(Points.Good, WifiProfile.NetworkManager));
        Assert.Equal(applied, Tree.Of(_folder.Path));
    }

    [Fact]
    public void Apply_FilesOfAnotherProfileOfAnImage_AreNamedAndNothingIsWritten()
    {
        FileWriter.Write(WifiFiles.Make(Points.Good, WifiProfile.Hostapd), new HostRoot(_folder.Path));
        var before = Tree.Of(_folder.Path);
        var failure = Assert.Throws<HostFileException>(() => _site.Apply(Points.Good, WifiProfile.NetworkManager));
        Assert.Contains("/etc/hostapd/hostapd.conf", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wifi.nft", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Tree.Of(_folder.Path));
        _site.Apply(Points.Good, WifiProfile.Hostapd);
    }

    [Fact]
    public void Lock_AnotherHasIt_IsRefusedUntilItIsGivenBack()
    {
        using (_site.Lock())
        {
            var other = new WifiSite(new HostRoot(_folder.Path));
            var failure = Assert.Throws<HostFileException>(() => other.Lock());
            Assert.Contains("Another farlink wifi is running", failure.Message, StringComparison.Ordinal);
        }

        using var again = _site.Lock();
        Assert.NotNull(again);
    }

    [Fact]
    public void StartCommands_Hostapd_StartRulesBeforeTheAccessPoint() => Assert.Equal(
        [
            "systemctl daemon-reload", "systemctl unmask hostapd.service", $"systemctl enable {Units}",
            $"systemctl restart {Units}", "systemctl try-restart chrony.service",
        ],
        Text(_site.StartCommands(Points.Good, WifiProfile.Hostapd)));

    [Fact]
    public void StartCommands_NetworkManagerRuns_IsToldToLeaveTheRadio()
    {
        Directory.CreateDirectory(_folder.File("run/NetworkManager"));
        Assert.Equal("nmcli general reload conf", Text(_site.StartCommands(Points.Good, WifiProfile.Hostapd))[1]);
    }

    [Fact]
    public void StartCommands_NetworkManager_StartRulesAndTheUnitThatNeedsThem() => Assert.Equal(
        [
            "systemctl daemon-reload", "iw reg set FR", "nmcli radio wifi on", "nmcli connection reload",
            "systemctl enable farlink-wifi-firewall.service farlink-ap.service",
            "systemctl restart farlink-wifi-firewall.service farlink-ap.service", "systemctl try-restart chrony.service",
        ],
        Text(_site.StartCommands(Points.Good, WifiProfile.NetworkManager)));

    [Fact]
    public void UndoCommands_MaskedHostapdAndEnabledDnsmasq_AreSoAgain()
    {
        Directory.CreateDirectory(_folder.File("etc/systemd/system/multi-user.target.wants"));
        File.CreateSymbolicLink(_folder.File("etc/systemd/system/hostapd.service"), "/dev/null");
        var wants = _folder.File("etc/systemd/system/multi-user.target.wants/dnsmasq.service");
        File.CreateSymbolicLink(wants, "/lib/systemd/system/dnsmasq.service");
        _site.Apply(Points.Good, WifiProfile.Hostapd);

        // What the commands change in between does not count, nor does a second time.
        File.Delete(_folder.File("etc/systemd/system/hostapd.service"));
        File.Delete(wants);
        _site.Apply(Points.Good with { Channel = 1 }, WifiProfile.Hostapd);
        var (before, after) = _site.UndoCommands();
        Assert.Equal(
            ["systemctl disable --now hostapd.service farlink-ap-address.service farlink-wifi-firewall.service"], Text(before));
        Assert.Equal(
            [
                "systemctl daemon-reload", "systemctl mask hostapd.service", "systemctl restart dnsmasq.service",
                "systemctl try-restart chrony.service",
            ],
            Text(after));
        Assert.All(before, command => Assert.True(command.MayFail));
        Assert.All(after, command => Assert.False(command.MayFail));
    }

    [Fact]
    public void UndoCommands_NetworkManager_TakeDownTheLastConnection()
    {
        _site.Apply(Points.Good with { Ssid = "barn" }, WifiProfile.NetworkManager);
        _site.Apply(Points.Good, WifiProfile.NetworkManager);
        var (before, after) = _site.UndoCommands();
        Assert.Equal(
            [
                "nmcli connection down uuid c76ce820-2821-8df8-99bc-b999be24cbb6", "systemctl disable --now farlink-ap.service",
                "systemctl disable --now farlink-wifi-firewall.service",
            ],
            Text(before));
        Assert.Equal(
            ["systemctl daemon-reload", "nmcli connection reload", "systemctl try-restart chrony.service"], Text(after));
    }

    [Fact]
    public void UndoCommands_NothingApplied_AreNone()
    {
        var (before, after) = _site.UndoCommands();
        Assert.Empty(before);
        Assert.Empty(after);
    }

    [Fact]
    public void RefuseInterface_WithoutWifi_NamesThoseThatHaveIt()
    {
        Assert.Equal(
            "there is no network interface wlan0, and this system has no WiFi interface at all. "
                + "Is the adapter plugged in, and its driver loaded?",
            _site.RefuseInterface(Points.Good));
        Write("sys/class/net/bonding_masters", "", HostFile.Readable);
        Directory.CreateDirectory(_folder.File("sys/class/net/eth0"));
        foreach (var name in (string[])["wlx2", "wlan1"])
            Directory.CreateDirectory(_folder.File($"sys/class/net/{name}/phy80211"));
        Assert.Equal(
            "there is no network interface wlan0. WiFi is on wlan1, wlx2: --interface wlan1", _site.RefuseInterface(Points.Good));
        Assert.Equal(
            "eth0 is no WiFi interface. WiFi is on wlan1, wlx2: --interface wlan1",
            _site.RefuseInterface(Points.Good with { Interface = "eth0" }));
        Assert.Null(_site.RefuseInterface(Points.Good with { Interface = "wlx2" }));
    }

    [Fact]
    public void MissingPackages_EmptySystem_AreAllUntilTheyAreThere()
    {
        Assert.Equal(
            ["hostapd", "dnsmasq", "nftables", "iproute2", "rfkill", "chrony"], _site.MissingPackages(WifiProfile.Hostapd));
        Assert.Equal(
            ["network-manager", "wpasupplicant", "dnsmasq-base", "iw", "nftables", "iproute2", "rfkill", "chrony"],
            _site.MissingPackages(WifiProfile.NetworkManager));
        string[] programs = ["usr/sbin/hostapd", "usr/sbin/nft", "usr/bin/ip", "usr/sbin/rfkill", "usr/sbin/chronyd"];
        foreach (var program in programs) Write(program, "", HostFile.Readable);
        Assert.Equal(["dnsmasq"], _site.MissingPackages(WifiProfile.Hostapd));
        Write("usr/lib/systemd/system/dnsmasq.service", "", HostFile.Readable);
        Assert.Empty(_site.MissingPackages(WifiProfile.Hostapd));
    }

    private static List<string> Text(IReadOnlyList<HostCommand> commands) => [.. commands.Select(command => command.ToString())];

    private void Write(string name, string text, UnixFileMode mode)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
    }
}
