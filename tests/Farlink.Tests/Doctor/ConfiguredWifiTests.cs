using Farlink.Host.Doctor;
using Farlink.Host.Files;
using Farlink.Host.Wifi;
using Farlink.Setup;
using Applied = Farlink.Host.Wifi.AccessPoint;

namespace Farlink.Tests.Doctor;

/// <summary>The program's own doctor knows which access point this host is to be: the configuration does not say it.</summary>
public sealed class ConfiguredWifiTests(PkiFixture pki) : IClassFixture<PkiFixture>
{
    private const string Hostapd = "/etc/hostapd/hostapd.conf", Other = "interface=wlan0\nssid=other\n";

    private static readonly WifiAnswers Told = new("wlan0", "farm", "correct horse", "FR", 6);

    [Fact]
    public async Task Wifi_AsInitWasTold_IsNamedInTheCureAndCompared()
    {
        await using var bench = new DoctorBench(pki);
        await File.WriteAllBytesAsync(bench[KnownWifi.FileName], KnownWifi.FileOf(bench[""], Told)!.Content);
        var none = await bench.ExamineAsync("wifi.profile");
        Assert.Equal(Verdict.Warn, none.Verdict);
        Assert.Contains("--interface wlan0 --ssid 'farm' --country FR ", none.Cure, StringComparison.Ordinal);

        bench.Host.File(Hostapd, Other);
        var another = await bench.ExamineAsync("wifi.profile");
        Assert.Equal(Verdict.Fail, another.Verdict);
        Assert.Contains(
            "the access point is other on wlan0, and the configuration says farm on wlan0", another.Saw,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wifi_AppliedByFarlinkWifi_CountsMoreThanWhatInitWasTold()
    {
        await using var bench = new DoctorBench(pki);
        await File.WriteAllBytesAsync(bench[KnownWifi.FileName], KnownWifi.FileOf(bench[""], Told)!.Content);
        new WifiSite(new HostRoot(bench.Host.View.Real("/"))).Apply(
            new Applied { Ssid = "barn", Passphrase = "correct horse", Country = "FR" }, WifiProfile.Hostapd);
        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync("wifi.profile")).Verdict);

        bench.Host.File(Hostapd, Other);
        Assert.Contains(
            "the configuration says barn on wlan0", (await bench.ExamineAsync("wifi.profile")).Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wifi_WantedNoMore_IsNotAskedFor()
    {
        await using var bench = new DoctorBench(pki);
        bench.Replace("192.168.2.1:8883", "0.0.0.0:8883");
        await File.WriteAllTextAsync(bench[KnownWifi.FileName], "access_point = false\n");
        Assert.Equal(Verdict.Skip, (await bench.ExamineAsync("wifi.profile")).Verdict);
    }
}
