using System.Net;
using Farlink.Host.Doctor;

namespace Farlink.Host.Tests.Doctor;

/// <summary>What can be wrong with the access point.</summary>
internal static class WifiCases
{
    private const string Device = "-t -f DEVICE,TYPE,STATE,CONNECTION device";

    public static IReadOnlyList<Case> All { get; } = [.. Set, .. Owned, .. Radio, .. Network, .. Guarded];

    private static IEnumerable<Case> Set =>
    [
        new("wifi.profile", "none is set up", Verdict.Warn, "no access point is set up", "farlink wifi",
            host => host.Program("nmcli", "-t -f NAME,TYPE connection show", "Wired connection 1:802-3-ethernet\n")),
        new("wifi.profile", "none is set up, for two listeners", Verdict.Warn, "no access point is set up",
            "sudo farlink wifi --interface wlan0 --ssid NAME --country COUNTRY --passphrase-file /etc/farlink/wifi.passphrase "
            + "--broker-port 8883 --broker-port 8884 --apply",
            host => host.Program("nmcli", "-t -f NAME,TYPE connection show", "Wired connection 1:802-3-ethernet\n")
                .File("/etc/farlink/wifi.passphrase", "correct horse\n"))
        {
            Change = subject => subject with
            {
                Listeners =
                [
                    .. subject.Listeners, new ListenerSubject(new IPEndPoint(IPAddress.Parse("192.168.2.1"), 8884), false),
                    new ListenerSubject(new IPEndPoint(IPAddress.Loopback, 1883), true),
                ],
            },
        },
        new("wifi.profile", "none is set up, and the country is known", Verdict.Warn, "no access point is set up",
            "--ssid NAME --country FR ",
            host => host.Program("nmcli", "-t -f NAME,TYPE connection show", "Wired connection 1:802-3-ethernet\n"))
        {
            Change = subject => subject with { Band = subject.Band with { Country = "FR" } },
        },
        new("wifi.profile", "it is not up", Verdict.Fail, "MQTT-AP on wlan0, run by NetworkManager: it is not up",
            "nmcli connection up 'mqtt-ap'",
            host => host.Program("nmcli", "-t -f NAME connection show --active", "Wired connection 1\n")),
        new("wifi.profile", "another one than configured", Verdict.Fail, "the configuration says BARN",
            "sudo farlink wifi --interface wlan0 --ssid 'BARN' --country FR --broker-port 8883 --apply",
            Case.Leave)
        {
            Change = subject => subject with { Wifi = new WifiSubject("wlan0", "BARN", "FR") },
        },
        new("wifi.manager", "NetworkManager does not run", Verdict.Fail, "does not run", "enable --now NetworkManager",
            host => host.Program("nmcli", "-t -f RUNNING,VERSION general", "not running:\n")),
        new("wifi.hostapd", "masked", Verdict.Fail, "hostapd is masked: Debian does that", "sudo systemctl unmask hostapd",
            host => host.Program("systemctl", "is-enabled hostapd", "masked\n", 1)) { IsHostapd = true },
        new("wifi.hostapd", "does not run", Verdict.Fail, "hostapd does not run", "enable --now hostapd",
            host => host.Program("systemctl", "is-active hostapd", "failed\n", 3)) { IsHostapd = true },
        new("wifi.hostapd", "not after a restart", Verdict.Warn, "disabled", "enable --now hostapd",
            host => host.Program("systemctl", "is-enabled hostapd", "disabled\n", 1)) { IsHostapd = true },
        new("wifi.syntax", "a key that it does not know", Verdict.Fail, "Line 7: unknown configuration item 'wpa_pass'",
            "sudoedit /etc/hostapd/hostapd.conf",
            host => host.Write("hostapd",
                "#!/bin/sh\ngrep -q '^driver=none' \"$1\" || exit 3\necho \"Line 7: unknown configuration item 'wpa_pass'\"\n"
                + "echo \"1 errors found in configuration file '$1'\"\nexit 1\n")) { IsHostapd = true },
        new("wifi.syntax", "hostapd is not installed", Verdict.Fail, "not installed", "apt install hostapd",
            host => host.Uninstall("hostapd")) { IsHostapd = true },
        new("wifi.files", "others may read the passphrase", Verdict.Fail, PiHost.Hostapd, $"chmod 600 {PiHost.Hostapd}",
            host => host.File(
                PiHost.Hostapd, "interface=wlan0\n", PiHost.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead))
        {
            IsHostapd = true,
        },
        new("wifi.files", "others may read the profile", Verdict.Fail, "mqtt-ap.nmconnection", "chmod 600",
            host => host.File(PiHost.Profile, "psk=x\n", PiHost.OwnerOnly | UnixFileMode.OtherRead)),
    ];

