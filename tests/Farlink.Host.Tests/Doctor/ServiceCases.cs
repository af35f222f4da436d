using System.Net;
using Farlink.Host.Doctor;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Host.Tests.Doctor;

/// <summary>What can be wrong with DHCP, DNS, ports, clock, disk and channel.</summary>
internal static class ServiceCases
{
    public static IReadOnlyList<Case> All { get; } = [.. Dhcp, .. Dns, .. Ports, .. Clock, .. Disk, .. Band];

    private static IEnumerable<Case> Dhcp =>
    [
        new("dhcp.program", "not installed", Verdict.Fail, "not installed", "apt install dnsmasq-base",
            host => host.Uninstall("dnsmasq")),
        new("dhcp.syntax", "an option that there is none of", Verdict.Fail, "bad option at line 3",
            $"sudoedit {PiHost.SharedFile}",
            host => host.Write("dnsmasq", "#!/bin/sh\necho 'dnsmasq: bad option at line 3 of x' >&2\nexit 1\n")),
        new("dhcp.server", "nobody answers", Verdict.Fail, "nobody answers DHCP", "enable --now dnsmasq",
            host => host.File("/proc/net/udp", ProcNet.Udp(("192.168.2.1", 53, 7)))) { IsHostapd = true },
        new("dhcp.server", "two answer", Verdict.Fail, "2 programs answer DHCP", "disable --now dnsmasq",
            host => host.File("/proc/net/udp", ProcNet.Udp(("0.0.0.0", 67, 1), ("0.0.0.0", 67, 2)))),
        new("dhcp.range", "backwards", Verdict.Fail, "ends before it begins", "sudoedit",
            host => host.Replace(PiHost.DnsmasqFile, "192.168.2.10,192.168.2.200", "192.168.2.200,192.168.2.10"))
        {
            IsHostapd = true,
        },
        new("dhcp.range", "in another network", Verdict.Fail, "is not in 192.168.2.0/24", "sudoedit",
            host => host.Replace(PiHost.DnsmasqFile, "192.168.2.10,192.168.2.200", "192.168.3.10,192.168.3.200"))
        {
            IsHostapd = true,
        },
        new("dhcp.range", "with the host's own address", Verdict.Fail, "192.168.2.1 in it", "sudoedit",
            host => host.Replace(PiHost.DnsmasqFile, "192.168.2.10,", "192.168.2.1,")) { IsHostapd = true },
        new("dhcp.range", "NetworkManager's is of another network", Verdict.Fail, "10.42.0.10 to 10.42.0.254 is not in",
            "nmcli connection up 'mqtt-ap'",
            host => host.Replace(PiHost.DnsmasqProcess, "192.168.2.10,192.168.2.254", "10.42.0.10,10.42.0.254")),
        new("dhcp.pool", "all given", Verdict.Fail, "2 of 2 addresses are given", "--range FIRST-LAST",
            host => host.Replace(PiHost.DnsmasqFile, "192.168.2.10,192.168.2.200", "192.168.2.10,192.168.2.11")
                .Line("/var/lib/misc/dnsmasq.leases", "1764160001 5c:cf:7f:01:02:04 192.168.2.11 * *")) { IsHostapd = true },
    ];

    private static IEnumerable<Case> Dns =>
    [
        new("dns.port", "another program has all addresses", Verdict.Fail, "another program has port 53",
            "ss -ulpn 'sport = :53'", host => host.File("/proc/net/udp", ProcNet.Udp(("0.0.0.0", 53, 1), ("0.0.0.0", 67, 2)))),
        new("dns.port", "only systemd-resolved", Verdict.Fail, "nobody listens on 192.168.2.1:53", "systemctl restart dnsmasq",
            host => host.File("/proc/net/udp", ProcNet.Udp(("127.0.0.53", 53, 1)))) { IsHostapd = true },
    ];

