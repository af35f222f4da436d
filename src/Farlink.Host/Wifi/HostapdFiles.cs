using System.Globalization;
using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>The profile of hostapd and dnsmasq.</summary>
internal static class HostapdFiles
{
    /// <summary>The unit that gives the interface its address.</summary>
    public const string AddressUnit = "farlink-ap-address.service";

    /// <summary>The files that both profiles have come before these.</summary>
    public static IEnumerable<HostFile> Make(CheckedAccessPoint cell) =>
    [
        ConfText.File("/etc/NetworkManager/conf.d/90-farlink.conf", Unmanaged(cell)),
        ConfText.SecretFile(
            "/etc/hostapd/hostapd.conf", passphrase => Hostapd(cell.Point, passphrase), cell.Point.Passphrase),
        ConfText.File("/etc/dnsmasq.d/farlink.conf", DnsmasqText.Whole(cell)),
        ConfText.File($"/etc/systemd/system/{AddressUnit}", Address(cell)),
        ConfText.File("/etc/systemd/system/hostapd.service.d/farlink.conf", AfterRules),
        ConfText.File("/etc/systemd/system/dnsmasq.service.d/farlink.conf", AfterAddress),
    ];

    /// <summary>NetworkManager.conf(5): <c>+=</c> adds to what other files say, <c>:=</c> takes the name as it is.</summary>
    private static string Unmanaged(CheckedAccessPoint cell) => $"""
        [keyfile]
        unmanaged-devices+=interface-name:={cell.Point.Interface}
        """;

    private static string Hostapd(AccessPoint point, string passphrase) => $"""
        interface={point.Interface}
        driver=nl80211
        ctrl_interface=/run/hostapd
        {SsidText.Hostapd(point.Ssid)}
        country_code={point.Country}
        ieee80211d=1
        hw_mode=g
        channel={point.Channel.ToString(CultureInfo.InvariantCulture)}
        ieee80211n=1
        wmm_enabled=1
        auth_algs=1
        ap_isolate=1
        wpa=2
        {Security(point)}
        wpa_passphrase={passphrase}
        """;

    private static string Security(AccessPoint point)
    {
        var suites = point.Security switch
        {
            WifiSecurity.Wpa3 => "SAE",
            WifiSecurity.Transition => "WPA-PSK SAE",
            _ => "WPA-PSK",
        };
        var protection = ((int)point.ProtectionInForce).ToString(CultureInfo.InvariantCulture);
        var lines = $"""
            wpa_key_mgmt={suites}
            rsn_pairwise=CCMP
            ieee80211w={protection}
            """;
        return point.Security == WifiSecurity.Wpa2 ? lines : $"{lines}\nsae_require_mfp=1";
    }

    /// <summary>A radio that is plugged in again gets its address, and with it the access point.</summary>
    private static string Address(CheckedAccessPoint cell)
    {
        var device = UnitName.OfInterface(cell.Point.Interface);
        return $"""
            [Unit]
            Description=Address of Farlink's access point on {cell.Point.Interface}
            BindsTo={device}
            After={device}
            Wants=hostapd.service dnsmasq.service
            Before=hostapd.service dnsmasq.service

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=-rfkill unblock wlan
            ExecStart=ip address replace {cell.Subnet} brd + dev {cell.Point.Interface}
            ExecStop=-ip address delete {cell.Subnet} dev {cell.Point.Interface}

            [Install]
            WantedBy=multi-user.target {device}
            """;
    }

    private const string AfterRules = $"""
        [Unit]
        # No access point without its rules.
        Requires={SharedFiles.FirewallUnit} {AddressUnit}
        After={SharedFiles.FirewallUnit} {AddressUnit}
        """;

    private const string AfterAddress = $"""
        [Unit]
        Wants={AddressUnit}
        After={AddressUnit}

        [Service]
        # Else Debian's script tells resolvconf that this host resolves its own names here.
        Environment=DNSMASQ_EXCEPT=lo
        Restart=on-failure
        """;
}
