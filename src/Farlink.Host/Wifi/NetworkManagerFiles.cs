using System.Globalization;
using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>The profile of NetworkManager, 1.42 (Debian 12) and later.</summary>
internal static class NetworkManagerFiles
{
    /// <summary>The files that both profiles have come before these.</summary>
    public static IEnumerable<HostFile> Make(CheckedAccessPoint cell) =>
    [
        ConfText.File("/etc/modprobe.d/farlink.conf", Country(cell)),
        ConfText.File("/etc/NetworkManager/dnsmasq-shared.d/farlink.conf", DnsmasqText.Shared(cell)),
        ConfText.SecretFile(
            "/etc/NetworkManager/system-connections/farlink.nmconnection", passphrase => Connection(cell, passphrase),
            cell.Point.Passphrase),
    ];

    /// <summary>A connection of NetworkManager has no country: the kernel is told, each time it starts.</summary>
    private static string Country(CheckedAccessPoint cell) => $"options cfg80211 ieee80211_regdom={cell.Point.Country}";

    private static string Connection(CheckedAccessPoint cell, string passphrase) => $"""
        [connection]
        id=farlink
        uuid={ConnectionId.Of(cell.Point)}
        type=wifi
        interface-name={cell.Point.Interface}
        autoconnect-priority=100
        autoconnect-retries=0

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

    /// <summary>With <c>wpa-psk</c> NetworkManager offers SAE as well, where wpa_supplicant can.</summary>
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
            """;
    }

    /// <summary>GLib's key files know a backslash as the beginning of an escape, wherever it stands.</summary>
    private static string Escape(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal);
}
