using System.Globalization;
using System.Text.RegularExpressions;
using Farlink.EndToEnd.Tests;

namespace Farlink.Slow;

/// <summary>
/// The other profile of <c>farlink wifi</c>: the real NetworkManager in the virtual machine with simulated radios.
/// </summary>
[Collection(nameof(WifiMachineAlone))]
public sealed class NetworkManagerTests
{
    [Fact]
    public async Task NetworkManager_OurProfileAndRules_ServesItsStationsAndRoutesThemNowhere()
    {
        await using var shop = await Workshop.CreateAsync();
        await shop.EtherAsync();
        await WifiScript.WriteFilesAsync(shop.File("machine/files/wifi"), "networkmanager", "farlink", 6, "wpa2");
        var machine = await WifiMachine.StartAsync(
            shop,
            "networkmanager",
            new Dictionary<string, string>
            {
                ["RADIOS"] = "2",
                ["HOST_PORT"] = $"{shop.EtherPort}",
                ["WPA2_SSID"] = "farlink",
                ["PASSPHRASE"] = WifiScript.Passphrase,
            },
            await ArchiveAsync());
        await machine.WaitAsync();

        Assert.StartsWith("ok active", machine.Line("active"), StringComparison.Ordinal);
        Assert.Contains("channel 6 ", machine.Line("active"), StringComparison.Ordinal);
        Assert.Contains("key_mgmt=WPA2-PSK", machine.Line("right-key"), StringComparison.Ordinal);
        var offers = machine.Line("offers");
        Assert.Contains("[WPA2-PSK", offers, StringComparison.Ordinal);
        Assert.DoesNotContain("SAE", offers, StringComparison.Ordinal);
        Assert.DoesNotContain("WPS", offers, StringComparison.Ordinal);
        string[] checks =
        [
            "not-alone", "unit-up", "before-port", "before-forward", "rules", "port", "forward", "broker-port", "name",
            "other-name", "unit-stays", "unit-ends",
        ];
        Assert.All(checks, check => Assert.Equal($"ok {check}", machine.Line(check)));
        const string Site = @"192\.168\.2\.1";
        var lease = Regex.Match(
            machine.Line("lease"), $@"^ok lease address=192\.168\.2\.(\d+)/24 router={Site} dns={Site} ntp={Site} ");
        Assert.True(lease.Success, machine.Line("lease"));
        Assert.InRange(int.Parse(lease.Groups[1].Value, CultureInfo.InvariantCulture), 10, 254);
    }

    private static async Task<string> ArchiveAsync()
    {
        await using var script = WifiScript.Start("networkmanager-files.sh", [], WifiScript.Cache);
        var code = await script.WaitForExitAsync();
        Assert.True(code == 0, script.Output);
        return script.Lines.Single(line => line.EndsWith(".cpio", StringComparison.Ordinal));
    }
}