    private static IEnumerable<Case> Owned =>
    [
        new("wifi.owner", "unmanaged", Verdict.Fail, "unmanaged", "nmcli device set wlan0 managed yes",
            host => host.Program("nmcli", Device, "wlan0:wifi:unmanaged:\n")),
        new("wifi.owner", "switched off", Verdict.Fail, "unavailable", "nmcli radio wifi on",
            host => host.Program("nmcli", Device, "wlan0:wifi:unavailable:\n")),
        new("wifi.owner", "in use for another network", Verdict.Fail, "in use for HOME:5G", "nmcli connection up 'mqtt-ap'",
            host => host.Program("nmcli", Device, "wlan0:wifi:connected:HOME\\:5G\n")),
        new("wifi.owner", "hostapd has it too", Verdict.Fail, "hostapd works on wlan0 too", "disable --now hostapd",
            host => host.Program("systemctl", "is-active hostapd", "active\n")),
        new("wifi.owner", "wpa_supplicant has it too", Verdict.Fail, "wpa_supplicant@wlan0 works on wlan0 too",
            "disable --now wpa_supplicant@wlan0",
            host => host.Program("systemctl", "is-active wpa_supplicant@wlan0", "active\n")),
        new("wifi.owner", "dhcpcd has it too", Verdict.Fail, "dhcpcd works on wlan0 too", "disable --now dhcpcd",
            host => host.Program("systemctl", "is-active dhcpcd", "active\n")),
        new("wifi.owner", "NetworkManager has it too", Verdict.Fail, "NetworkManager has wlan0 too", "managed no",
            host => host.Program("nmcli", Device, "wlan0:wifi:disconnected:\n")) { IsHostapd = true },
    ];

    private static IEnumerable<Case> Radio =>
    [
        new("wifi.interface", "it is no WiFi", Verdict.Fail, "wlan0 is no WiFi interface", "iw dev",
            host => host.Remove("/sys/class/net/wlan0/phy80211").Remove("/sys/class/net/wlan0/wireless")),
        new("wifi.interface", "it is not there", Verdict.Fail, "there is no wlan0", "dmesg",
            host => host.Remove("/sys/class/net/wlan0")),
        new("wifi.interface", "it has another name", Verdict.Fail, "WiFi is on wlx00c0ca", "--interface wlx00c0ca",
            host => host.Remove("/sys/class/net/wlan0").Folder("/sys/class/net/wlx00c0ca/phy80211")),
        new("wifi.interface", "an overlay takes it away", Verdict.Fail, "disable-wifi", "sed -i '/^dtoverlay=disable-wifi/d'",
            host => host.Remove("/sys/class/net/wlan0").Line(PiHost.BootConfig, "dtoverlay=disable-wifi")),
        new("wifi.rfkill", "soft block", Verdict.Fail, "soft block", "do_wifi_country COUNTRY && sudo rfkill unblock wlan",
            host => host.File("/sys/class/rfkill/rfkill0/soft", "1\n")),
        new("wifi.rfkill", "hard block", Verdict.Fail, "hard block", "rfkill list",
            host => host.File("/sys/class/rfkill/rfkill0/hard", "1\n")),
        new("wifi.country", "none is set", Verdict.Fail, "no country is set", "raspi-config nonint do_wifi_country",
            host => host.Program("iw", "reg get", FakeHost.Recorded("iw-reg.txt").Replace(
                "country FR: DFS-ETSI", "country 00: DFS-UNSET", StringComparison.Ordinal))),
        new("wifi.country", "another one", Verdict.Fail, "the country in force is GB", "do_wifi_country FR",
            host => host.Program("iw", "reg get", "global\ncountry GB: DFS-ETSI\n")) { IsHostapd = true },
        new("wifi.mode", "the radio cannot", Verdict.Fail, "no access point", "another WiFi adapter",
            host => host.Program("iw", "phy", FakeHost.Recorded("iw-phy.txt").Replace(
                "\t\t * AP\n", "", StringComparison.Ordinal))),
        new("wifi.channel", "no radiation first", Verdict.Fail, "channel 12 may not be used here ((20.0 dBm) (no IR))",
            "802-11-wireless.channel 6",
            host => host.Program("nmcli", PiHost.ShowProfile, PiHost.Details(channel: "12"))),
        new("wifi.channel", "disabled", Verdict.Fail, "channel 14", "s/^channel=.*/channel=6/",
            host => host.Replace(PiHost.Hostapd, "channel=6", "channel=14")) { IsHostapd = true },
        new("wifi.channel", "at 5 GHz", Verdict.Fail, "5 GHz", "802-11-wireless.channel 6",
            host => host.Program("nmcli", PiHost.ShowProfile, PiHost.Details(channel: "36"))),
        new("wifi.protection", "802.11w required of a Pi's radio", Verdict.Fail,
            "brcmfmac cannot keep it up: devices do not stay", "pmf disable",
            host => host.Program("nmcli", PiHost.ShowProfile, PiHost.Details(protection: "3 (required)"))),
        new("wifi.protection", "802.11w offered by default", Verdict.Warn, "802.11w is offered", "pmf disable",
            host => host.Program("nmcli", PiHost.ShowProfile, PiHost.Details(protection: "0 (default)"))),
        new("wifi.protection", "the radio has no cipher for it", Verdict.Fail, "no cipher", "ieee80211w=0",
            host => host.Replace(PiHost.Hostapd, "ieee80211w=0", "ieee80211w=1").Program(
                "iw", "phy", FakeHost.Recorded("iw-phy.txt").Replace(
                    "\t\t* CMAC (00-0f-ac:6)\n", "", StringComparison.Ordinal))) { IsHostapd = true },
        new("wifi.protection", "WPA3 only", Verdict.Warn, "an ESP8266 cannot join", "wpa-psk",
            host => host.Program("nmcli", PiHost.ShowProfile, PiHost.Details(keys: "sae"))),
        new("wifi.protection", "open", Verdict.Fail, "anybody can join", "wpa_key_mgmt=WPA-PSK",
            host => host.Replace(PiHost.Hostapd, "wpa=2\n", "")) { IsHostapd = true },
        new("wifi.powersave", "it sleeps", Verdict.Warn, "power saving is on", "802-11-wireless.powersave 2",
            host => host.Program("iw", "dev wlan0 get power_save", "Power save: on\n")),
        new("wifi.station", "the same radio is a client too", Verdict.Warn, "wlan1 is in the network HOME",
            "device disconnect wlan1", host => host.Program("iw", "dev", FakeHost.Recorded("iw-dev.txt")
                + "\tInterface wlan1\n\t\tifindex 5\n\t\twdev 0x3\n\t\tssid HOME\n\t\ttype managed\n")),
        new("wifi.station", "it is a client", Verdict.Fail, "wlan0 is a client of HOME", "nmcli connection up 'mqtt-ap'",
            host => host.Program("iw", "dev", "phy#0\n\tInterface wlan0\n\t\tssid HOME\n\t\ttype managed\n")),
        new("wifi.clients", "nobody has joined", Verdict.Warn, "no device has joined MQTT-AP", "journalctl -u NetworkManager",
            host => host.Program("iw", "dev wlan0 station dump", "")),
    ];

