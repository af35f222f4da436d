using System.Net;
using Farlink.Host.Inspection;

namespace Farlink.Host.Tests.Inspection;

/// <summary>Texts of other programs and of the kernel.</summary>
public sealed class ParserTests
{
    [Fact]
    public void Wiphy_RecordedOutput_HasModesChannelsAndCiphers()
    {
        var radio = Assert.Single(Wiphy.Parse(FakeHost.Recorded("iw-phy.txt").Split('\n')));
        Assert.Equal("phy0", radio.Name);
        Assert.Equal(["IBSS", "managed", "AP", "P2P-client", "P2P-GO", "P2P-device"], radio.Modes);
        Assert.Equal(Enumerable.Range(1, 14), radio.Channels.Select(channel => channel.Number));
        Assert.Equal([12, 14], radio.Channels.Where(channel => !channel.IsForAccessPoints).Select(channel => channel.Number));
        Assert.True(radio.ProtectsManagement);
    }

    [Theory]
    [InlineData("\t\t\t* 2412.0 MHz [1] (20.0 dBm)", true)]
    [InlineData("\t\t\t* 2412 MHz [1] (disabled)", false)]
    public void Wiphy_FrequencyOfAnyVersion_IsRead(string line, bool expected) => Assert.Equal(
        expected,
        Assert.Single(Wiphy.Parse(["Wiphy phy1", "\t\tFrequencies:", line])[0].Channels).IsForAccessPoints);

    [Fact]
    public void WifiInterface_RecordedOutput_HasKindAndNetwork() => Assert.Equal(
        [new WifiInterface("phy#0", "", "P2P-device", ""), new WifiInterface("phy#0", "wlan0", "AP", "MQTT-AP")],
        WifiInterface.Parse(FakeHost.Recorded("iw-dev.txt").Split('\n')));

    [Fact]
    public void Regulatory_RadioWithItsOwnRules_DoesNotCount() =>
        Assert.Equal("FR", Regulatory.Country(FakeHost.Recorded("iw-reg.txt").Split('\n')));

    [Fact]
    public void GpioInfo_BothVersions_NameTheUsers()
    {
        Assert.Equal(
            new Dictionary<int, string> { [7] = "spi0 CS1", [8] = "spi0 CS0" },
            GpioInfo.Used(FakeHost.Recorded("gpioinfo-1.txt").Split('\n')));
        Assert.Equal(
            new Dictionary<int, string> { [7] = "spi0 CS1", [8] = "spi0 CS0", [17] = "lora" },
            GpioInfo.Used(FakeHost.Recorded("gpioinfo-2.txt").Split('\n')));
    }

    [Fact]
    public void GpioInfo_ChipsOfAPi5_AreNumberedAsPrinted() => Assert.Equal(
        (4, "pinctrl-rp1"), GpioInfo.Chips(FakeHost.Recorded("gpiodetect-pi5.txt").Split('\n'))[^1]);