    private static IEnumerable<Case> Ports =>
    [
        new("port.address", "no address of this host", Verdict.Fail, "192.168.2.1, which is no address of this host",
            "nmcli connection up 'mqtt-ap'",
            host => host.Program("ip", "-4 -o addr", "1: lo    inet 127.0.0.1/8 scope host lo\n")),
        new("port.address", "no access point yet", Verdict.Fail, "192.168.2.1, which is no address of this host",
            "sudo farlink wifi --interface wlan0 --ssid NAME --country COUNTRY --broker-port 8883 --apply",
            host => host.Program("ip", "-4 -o addr", "1: lo    inet 127.0.0.1/8 scope host lo\n")
                .Program("nmcli", "-t -f NAME,TYPE connection show", "Wired connection 1:802-3-ethernet\n")),
        new("port.listener", "mosquitto has it", Verdict.Fail, "192.168.2.1:8883 is taken by another program",
            "ss -ltnp 'sport = :8883'", host => host.File("/proc/net/tcp", ProcNet.Tcp(("0.0.0.0", 8883, 5)))),
        new("port.listener", "IPv6 too", Verdict.Fail, "is taken by another program", "disable --now mosquitto",
            host => host.File("/proc/net/tcp6",
                "  sl  local_address                         remote_address                        st tx_queue\n"
                + "   0: 00000000000000000000000000000000:22B3 00000000000000000000000000000000:0000 0A 00000000:00000000 "
                + "00:00000000 00000000     0        0 19254 1 0000000000000000 100 0 0 10 0\n")),
        new("port.listener", "the service runs and does not listen", Verdict.Fail, "process 4711", "journalctl",
            host => host.Line("/proc/locks", "2: POSIX  ADVISORY  WRITE 4711 b3:02:393226 1073741824 1073742335")),
        new("port.plain", "plain on another network", Verdict.Warn, "192.168.1.20:1883 has no TLS", "auth = \"password\"",
            Case.Leave)
        {
            Change = subject => subject with
            {
                Listeners = [new ListenerSubject(new IPEndPoint(IPAddress.Parse("192.168.1.20"), 1883), true)],
            },
        },
    ];

    private static IEnumerable<Case> Clock =>
    [
        new("clock.synchronized", "a base without", Verdict.Fail, "nothing keeps the clock right", "timedatectl set-ntp true",
            host => host.Program("timedatectl", "show", "NTP=no\nNTPSynchronized=no\n"))
        {
            Change = subject => subject with { IsSite = false },
        },
        new("clock.synchronized", "a site without", Verdict.Warn, "the base tells the time", "timesync-status",
            host => host.Program("timedatectl", "show", "NTP=yes\nNTPSynchronized=no\n")),
        new("clock.date", "before the program was made", Verdict.Fail, "this program was made on", "timedatectl set-time",
            Case.Leave)
        {
            Change = subject => subject with { NotBefore = DateTimeOffset.UtcNow.AddYears(1) },
        },
        new("clock.date", "long after it", Verdict.Fail, "30 years after", "timedatectl set-time", Case.Leave)
        {
            Change = subject => subject with { NotBefore = DateTimeOffset.UtcNow.AddYears(-31) },
        },
        new("clock.server", "promised and not there", Verdict.Fail, "nobody listens on UDP port 123", "apt install chrony",
            host => host.File("/proc/net/udp", ProcNet.Udp(("0.0.0.0", 67, 1)))),
        new("clock.base", "chrony was not told", Verdict.Warn, "does not listen at /run/chrony.farlink.sock",
            "echo 'refclock SOCK /run/chrony.farlink.sock", host => host.Remove(PiHost.ClockSocket)),
        new("clock.base", "chrony was told, and not started again", Verdict.Warn, "does not listen", "systemctl restart chrony",
            host => host.Remove(PiHost.ClockSocket).File("/etc/chrony/conf.d/farlink.conf", "allow 192.168.2.0/24\n")),
        new("clock.base", "the socket is root's", Verdict.Warn, "farlink may not write", "chgrp farlink",
            host => host.Program("stat", "-L -c %a %U %G %i */run/chrony.farlink.sock", "755 root root 1055\n")),
    ];

