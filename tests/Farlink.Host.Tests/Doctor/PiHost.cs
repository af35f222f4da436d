using System.Net;
using Farlink.Host.Doctor;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Host.Tests.Doctor;

/// <summary>
/// A site in good order: a Raspberry Pi 4 with Bookworm, the Dragino HAT, a secure element, and an access point by
/// NetworkManager or by hostapd. Tests take something away from it.
/// </summary>
internal static class PiHost
{
    public const string Config = "/etc/farlink/farlink.toml";
    public const string Store = "/var/lib/farlink/farlink.db";
    public const string BootConfig = "/boot/firmware/config.txt";
    public const string Hostapd = "/etc/hostapd/hostapd.conf";
    public const string SharedFile = "/etc/NetworkManager/dnsmasq-shared.d/farlink.conf";
    public const string DnsmasqFile = "/etc/dnsmasq.d/farlink.conf";
    public const string Profile = "/etc/NetworkManager/system-connections/mqtt-ap.nmconnection";
    public const string ClockSocket = "/run/chrony.farlink.sock";
    public const string DnsmasqProcess = "/proc/812/cmdline";
    public const string ShowProfile =
        "-t -f connection.interface-name,802-11-wireless.mode,802-11-wireless.ssid,802-11-wireless.channel,"
        + "802-11-wireless-security.key-mgmt,802-11-wireless-security.pmf,ipv4.addresses connection show mqtt-ap";

    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>When this is looked at.</summary>
    public static readonly DateTimeOffset Made = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What the site's configuration says.</summary>
    public static DoctorSubject Subject { get; } = new()
    {
        ConfigPath = Config,
        IsSite = true,
        Radio = new RadioSubject(RadioKind.Chip, "sx1276:")
        {
            Board = "dragino-lora-gps-hat",
            KernelSelects = false,
            Wires = [new WireSubject("NSS", 25), new WireSubject("NRESET", 17), new WireSubject("DIO0", 4)],
        },
        Band = new BandSubject("EU868", Hertz.FromMegahertz(869.525), new LoRaModulation(), new Dbm(14)),
        Listeners = [new ListenerSubject(new IPEndPoint(IPAddress.Parse("192.168.2.1"), 8883), false)],
        Dashboard = new IPEndPoint(IPAddress.Loopback, 8080),
        Elements = [new ElementSubject(1, 0x60)],
        StorePath = Store,
        ClockSocket = ClockSocket,
        NotBefore = Made,
    };

    /// <summary>With an access point by NetworkManager.</summary>
    public static FakeHost Managed(string address = "192.168.2.1") => Base(address)
        .Program("nmcli", "-t -f RUNNING,VERSION general", "running:1.42.4\n")
        .Program("nmcli", "-t -f NAME,TYPE connection show", "mqtt-ap:802-11-wireless\nWired connection 1:802-3-ethernet\n")
        .Program("nmcli", "-t -f NAME connection show --active", "mqtt-ap\nWired connection 1\n")
        .Program("nmcli", "-t -f DEVICE,TYPE,STATE,CONNECTION device",
            "eth0:ethernet:connected:Wired connection 1\nwlan0:wifi:connected:mqtt-ap\np2p-dev-wlan0:wifi-p2p:disconnected:\n"
            + "lo:loopback:unmanaged:\n")
        .Program("nmcli", ShowProfile, Details(address))
        .File("/var/lib/NetworkManager/dnsmasq-wlan0.leases", "1764160000 5c:cf:7f:01:02:03 192.168.2.104 esp8266 *\n")
        .File(Profile, "[wifi-security]\npsk=correct horse\n", OwnerOnly)
        .File(SharedFile, $"host-record=mqtt.com,{address}\nlocal=/mqtt.com/\ndhcp-option=option:ntp-server,{address}\n")
        .File(DnsmasqProcess,
            "/usr/sbin/dnsmasq\0--conf-file=/dev/null\0--no-hosts\0--keep-in-foreground\0--bind-interfaces\0"
            + $"--except-interface=lo\0--clear-on-reload\0--strict-order\0--listen-address={address}\0"
            + "--dhcp-range=192.168.2.10,192.168.2.254,60m\0"
            + "--dhcp-leasefile=/var/lib/NetworkManager/dnsmasq-wlan0.leases\0--pid-file=/run/nm-dnsmasq-wlan0.pid\0"
            + "--conf-dir=/etc/NetworkManager/dnsmasq-shared.d\0")
        .File("/proc/net/udp", Udp(address));

