using System.Net;

namespace Farlink.Host.Doctor;

/// <summary>What runs an access point.</summary>
internal enum AccessPointProfile
{
    /// <summary>NetworkManager, with a dnsmasq of its own.</summary>
    NetworkManager,

    /// <summary>hostapd and dnsmasq.</summary>
    Hostapd,
}

/// <summary>Whether management frames are protected (802.11w), by hostapd's numbers.</summary>
internal enum ManagementProtection
{
    /// <summary>Not.</summary>
    Off = 0,

    /// <summary>For stations that can.</summary>
    Optional = 1,

    /// <summary>Stations that cannot are refused.</summary>
    Required = 2,
}

/// <summary>The access point that a host is set up for, or would be.</summary>
internal sealed record AccessPoint
{
    /// <summary>What runs it.</summary>
    public required AccessPointProfile Profile { get; init; }

    /// <summary>Whether there is none yet, and this is what <c>farlink wifi</c> would make.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>wlan0</summary>
    public required string Interface { get; init; }

    /// <summary>Its name on the air.</summary>
    public required string Ssid { get; init; }

    /// <summary>The name of NetworkManager's profile.</summary>
    public string Connection { get; init; } = "";

    /// <summary>The unit of <c>farlink wifi</c> that brings the profile up; null: NetworkManager does it by itself.</summary>
    public string? Unit { get; init; }

    /// <summary>ISO 3166 alpha-2; empty if it is not said.</summary>
    public string Country { get; init; } = "";

    /// <summary>Its channel; 0: chosen by the driver.</summary>
    public int Channel { get; init; }

    /// <summary>WPA-PSK, SAE, both; empty: open to everybody.</summary>
    public string KeyManagement { get; init; } = "";

    /// <summary>Whether management frames are protected.</summary>
    public ManagementProtection Protection { get; init; }

    /// <summary>The host's own address on it.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Bits of its network.</summary>
    public int PrefixLength { get; init; } = 24;

    /// <summary>Folder of what dnsmasq is told.</summary>
    public string DnsmasqFolder => Profile == AccessPointProfile.NetworkManager
        ? "/etc/NetworkManager/dnsmasq-shared.d" : "/etc/dnsmasq.d";

    /// <summary>The file that leases are kept in.</summary>
    public string LeaseFile => Profile == AccessPointProfile.NetworkManager
        ? $"/var/lib/NetworkManager/dnsmasq-{Interface}.leases" : "/var/lib/misc/dnsmasq.leases";

    /// <summary>The command that starts its DHCP and DNS again.</summary>
    public string Restart => Profile == AccessPointProfile.Hostapd ? "sudo systemctl restart dnsmasq"
        : Unit is { } unit ? $"sudo systemctl restart {unit}" : $"sudo nmcli connection up '{Connection}'";

    /// <summary>Whether WPA3's handshake is offered, and nothing else.</summary>
    public bool IsSaeOnly => KeyManagement.Contains("SAE", StringComparison.OrdinalIgnoreCase)
        && !KeyManagement.Contains("PSK", StringComparison.OrdinalIgnoreCase);
}
