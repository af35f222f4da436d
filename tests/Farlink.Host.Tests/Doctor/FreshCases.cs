using Farlink.Host.Doctor;

namespace Farlink.Host.Tests.Doctor;

/// <summary>What radio and programs can lack before there is an access point: warnings, since a base needs none.</summary>
internal static class FreshCases
{
    private const string Install = "sudo apt-get install --no-install-recommends ";

    public static IReadOnlyList<Case> All { get; } =
    [
        new("wifi.programs", "nft is missing", Verdict.Warn, "nothing keeps devices from other networks", $"{Install}nftables",
            host => host.Uninstall("nft")),
        new("wifi.programs", "some are missing", Verdict.Warn, "not installed: dnsmasq-base, chrony",
            $"{Install}dnsmasq-base chrony", host => host.Uninstall("dnsmasq").Uninstall("chronyd")) { IsFresh = true },
        new("wifi.programs", "NetworkManager does not run", Verdict.Warn, "not installed: hostapd, dnsmasq",
            $"{Install}hostapd dnsmasq", host => host.Remove("/run/NetworkManager")) { IsFresh = true },
        new("wifi.interface", "it is not there", Verdict.Warn, "there is no wlan0", "dmesg",
            host => host.Remove("/sys/class/net/wlan0")) { IsFresh = true },
        new("wifi.rfkill", "soft block", Verdict.Warn, "soft block", "do_wifi_country COUNTRY && sudo rfkill unblock wlan",
            host => host.File("/sys/class/rfkill/rfkill0/soft", "1\n")) { IsFresh = true },
        new("wifi.country", "none is set", Verdict.Warn, "no country is set", "raspi-config nonint do_wifi_country COUNTRY",
            host => host.Program("iw", "reg get", "global\ncountry 00: DFS-UNSET\n")) { IsFresh = true },
        new("wifi.mode", "the radio cannot", Verdict.Warn, "no access point", "another WiFi adapter",
            host => host.Program("iw", "phy", FakeHost.Recorded("iw-phy.txt").Replace(
                "\t\t * AP\n", "", StringComparison.Ordinal))) { IsFresh = true },
        new("wifi.station", "it is a client", Verdict.Warn, "wlan0 is a client of HOME: an access point on it ends that",
            "use Ethernet or a second adapter before: sudo farlink wifi",
            host => host.Program("iw", "dev", "phy#0\n\tInterface wlan0\n\t\tssid HOME\n\t\ttype managed\n"))
        {
            IsFresh = true,
        },
    ];
}