    /// <summary>Without an access point, as a card is that was just written.</summary>
    public static FakeHost Fresh() => Managed().Folder("/run/NetworkManager")
        .Program("nmcli", "-t -f NAME,TYPE connection show", "Wired connection 1:802-3-ethernet\n");

    /// <summary>With an access point by hostapd and dnsmasq.</summary>
    public static FakeHost ByHostapd(string address = "192.168.2.1") => Base(address)
        .Program("nmcli", "-t -f NAME,TYPE connection show", "Wired connection 1:802-3-ethernet\n")
        .Program("nmcli", "-t -f DEVICE,TYPE,STATE,CONNECTION device",
            "eth0:ethernet:connected:Wired connection 1\nwlan0:wifi:unmanaged:\n")
        .Program("systemctl", "is-active hostapd", "active\n")
        .Program("systemctl", "is-enabled hostapd", "enabled\n")
        .Write("hostapd", "#!/bin/sh\nexec sleep 30\n").File("/usr/lib/systemd/system/dnsmasq.service", "")
        .File(Hostapd,
            "interface=wlan0\ndriver=nl80211\nssid=MQTT-AP\ncountry_code=FR\nhw_mode=g\nchannel=6\nwpa=2\nwpa_key_mgmt=WPA-PSK\n"
            + "rsn_pairwise=CCMP\nieee80211w=0\nwpa_passphrase=correct horse\n", OwnerOnly)
        .File(DnsmasqFile,
            $"interface=wlan0\nhost-record=mqtt.com,{address}\nlocal=/mqtt.com/\n"
            + "dhcp-range=192.168.2.10,192.168.2.200,255.255.255.0,12h\ndhcp-option=42,192.168.2.1\n")
        .File("/var/lib/misc/dnsmasq.leases", "1764160000 5c:cf:7f:01:02:03 192.168.2.104 esp8266 *\n")
        .File("/proc/net/udp", Udp(address));

    /// <summary>What nmcli says of the profile.</summary>
    public static string Details(
        string address = "192.168.2.1", string channel = "6", string keys = "wpa-psk", string protection = "1 (disable)") =>
        "connection.interface-name:wlan0\n802-11-wireless.mode:ap\n802-11-wireless.ssid:MQTT-AP\n"
        + $"802-11-wireless.channel:{channel}\n802-11-wireless-security.key-mgmt:{keys}\n"
        + $"802-11-wireless-security.pmf:{protection}\nipv4.addresses:{address}/24\n";

    /// <summary>/proc/net/udp with DHCP, DNS and a time server.</summary>
    public static string Udp(string dns) => ProcNet.Udp(("0.0.0.0", 67, 1001), (dns, 53, 1002), ("0.0.0.0", 123, 1003));

    private static FakeHost Base(string address) => Network(Hardware(new FakeHost()), address)
        .File("/etc/os-release",
            "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n")
        .File("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nfarlink:x:999:999::/var/lib/farlink:/usr/sbin/nologin\n")
        .File("/etc/group",
            "root:x:0:\nspi:x:989:farlink\ngpio:x:986:farlink\ni2c:x:988:farlink\ndialout:x:20:farlink\nfarlink:x:999:\n")
        .File("/proc/self/status",
            "Name:\tfarlink\nUid:\t999\t999\t999\t999\nGid:\t999\t999\t999\t999\nGroups:\t20 986 988 989 \n")
        .File("/proc/meminfo", "MemTotal:        3885396 kB\nMemFree:         2711272 kB\nMemAvailable:    3271684 kB\n")
        .File("/proc/locks", "1: POSIX  ADVISORY  WRITE 611 00:19:1021 0 EOF\n")
        .File("/proc/mounts", "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\ntmpfs /run tmpfs rw,nosuid,nodev,size=777080k 0 0\n")
        .File("/sys/fs/ext4/mmcblk0p2/errors_count", "0\n")
        .File(Store, "")
        .Program("df", "-B1 --output=avail,target *", "       Avail Mounted on\n 22842314752 /\n")
        .Program("stat", "-L -c %a %U %G %i */var/lib/farlink", "700 farlink farlink 393225\n")
        .Program("stat", "-L -c %a %U %G %i *farlink.db", "600 farlink farlink 393226\n")
        .Program("systemctl", "list-units --all --plain --no-legend --no-pager farlink*",
            "farlink-site.service loaded active running Farlink site\n")
        .Program("systemctl", "is-active *", "inactive\n", 3)
        .Program("systemctl", "is-active chrony", "active\n")
        .File(ClockSocket, "")
        .Program("stat", "-L -c %a %U %G %i */run/chrony.farlink.sock", "660 root farlink 1055\n")
        .Program("timedatectl", "show", FakeHost.Recorded("timedatectl.txt"))
        .Program("vcgencmd", "get_throttled", "throttled=0x0\n")
        .Write("raspi-config", "#!/bin/sh\n").Write("wpa_supplicant", "#!/bin/sh\n").Write("chronyd", "#!/bin/sh\n")
        .Write("rfkill", "#!/bin/sh\n")
        .Write("dnsmasq", "#!/bin/sh\necho 'dnsmasq: syntax check OK.' >&2\n");

