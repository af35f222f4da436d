using System.Globalization;
using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>What both profiles have: what devices may reach, and the clock.</summary>
internal static class SharedFiles
{
    /// <summary>The unit that loads the rules.</summary>
    public const string FirewallUnit = "farlink-wifi-firewall.service";

    /// <summary>
    /// Where chronyd takes the time that the base sends. In <c>/run</c> itself: chronyd does not start if the folder is missing,
    /// its own is closed to others, and Debian's AppArmor lets it make <c>/run/chrony.NAME.sock</c>.
    /// </summary>
    public const string ClockSocket = "/run/chrony.farlink.sock";

    /// <summary>The files.</summary>
    public static IEnumerable<HostFile> Make(CheckedAccessPoint cell) =>
    [
        ConfText.File("/etc/farlink/wifi.nft", Rules(cell)),
        ConfText.File($"/etc/systemd/system/{FirewallUnit}", Firewall),
        ConfText.File("/etc/chrony/conf.d/farlink.conf", Clock(cell)),
        ConfText.File("/etc/systemd/system/chrony.service.d/farlink.conf", ClockSocketOwner),
    ];

    /// <summary>
    /// A table of its own, so that it lives beside any other firewall: what is dropped here is dropped, whatever another table
    /// accepts, NetworkManager's for shared connections too (nft(8), "accept" and "drop").
    /// </summary>
    private static string Rules(CheckedAccessPoint cell)
    {
        var (wifi, site) = (cell.Point.Interface, cell.Site);
        var ports = string.Join(
            ", ", cell.Point.BrokerPorts.Distinct().Select(port => port.ToString(CultureInfo.InvariantCulture)));
        return $$"""
            table inet farlink_wifi
            delete table inet farlink_wifi
            table inet farlink_wifi {
                chain input {
                    type filter hook input priority filter - 10; policy accept;
                    iifname != "{{wifi}}" accept
                    ct state established,related accept
                    ip daddr { {{site}}, 255.255.255.255 } udp sport 68 udp dport 67 accept
                    ip daddr {{site}} udp dport { 53, 123 } accept
                    ip daddr {{site}} tcp dport { 53, {{ports}} } accept
                    ip daddr {{site}} icmp type echo-request accept
                    drop
                }

                chain forward {
                    type filter hook forward priority filter - 10; policy accept;
                    iifname "{{wifi}}" drop
                    oifname "{{wifi}}" drop
                }
            }
            """;
    }

    private const string Firewall = """
        [Unit]
        Description=What devices on Farlink's WiFi may reach
        DefaultDependencies=no
        Wants=network-pre.target
        Before=network-pre.target shutdown.target
        Conflicts=shutdown.target
        # Debian's nftables.service forgets every table when it starts or reloads.
        After=nftables.service
        PartOf=nftables.service
        ReloadPropagatedFrom=nftables.service

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=nft -f /etc/farlink/wifi.nft
        ExecReload=nft -f /etc/farlink/wifi.nft
        ExecStop=-nft delete table inet farlink_wifi

        [Install]
        WantedBy=multi-user.target
        """;

    /// <summary>
    /// chrony.conf(5): "local" answers devices even if nothing has set the clock. The base's time is taken for right to a second
    /// (half of "delay"), so that any other source is preferred; "filter 1" lets one sample count.
    /// </summary>
    private static string Clock(CheckedAccessPoint cell) => $"""
        allow {cell.Subnet.NetworkText}
        local stratum 10
        # The time that the base sends, right to about a second: better than none, worse than any time server.
        refclock SOCK {ClockSocket} refid FLNK stratum 8 poll 4 filter 1 delay 2 precision 0.5
        """;

    private const string ClockSocketOwner = $"""
        [Service]
        # chronyd makes the socket as root; the site's service, of group farlink, sends the base's time on it.
        ExecStartPost=-+chgrp farlink {ClockSocket}
        ExecStartPost=-+chmod 0660 {ClockSocket}
        """;
}