    [Theory]
    [InlineData(@"a:b", "a|b")]
    [InlineData(@"HOME\:5G:wifi:", "HOME:5G|wifi|")]
    [InlineData(@"back\\slash:x", @"back\slash|x")]
    [InlineData("", "")]
    public void Nmcli_Fields_KeepColonsOfValues(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', Nmcli.Fields(line)));

    [Fact]
    public void SocketTable_KernelsTables_AreReadInThisProcessorsOrder()
    {
        using var host = new FakeHost();
        host.File("/proc/net/tcp",
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
            + "   0: 0102A8C0:22B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1685 1 0 100 0 0 10 0\n"
            + "   1: 020200C0:9CC2 507100CB:0050 06 00000000:00000000 03:0000176D 00000000     0        0 0 3 0\n");
        host.File("/proc/net/tcp6",
            "  sl  local_address                         remote_address                        st tx_queue rx_queue\n"
            + "   0: 0000000000000000FFFF00000100007F:E2C6 00000000000000000000000000000000:0000 0A 00000000:00000000 "
            + "00:00000000 00000000     0        0 77 3 0\n   1: broken\n");
        Assert.Equal(
            [
                new ListeningSocket(IPEndPoint.Parse("192.168.2.1:8883"), 1685),
                new ListeningSocket(IPEndPoint.Parse("127.0.0.1:58054"), 77),
            ],
            SocketTable.Tcp(host.View));
    }

    [Fact]
    public void OverlayLines_SelectsOfSpi0_FollowTheOverlay()
    {
        Assert.Equal([8, 7], OverlayLines.SelectsOfSpi0(Boot("dtparam=spi=on")));
        Assert.Equal([25], OverlayLines.SelectsOfSpi0(Boot("dtoverlay=spi0-1cs,cs0_pin=25")));
        Assert.Equal([8, 24], OverlayLines.SelectsOfSpi0(Boot("dtoverlay=spi0-2cs,cs1_pin=24")));
        Assert.Empty(OverlayLines.SelectsOfSpi0(Boot("dtoverlay=spi0-0cs")));
    }

    [Fact]
    public void NftRules_ChainsAndJumps_AreFollowed()
    {
        var chains = NftRules.Parse(
        [
            "table inet filter {", "\tchain input {", "\t\ttype filter hook input priority 0; policy drop;", "\t\tjump wifi",
            "\t}", "\tchain wifi {", "\t\tiifname \"wlan0\" tcp dport secure-mqtt accept", "\t\tiifname \"eth0\" accept",
            "\t}", "}",
        ]);
        Assert.True(NftRules.LetsIn(chains[0], chains, "wlan0", "tcp", 8883));
        Assert.False(NftRules.LetsIn(chains[0], chains, "wlan0", "udp", 8883));
        Assert.False(NftRules.LetsIn(chains[0], chains, "wlan0", "tcp", 1883));
        Assert.True(NftRules.LetsIn(chains[0], chains, "eth0", "udp", 53));
    }

    /// <summary>The rules of <c>farlink wifi</c>: open by policy, with a drop at the end.</summary>
    [Fact]
    public void NftRules_DropAtTheEnd_ClosesTheChain()
    {
        var chains = NftRules.Parse(FakeHost.Recorded("nft-wifi.txt").Split('\n'));
        Assert.True(NftRules.IsClosed(chains[0], "wlan0"));
        Assert.True(NftRules.LetsIn(chains[0], chains, "wlan0", "udp", 67));
        Assert.True(NftRules.LetsIn(chains[0], chains, "wlan0", "tcp", 8883));
        Assert.False(NftRules.LetsIn(chains[0], chains, "wlan0", "tcp", 22));
        Assert.True(NftRules.LetsIn(chains[0], chains, "eth0", "tcp", 22));
        Assert.True(NftRules.IsClosed(chains[1], "wlan0"));
        Assert.False(NftRules.IsClosed(chains[1], "eth0"));
    }

    [Theory]
    [InlineData("counter packets 5 bytes 300 drop", true)]
    [InlineData("iifname \"wlan0\" reject with icmpx admin-prohibited", true)]
    [InlineData("iifname \"wlan0\" oifname \"eth0\" drop", false)]
    [InlineData("log prefix \"reject: \"", false)]
    [InlineData("iifname != \"wlan0\" drop", false)]
    public void NftRules_Refusal_CountsIfItIsOfAllThatComes(string rule, bool expected)
    {
        var chain = new NftChain("inet t", "c", ["type filter hook input priority 0; policy accept;", rule]);
        Assert.Equal(expected, NftRules.IsClosed(chain, "wlan0"));
    }

    [Fact]
    public void NftRules_ChainThatJumpsToItself_Ends()
    {
        var chains = NftRules.Parse(["table ip t {", "chain a {", "jump a", "}", "}"]);
        Assert.False(NftRules.LetsIn(chains[0], chains, "wlan0", "tcp", 1));
    }

    /// <summary>Any octets may come from the network: no answer, but no exception either.</summary>
    [Fact]
    public void DnsAnswer_CutOffAnywhere_IsNoAnswer()
    {
        byte[] whole =
        [
            0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 4, (byte)'m', (byte)'q', (byte)'t', (byte)'t', 0, 0, 1, 0, 1,
            0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 168, 2, 1,
        ];
        Assert.Equal([IPAddress.Parse("192.168.2.1")], DnsAnswer.Parse(whole, 0x1234)!.Addresses);
        for (var length = 0; length < whole.Length; length++) Assert.Null(DnsAnswer.Parse(whole.AsSpan(0, length), 0x1234));
        Assert.Null(DnsAnswer.Parse(whole, 0x1235));
    }

    [Fact]
    public async Task RunningService_WithoutALock_IsFoundByItsCommandLine()
    {
        using var host = new FakeHost();
        host.File("/proc/12/cmdline", "farlink\0site\0-c\0/etc/farlink/other.toml\0")
            .File("/proc/34/cmdline", "/usr/bin/farlink\0site\0-c\0farlink.toml\0").Link("/proc/34/cwd", "/etc/farlink")
            .File("/proc/56/cmdline", "farlink\0doctor\0-c\0/etc/farlink/farlink.toml\0");
        Assert.Equal(34, await RunningService.FindAsync(host.View, "/none.db", "/etc/farlink/farlink.toml", default));
        Assert.Equal(12, await RunningService.FindAsync(host.View, "/none.db", "/etc/farlink/other.toml", default));
        Assert.Null(await RunningService.FindAsync(host.View, "/none.db", "/home/pi/farlink.toml", default));
    }

    private static BootConfig Boot(string line)
    {
        using var host = new FakeHost();
        host.File("/boot/firmware/config.txt", line + "\n");
        return BootConfig.Read(host.View)!;
    }
}