    private static FakeHost Hardware(FakeHost host) => host
        .File("/proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0")
        .File("/etc/rpi-issue", "Raspberry Pi reference 2024-03-15\n")
        .File(BootConfig, "dtparam=i2c_arm=on\ndtparam=spi=on\ndtparam=audio=on\n[cm4]\notg_mode=1\n[all]\n")
        .File("/dev/spidev0.0", "").File("/dev/spidev0.1", "").File("/dev/gpiochip0", "").File("/dev/gpiochip1", "")
        .File("/dev/i2c-1", "")
        .File("/usr/lib/aarch64-linux-gnu/libgpiod.so.2.2.2", "")
        .Program("stat", "-L -c %a %U %G %i */dev/spidev0.0", "660 root spi 148\n")
        .Program("stat", "-L -c %a %U %G %i */dev/gpiochip0", "660 root gpio 149\n")
        .Program("stat", "-L -c %a %U %G %i */dev/i2c-1", "660 root i2c 150\n")
        .Program("gpiodetect", "", FakeHost.Recorded("gpiodetect-pi4.txt"))
        .Program("gpioinfo", "", FakeHost.Recorded("gpioinfo-1.txt"));

    private static FakeHost Network(FakeHost host, string address) => host
        .Folder("/sys/class/net/wlan0/wireless").Folder("/sys/class/net/eth0")
        .File("/sys/class/net/wlan0/phy80211/name", "phy0\n")
        .Link("/sys/class/net/wlan0/device/driver", "../../../../../../../bus/sdio/drivers/brcmfmac")
        .File("/sys/class/rfkill/rfkill0/type", "wlan\n").File("/sys/class/rfkill/rfkill0/soft", "0\n")
        .File("/sys/class/rfkill/rfkill0/hard", "0\n")
        .File("/proc/sys/net/ipv4/ip_forward", "1\n")
        .File("/proc/net/route", ProcNet.Route(("eth0", "00000000", "00000000"), ("eth0", "0001A8C0", "00FFFFFF"),
            ("wlan0", "0002A8C0", "00FFFFFF")))
        .File("/proc/net/tcp", ProcNet.Tcp(("0.0.0.0", 22, 2001)))
        .File("/etc/hosts", $"127.0.0.1\tlocalhost\n127.0.1.1\tbarn\n{address} mqtt.com\n")
        .Program("ip", "-4 -o addr", "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n"
            + "2: eth0    inet 192.168.1.20/24 brd 192.168.1.255 scope global dynamic eth0\\       valid_lft 85915sec\n"
            + $"3: wlan0    inet {address}/24 brd 192.168.2.255 scope global noprefixroute wlan0\\       valid_lft forever\n")
        .Program("iw", "phy", FakeHost.Recorded("iw-phy.txt"))
        .Program("iw", "dev", FakeHost.Recorded("iw-dev.txt"))
        .Program("iw", "reg get", FakeHost.Recorded("iw-reg.txt"))
        .Program("iw", "dev wlan0 station dump", FakeHost.Recorded("iw-station.txt"))
        .Program("iw", "dev wlan0 get power_save", "Power save: off\n")
        .Program("nft", "list ruleset", FakeHost.Recorded("nft-shared.txt"));
}