    private static IEnumerable<Case> Network =>
    [
        new("wifi.address", "another one", Verdict.Fail,
            "wlan0 has 10.42.0.1/24, and should have 192.168.2.1/24", "ipv4.addresses 192.168.2.1/24",
            host => host.Program("ip", "-4 -o addr", "3: wlan0    inet 10.42.0.1/24 brd 10.42.0.255 scope global wlan0\n")),
        new("wifi.address", "none", Verdict.Fail, "no address", "ip addr replace 192.168.2.1/24 dev wlan0",
            host => host.Program("ip", "-4 -o addr", "1: lo    inet 127.0.0.1/8 scope host lo\n")) { IsHostapd = true },
        new("wifi.route", "the cable has the same network", Verdict.Fail,
            "192.168.2.0/24 is on eth0 too: what is meant for devices leaves there", "dev eth0",
            host => host.File("/proc/net/route", ProcNet.Route(
                ("eth0", "0002A8C0", "00FFFFFF"), ("wlan0", "0002A8C0", "00FFFFFF")))),
        new("wifi.hosts", "not there", Verdict.Warn, "the Internet's host of that name", "echo '192.168.2.1 mqtt.com'",
            host => host.File("/etc/hosts", "127.0.0.1\tlocalhost\n")),
        new("wifi.hosts", "another address", Verdict.Fail, "/etc/hosts says that mqtt.com is 10.0.0.5", "sed -i",
            host => host.File("/etc/hosts", "10.0.0.5\tmqtt.com\n")),
    ];

    private static IEnumerable<Case> Guarded =>
    [
        new("wifi.forwarding", "NetworkManager routes devices out", Verdict.Fail, "devices reach your other networks",
            "iifname wlan0 drop", host => host.Program("nft", "list ruleset",
                FakeHost.Recorded("nft-shared.txt").Split("table inet farlink")[0])),
        new("wifi.firewall", "the broker's port is closed", Verdict.Fail, "lets nobody in to tcp port 8884 on wlan0",
            "nft insert rule inet filter input iifname wlan0 tcp dport 8884 accept",
            host => host.Program("nft", "list ruleset", FakeHost.Recorded("nft-closed.txt")))
        {
            Change = subject => subject with
            {
                Listeners = [new ListenerSubject(new IPEndPoint(IPAddress.Parse("192.168.2.1"), 8884), false)],
            },
        },
        new("wifi.firewall", "DHCP is closed", Verdict.Fail, "udp port 67 on wlan0", "udp dport 67 accept",
            host => host.Program("nft", "list ruleset", FakeHost.Recorded("nft-closed.txt").Replace(
                "{ 53, 67 }", "{ 53 }", StringComparison.Ordinal))),
    ];
}