    private static IEnumerable<Case> Disk =>
    [
        new("disk.folder", "missing", Verdict.Fail, "/var/lib/farlink is missing",
            "sudo install -d -m 700 -o farlink /var/lib/farlink", host => host.Remove("/var/lib/farlink")),
        new("disk.folder", "somebody else's", Verdict.Fail, "is root's", "sudo chown farlink /var/lib/farlink",
            host => host.Program("stat", "-L -c %a %U %G %i */var/lib/farlink", "700 root root 1\n")),
        new("disk.folder", "files of root in it", Verdict.Fail,
            "/var/lib/farlink/base.key.pem, and 1 more, is not the user farlink's",
            "sudo chown -R farlink: /var/lib/farlink",
            host => host.Program(
                "find", "*", $"{host.View.Real("/var/lib/farlink")}/base.key.pem\n{host.View.Real("/var/lib/farlink")}/x\n")),
        new("disk.folder", "others look in", Verdict.Warn, "mode 755", "sudo chmod 700 /var/lib/farlink",
            host => host.Program("stat", "-L -c %a %U %G %i */var/lib/farlink", "755 farlink farlink 1\n")),
        new("disk.space", "full", Verdict.Fail, "12 MiB are free on /", "sudo apt clean",
            host => host.Program("df", "-B1 --output=avail,target *", "    Avail Mounted on\n 12582912 /\n")),
        new("disk.writable", "read-only", Verdict.Fail, "read-only", "mount -o remount,rw /",
            host => host.File("/proc/mounts", "/dev/mmcblk0p2 / ext4 ro,noatime 0 0\n")),
        new("disk.lasting", "an overlay", Verdict.Fail, "overlay in memory", "do_overlayfs 1",
            host => host.File("/proc/mounts", "overlayroot / overlay rw,relatime,lowerdir=/lower,upperdir=/upper 0 0\n")),
        new("disk.lasting", "in memory", Verdict.Fail, "is in memory (tmpfs): messages are gone", "[link] store",
            host => host.Line("/proc/mounts", "tmpfs /var/lib/farlink tmpfs rw 0 0")),
        new("disk.errors", "three", Verdict.Fail, "3 errors on /dev/mmcblk0p2: the SD card wears out", "farlink backup",
            host => host.File("/sys/fs/ext4/mmcblk0p2/errors_count", "3\n")),
    ];

    private static IEnumerable<Case> Band =>
    [
        new("band.channel", "an unknown region", Verdict.Fail, "region MOON is unknown", "region = one of", Case.Leave)
        {
            Change = subject => subject with { Band = subject.Band with { Region = "MOON" } },
        },
        new("band.channel", "between sub-bands", Verdict.Fail, "is not allowed in EU868", "frequency_mhz = 869.525", Case.Leave)
        {
            Change = subject => subject with { Band = subject.Band with { Frequency = Hertz.FromMegahertz(868.65) } },
        },
        new("band.channel", "across an edge", Verdict.Warn, "across the edge of 865 and g1", "frequency_mhz", Case.Leave)
        {
            Change = subject => subject with { Band = subject.Band with { Frequency = Hertz.FromMegahertz(868) } },
        },
        new("band.power", "too much", Verdict.Warn, "20 dBm is more than g1 allows", "power_dbm = 16", Case.Leave)
        {
            Change = subject => subject with
            {
                Band = subject.Band with { Frequency = Hertz.FromMegahertz(868.1), Power = new Dbm(20) },
            },
        },
        new("band.airtime", "few frames an hour", Verdict.Warn, "of them an hour", "spreading_factor = 10", Case.Leave)
        {
            Change = subject => subject with
            {
                Band = subject.Band with
                {
                    Frequency = Hertz.FromMegahertz(868.1),
                    Modulation = new LoRaModulation { SpreadingFactor = new SpreadingFactor(12), LowDataRateOptimize = true },
                },
            },
        },
        new("band.airtime", "none at all", Verdict.Fail, "none may be sent", "spreading_factor = 10", Case.Leave)
        {
            Change = subject => subject with
            {
                Band = subject.Band with
                {
                    Frequency = Hertz.FromMegahertz(864),
                    Modulation = new LoRaModulation { SpreadingFactor = new SpreadingFactor(12), LowDataRateOptimize = true },
                },
            },
        },
        new("band.country", "another region's", Verdict.Warn, "US915 in FR, where EU868 is usual", "region = \"EU868\"",
            Case.Leave)
        {
            Change = subject => subject with { Band = subject.Band with { Region = "US915" } },
        },
        new("band.country", "another than the configuration names", Verdict.Warn, "EU868 in US, where US915 is usual",
            "region = \"US915\"", Case.Leave)
        {
            Change = subject => subject with { Band = subject.Band with { Country = "US" } },
        },
    ];
}
