using Farlink.Host.Wifi;

namespace Farlink.Host.Tests.Wifi;

/// <summary>What the programs themselves say to the files, and that they say so of broken ones.</summary>
public sealed class RealProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Ssids => ["farm", "ferme; du père #1", " \"q\\ "];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WifiProfile.Hostapd, "/etc/dnsmasq.d/farlink.conf")]
    [InlineData(WifiProfile.NetworkManager, "/etc/NetworkManager/dnsmasq-shared.d/farlink.conf")]
    public async Task Dnsmasq_Test_TakesTheFile(WifiProfile profile, string path)
    {
        var text = Points.Text(Points.Good with { Names = ["mqtt.com", "farm"] }, profile, path);
        var (code, output) = await DnsmasqAsync(text);
        Assert.True(code == 0, output);
        (code, output) = await DnsmasqAsync($"{text}dhcp-option=option:nonsense,1.2.3.4\n");
        Assert.True(code != 0, output);
    }

    [Theory]
    [MemberData(nameof(Ssids))]
    public async Task Hostapd_Wpa2_TakesTheFile(string ssid) => await HostapdTakesAsync(Points.Good with { Ssid = ssid });

    [Theory]
    [InlineData(WifiSecurity.Wpa3)]
    [InlineData(WifiSecurity.Transition)]
    public async Task Hostapd_Sae_TakesTheFile(WifiSecurity security) =>
        await HostapdTakesAsync(Points.Good with { Security = security, Passphrase = "a\\b;c#\"d =e\\s" });

    [Fact]
    public async Task Hostapd_UnknownKey_IsFound()
    {
        var said = await HostapdAsync(
            HostapdText(Points.Good).Replace("channel=", "chanel=", StringComparison.Ordinal));
        Assert.Contains("1 errors found in configuration file", said, StringComparison.Ordinal);
    }

    /// <summary>In namespaces of its own, where it may even if we are not root; -c changes nothing.</summary>
    [Fact]
    public async Task Nft_Check_TakesTheRules()
    {
        var point = Points.Good with { Interface = "wlx-0_1.2", BrokerPorts = [8883, 1883] };
        var text = Points.Text(point, WifiProfile.Hostapd, "/etc/farlink/wifi.nft");
        var (code, output) = await NftAsync(text);
        Assert.True(code == 0, output);
        (code, output) = await NftAsync(text.Replace("accept", "acept", StringComparison.Ordinal));
        Assert.True(code != 0, output);
    }

    private static string HostapdText(AccessPoint point) =>
        Points.Text(point, WifiProfile.Hostapd, "/etc/hostapd/hostapd.conf");

    private async Task HostapdTakesAsync(AccessPoint point)
    {
        var said = await HostapdAsync(HostapdText(point));
        Assert.DoesNotContain("errors found", said, StringComparison.Ordinal);
        Assert.Contains("UNINITIALIZED->", said, StringComparison.Ordinal);
    }

    /// <summary>Without a radio: a good file is one with which it comes as far as looking for one.</summary>
    private async Task<string> HostapdAsync(string text)
    {
        Assert.Contains("\ndriver=nl80211\nctrl_interface=/run/hostapd\n", text, StringComparison.Ordinal);
        var file = _folder.File("hostapd.conf");
        await File.WriteAllTextAsync(file, text
            .Replace("driver=nl80211", "driver=none", StringComparison.Ordinal)
            .Replace("/run/hostapd", _folder.File("control"), StringComparison.Ordinal));
        return await Tool.RunUntilAsync("UNINITIALIZED->", "hostapd", file);
    }

    private async Task<(int Code, string Output)> DnsmasqAsync(string text)
    {
        var file = _folder.File("dnsmasq.conf");
        await File.WriteAllTextAsync(file, text);
        return await Tool.RunAsync("dnsmasq", "--test", $"--conf-file={file}");
    }

    private async Task<(int Code, string Output)> NftAsync(string text)
    {
        var file = _folder.File("wifi.nft");
        await File.WriteAllTextAsync(file, text);
        return await Tool.RunAsync("unshare", "--user", "--map-root-user", "--net", "nft", "--check", "--file", file);
    }
}
