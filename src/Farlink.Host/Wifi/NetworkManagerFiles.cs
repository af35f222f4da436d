using System.Globalization;
using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>The profile of NetworkManager, 1.42 (Debian 12) and later.</summary>
internal static class NetworkManagerFiles
{
    /// <summary>The unit that brings the connection up, and nothing else does.</summary>
    public const string PointUnit = "farlink-ap.service";

    /// <summary>The files that both profiles have come before these.</summary>
    public static IEnumerable<HostFile> Make(CheckedAccessPoint cell) =>
    [
        ConfText.File("/etc/modprobe.d/farlink.conf", Country(cell)),
        ConfText.File("/etc/NetworkManager/dnsmasq-shared.d/farlink.conf", DnsmasqText.Shared(cell)),
        ConfText.SecretFile(
            "/etc/NetworkManager/system-connections/farlink.nmconnection", passphrase => Connection(cell, passphrase),
            cell.Point.Passphrase),
        ConfText.File($"/etc/systemd/system/{PointUnit}", Unit(cell)),
    ];

    /// <summary>A connection of NetworkManager has no country: the kernel is told, each time it starts.</summary>
    private static string Country(CheckedAccessPoint cell) => $"options cfg80211 ieee80211_regdom={cell.Point.Country}";

    private static string Connection(CheckedAccessPoint cell, string passphrase) => $"""
        [connection]
        id=farlink
        uuid={ConnectionId.Of(cell.Point)}
        type=wifi
        interface-name={cell.Point.Interface}
        # NetworkManager knows nothing of the rules; the unit that brings this up does.
        autoconnect=false

        [wifi]
        mode=ap
        ssid={SsidText.Keyfile(cell.Point.Ssid)}
        band=bg
        channel={cell.Point.Channel.ToString(CultureInfo.InvariantCulture)}
        ap-isolation=1
        powersave=2

        [wifi-security]
        {Security(cell.Point)}
        psk={Escape(passphrase)}

        [ipv4]
        method=shared
        address1={cell.Subnet}
        # NetworkManager 1.42 does not know these two: it leases from the tenth address to the last, for an hour.
        shared-dhcp-range={cell.First},{cell.Last}
        shared-dhcp-lease-time={((long)cell.Point.Lease.TotalSeconds).ToString(CultureInfo.InvariantCulture)}

        [ipv6]
        method=disabled
        """;

    /// <summary>
    /// BindsTo= with After= (systemd.unit(5)): no access point where the rules could not be loaded, and none after they went. It
    /// stops with NetworkManager and with the radio, and [Install] brings it back with either of them.
    /// </summary>
    private static string Unit(CheckedAccessPoint cell)
    {
        var (uuid, device) = (ConnectionId.Of(cell.Point), UnitName.OfInterface(cell.Point.Interface));
        return $"""
            [Unit]
            Description=Farlink's access point on {cell.Point.Interface}
            # No access point without its rules.
            BindsTo={SharedFiles.FirewallUnit} NetworkManager.service {device}
            After={SharedFiles.FirewallUnit} NetworkManager.service {device}
            StartLimitIntervalSec=0

            [Service]
            ExecStartPre=nmcli --wait 60 connection up uuid {uuid}
            # What autoconnect did: a connection that ended is brought up again.
            ExecStart=sh -c 'while nmcli -g UUID connection show --active | grep -qx {uuid}; do sleep 10; done; exit 1'
            ExecStopPost=-nmcli --wait 10 connection down uuid {uuid}
            Restart=on-failure
            RestartSec=10

            [Install]
            WantedBy=NetworkManager.service {device}
            """;
    }

    /// <summary>
    /// WPA2 without protected frames or WPA3 with them: <see cref="RadioCheck"/> lets nothing between through. Joining by WPS,
    /// which is on unless <c>wps-method</c> says otherwise, needs no passphrase.
    /// </summary>
    private static string Security(AccessPoint point)
    {
        var suite = point.Security == WifiSecurity.Wpa3 ? "sae" : "wpa-psk";

        // Its values for pmf begin with "as the default says": one more than hostapd's.
        var protection = ((int)point.ProtectionInForce + 1).ToString(CultureInfo.InvariantCulture);
        return $"""
            key-mgmt={suite}
            proto=rsn;
            pairwise=ccmp;
            group=ccmp;
            pmf={protection}
            wps-method=1
            """;
    }

    /// <summary>GLib's key files know a backslash as the beginning of an escape, wherever it stands.</summary>
    private static string Escape(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal);
}
