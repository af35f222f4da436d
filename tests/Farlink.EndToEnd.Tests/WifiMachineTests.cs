namespace Farlink.EndToEnd.Tests;

/// <summary>
/// The air: the real hostapd with the files of <c>farlink wifi</c>, in a virtual machine with simulated radios, and the real
/// wpa_supplicant. The broker and the device are on this host, with WPA2 between them.
/// </summary>
[Collection(nameof(WifiMachineAlone))]
public sealed class WifiMachineTests(WifiMachineTests.OneMachine one) : IClassFixture<WifiMachineTests.OneMachine>
{
    [Fact]
    public void Hostapd_OurFiles_StartsAndTakesTheRules()
    {
        Assert.Equal("ok fr-6", one.Machine.Line("fr-6"));
        Assert.Equal("ok rules", one.Machine.Line("rules"));
    }

    [Fact]
    public void Join_RightKey_IsWpa2WithCcmpAndGetsALease()
    {
        var joined = one.Machine.Line("right-key");
        Assert.StartsWith("ok ", joined, StringComparison.Ordinal);
        Assert.Contains("key_mgmt=WPA2-PSK", joined, StringComparison.Ordinal);
        Assert.Contains("pairwise_cipher=CCMP", joined, StringComparison.Ordinal);
        Assert.DoesNotContain("pmf=", joined, StringComparison.Ordinal);
        Assert.StartsWith("ok lease address=192.168.2.", one.Machine.Line("lease"), StringComparison.Ordinal);
    }

    /// <summary>Without ap_isolate they do, which shows that nothing else keeps them apart.</summary>
    [Fact]
    public void Stations_OfOneAccessPoint_DoNotReachEachOther()
    {
        Assert.StartsWith("ok near-lease address=192.168.2.", one.Machine.Line("near-lease"), StringComparison.Ordinal);
        string[] checks = ["near", "from-site", "isolated", "not-isolated", "isolated-again"];
        Assert.All(checks, check => Assert.Equal($"ok {check}", one.Machine.Line(check)));
    }

    [Fact]
    public void Join_WrongKey_IsRefused() => Assert.Equal("ok wrong-key refused", one.Machine.Line("wrong-key"));

    [Fact]
    public void Join_Sae_HasProtectedManagementFrames()
    {
        var joined = one.Machine.Line("sae");
        Assert.StartsWith("ok ", joined, StringComparison.Ordinal);
        Assert.Contains("key_mgmt=SAE", joined, StringComparison.Ordinal);
        Assert.Contains("pmf=2", joined, StringComparison.Ordinal);
    }

    /// <summary>Our own check and the kernel's rules for countries see it the same way.</summary>
    [Fact]
    public async Task Channel13_InTheUsAndInFrance_IsRefusedAndAllowed()
    {
        Assert.Equal("ok us-13 refused", one.Machine.Line("us-13"));
        Assert.Equal("ok fr-13", one.Machine.Line("fr-13"));
        var output = await Workshop.DoAsync(
            2, "wifi", "--profile", "hostapd", "--ssid", "farlink", "--passphrase", WifiScript.Passphrase,
            "--country", "US", "--channel", "13", "--output", one.Shop.File("refused"));
        Assert.Contains("--channel: ", output, StringComparison.Ordinal);
    }

    /// <summary>Device here, station, air, access point, broker here. The guest's station asks for the name.</summary>
    [Fact]
    public async Task Device_OverTheAirByTheNameOfTheSite_IsAcknowledged()
    {
        await using var device = RunningProcess.Farlink(
        [
            "device", "--host", "127.0.0.1", "--port", $"{one.Machine.Port}", "--tls-name", "mqtt.com",
            .. one.Shop.Credentials(), "-u", "esp8266", "-P", "secret", "--count", "2", "--interval", "100ms",
        ]);
        Assert.Equal(0, await device.WaitForExitAsync());
        Assert.Contains("/esp8266 Good job! You are connected 2 times", device.Lines);
    }

    /// <summary>One machine for all questions.</summary>
    public sealed class OneMachine : IAsyncLifetime
    {
        internal Workshop Shop { get; private set; } = null!;

        internal WifiMachine Machine { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Shop = await Workshop.CreateAsync();
            await Shop.EtherAsync();
            await Shop.NativeSiteAsync();
            await WifiScript.WriteFilesAsync(Shop.File("machine/files/wpa2"), "hostapd", "farlink", 6, "wpa2");
            await WifiScript.WriteFilesAsync(Shop.File("machine/files/wpa3"), "hostapd", "farlink-sae", 13, "wpa3");
            Machine = await WifiMachine.StartAsync(Shop, "hostapd", new Dictionary<string, string>
            {
                ["RADIOS"] = "6",
                ["BROKER_PORT"] = $"{Shop.SitePort}",
                ["WPA2_SSID"] = "farlink",
                ["WPA3_SSID"] = "farlink-sae",
                ["PASSPHRASE"] = WifiScript.Passphrase,
            });
            await Machine.WaitAsync();
        }

        public ValueTask DisposeAsync() => Shop.DisposeAsync();
    }
}
