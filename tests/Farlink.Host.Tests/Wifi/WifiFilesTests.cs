using System.Runtime.CompilerServices;
using Farlink.Host.Files;
using Farlink.Host.Wifi;

namespace Farlink.Host.Tests.Wifi;

/// <summary>The files themselves; those of the usual access point are in the folder Expected.</summary>
public sealed class WifiFilesTests
{
    private const string Hostapd = "/etc/hostapd/hostapd.conf";
    private const string Connection = "/etc/NetworkManager/system-connections/farlink.nmconnection";

    [Theory]
    [InlineData(WifiProfile.Hostapd, "hostapd", Hostapd)]
    [InlineData(WifiProfile.NetworkManager, "networkmanager", Connection)]
    public void Make_UsualAccessPoint_GivesTheExpectedFiles(WifiProfile profile, string folder, string secret)
    {
        var root = Path.Combine(Here(), "..", "Expected", folder);
        var expected = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .ToDictionary(path => $"/{Path.GetRelativePath(root, path)}", path => File.ReadAllText(path));
        var files = WifiFiles.Make(Points.Good, profile);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), files.Select(file => file.Path).Order(StringComparer.Ordinal));
        foreach (var file in files)
        {
            Assert.Equal(expected[file.Path], file.Content);
            Assert.Equal(file.Path == secret ? HostFile.Secret : HostFile.Readable, file.Mode);
        }
    }

    [Theory]
    [InlineData(WifiProfile.Hostapd)]
    [InlineData(WifiProfile.NetworkManager)]
    public void Make_Passphrase_IsOnlyInTheSecretFileAndMaskedWhenShown(WifiProfile profile)
    {
        var files = WifiFiles.Make(Points.Good, profile);
        var secret = Assert.Single(files, file => file.Content.Contains("correct horse", StringComparison.Ordinal));
        Assert.Equal(HostFile.Secret, secret.Mode);
        Assert.Equal(secret.Content.Replace("correct horse", "********", StringComparison.Ordinal), secret.Masked);
        Assert.DoesNotContain("correct horse", $"{Points.Good} {secret}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("farm", "ssid=farm\n", "ssid=farm\n")]
    [InlineData("12", "ssid=12\n", "ssid=12\n")]
    [InlineData("a b_c.d-e", "ssid=a b_c.d-e\n", "ssid=a b_c.d-e\n")]
    [InlineData(" a", "ssid2=2061\n", "ssid=32;97;\n")]
    [InlineData("a ", "ssid2=6120\n", "ssid=97;32;\n")]
    [InlineData("\"q\"", "ssid2=227122\n", "ssid=34;113;34;\n")]
    [InlineData("a;b", "ssid2=613b62\n", "ssid=97;59;98;\n")]
    [InlineData("#a", "ssid2=2361\n", "ssid=35;97;\n")]
    [InlineData("a\\", "ssid2=615c\n", "ssid=97;92;\n")]
    [InlineData("é", "ssid2=c3a9\nutf8_ssid=1\n", "ssid=195;169;\n")]
    public void Ssid_PlainOrNot_IsWrittenAsEachProgramReadsIt(string ssid, string hostapd, string keyfile)
    {
        var point = Points.Good with { Ssid = ssid };
        Assert.Contains($"\n{hostapd}", Points.Text(point, WifiProfile.Hostapd, Hostapd), StringComparison.Ordinal);
        Assert.Contains($"\n{keyfile}", Points.Text(point, WifiProfile.NetworkManager, Connection), StringComparison.Ordinal);
    }

    [Fact]
    public void Passphrase_Backslash_IsDoubledInTheKeyfileAlone()
    {
        var point = Points.Good with { Passphrase = @"a\b;c#""d =e\s" };
        Assert.EndsWith(
            "\nwpa_passphrase=a\\b;c#\"d =e\\s\n", Points.Text(point, WifiProfile.Hostapd, Hostapd), StringComparison.Ordinal);
        Assert.Contains(
            "\npsk=a\\\\b;c#\"d =e\\\\s\n", Points.Text(point, WifiProfile.NetworkManager, Connection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WifiSecurity.Wpa2, null, "wpa_key_mgmt=WPA-PSK\nrsn_pairwise=CCMP\nieee80211w=0\nwpa_")]
    [InlineData(
        WifiSecurity.Wpa2, FrameProtection.Optional, "wpa_key_mgmt=WPA-PSK\nrsn_pairwise=CCMP\nieee80211w=1\nwpa_")]
    [InlineData(WifiSecurity.Wpa3, null, "wpa_key_mgmt=SAE\nrsn_pairwise=CCMP\nieee80211w=2\nsae_require_mfp=1\nwpa_")]
    [InlineData(
        WifiSecurity.Transition, null,
        "wpa_key_mgmt=WPA-PSK SAE\nrsn_pairwise=CCMP\nieee80211w=1\nsae_require_mfp=1\nwpa_")]
    public void Hostapd_EachSecurity_HasItsSuitesAndProtection(
        WifiSecurity security, FrameProtection? protection, string expected)
    {
        var point = Points.Good with { Security = security, Protection = protection };
        Assert.Contains(expected, Points.Text(point, WifiProfile.Hostapd, Hostapd), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WifiSecurity.Wpa2, null, "wpa-psk", 1)]
    [InlineData(WifiSecurity.Wpa2, FrameProtection.Off, "wpa-psk", 1)]
    [InlineData(WifiSecurity.Wpa3, null, "sae", 3)]
    public void Connection_EachSecurity_HasItsSuitesAndProtectionAndNoWps(
        WifiSecurity security, FrameProtection? protection, string suite, int pmf)
    {
        var point = Points.Good with { Security = security, Protection = protection };
        Assert.Contains(
            $"[wifi-security]\nkey-mgmt={suite}\nproto=rsn;\npairwise=ccmp;\ngroup=ccmp;\npmf={pmf}\nwps-method=1\npsk=",
            Points.Text(point, WifiProfile.NetworkManager, Connection), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_Several_AllLeadToTheSite() => Assert.Contains(
        "\nhost-record=mqtt.com,10.1.0.1\naddress=/mqtt.com/10.1.0.1\nlocal=/mqtt.com/\n"
            + "host-record=farm,10.1.0.1\naddress=/farm/10.1.0.1\nlocal=/farm/\n# Any other",
        Points.Text(
            Points.Good with { Address = "10.1.0.1/25", Names = ["mqtt.com", "farm"] }, WifiProfile.Hostapd,
            "/etc/dnsmasq.d/farlink.conf"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(43_200, "12h")]
    [InlineData(5_400, "90m")]
    [InlineData(121, "121")]
    public void Lease_AnyLength_IsInTheLargestUnit(int seconds, string expected) => Assert.Contains(
        $"\ndhcp-range=set:farlink,10.1.0.2,10.1.0.126,255.255.255.128,{expected}\n",
        Points.Text(
            Points.Good with { Address = "10.1.0.1/25", Lease = TimeSpan.FromSeconds(seconds) }, WifiProfile.Hostapd,
            "/etc/dnsmasq.d/farlink.conf"),
        StringComparison.Ordinal);

    [Fact]
    public void BrokerPorts_SeveralAndTwice_AreInTheRulesOnce() => Assert.Contains(
        "tcp dport { 53, 8883, 1883 } accept",
        Points.Text(Points.Good with { BrokerPorts = [8883, 1883, 8883] }, WifiProfile.Hostapd, "/etc/farlink/wifi.nft"),
        StringComparison.Ordinal);

    /// <summary>As systemd-escape --path has it.</summary>
    [Fact]
    public void Interface_WithHyphen_IsEscapedInTheUnitsName()
    {
        var text = Points.Text(
            Points.Good with { Interface = "a_b.c-d" }, WifiProfile.Hostapd, "/etc/systemd/system/farlink-ap-address.service");
        Assert.Contains("\nBindsTo=sys-subsystem-net-devices-a_b.c\\x2dd.device\n", text, StringComparison.Ordinal);
        Assert.Contains("dev a_b.c-d\n", text, StringComparison.Ordinal);
    }

    /// <summary>The profile alone does not come up, and the unit that brings it up does not without the rules.</summary>
    [Fact]
    public void Connection_WithoutItsRules_IsBroughtUpByNobody()
    {
        var point = Points.Good with { Interface = "wlan-1" };
        var profile = Points.Text(point, WifiProfile.NetworkManager, Connection);
        Assert.Contains("\nautoconnect=false\n", profile, StringComparison.Ordinal);
        var uuid = profile.Split('\n').Single(line => line.StartsWith("uuid=", StringComparison.Ordinal))["uuid=".Length..];
        var unit = Points.Text(point, WifiProfile.NetworkManager, "/etc/systemd/system/farlink-ap.service");
        const string needs =
            "farlink-wifi-firewall.service NetworkManager.service sys-subsystem-net-devices-wlan\\x2d1.device\n";
        Assert.Contains($"\nBindsTo={needs}After={needs}", unit, StringComparison.Ordinal);
        Assert.Contains($"\nExecStartPre=nmcli --wait 60 connection up uuid {uuid}\n", unit, StringComparison.Ordinal);
        Assert.Contains($"\nExecStopPost=-nmcli --wait 10 connection down uuid {uuid}\n", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_AnotherNetwork_HasAnotherUuidOfVersion8()
    {
        var farm = Uuid(Points.Good);
        Assert.Equal(farm, Uuid(Points.Good with { Passphrase = "another one", Channel = 1 }));
        Assert.NotEqual(farm, Uuid(Points.Good with { Ssid = "barn" }));
        Assert.NotEqual(farm, Uuid(Points.Good with { Interface = "wlan1" }));
        Assert.Equal('8', farm[14]);

        static string Uuid(AccessPoint point)
        {
            var line = Points.Text(point, WifiProfile.NetworkManager, Connection).Split('\n')
                .Single(line => line.StartsWith("uuid=", StringComparison.Ordinal));
            return line["uuid=".Length..];
        }
    }

    [Fact]
    public void UsualProfile_NetworkManagerRuns_IsNetworkManager()
    {
        using var folder = new TempFolder();
        Assert.Equal(WifiProfile.Hostapd, WifiFiles.UsualProfile(new HostRoot(folder.Path)));
        Directory.CreateDirectory(folder.File("run/NetworkManager"));
        Assert.Equal(WifiProfile.NetworkManager, WifiFiles.UsualProfile(new HostRoot(folder.Path)));
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
