using Farlink.Host.Files;
using Farlink.Host.Inspection;

namespace Farlink.Host.Wifi;

/// <summary>Debian's packages with the programs that an access point is made of.</summary>
internal static class WifiPackages
{
    private static readonly string[] ProgramFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    private static readonly string[] UnitFolders = ["/usr/lib/systemd/system", "/lib/systemd/system"];

    /// <summary>The dnsmasq package is its service; the program alone is in dnsmasq-base.</summary>
    private static readonly Need[] Hostapd =
    [
        new("hostapd", ProgramFolders, "hostapd"), new("dnsmasq", UnitFolders, "dnsmasq.service"),
    ];

    private static readonly Need[] NetworkManager =
    [
        new("network-manager", ProgramFolders, "nmcli"), new("wpasupplicant", ProgramFolders, "wpa_supplicant"),
        new("dnsmasq-base", ProgramFolders, "dnsmasq"), new("iw", ProgramFolders, "iw"),
    ];

    private static readonly Need[] Both =
    [
        new("nftables", ProgramFolders, "nft"), new("iproute2", ProgramFolders, "ip"), new("rfkill", ProgramFolders, "rfkill"),
        new("chrony", ProgramFolders, "chronyd"),
    ];

    /// <summary>Those that a system lacks.</summary>
    public static IReadOnlyList<string> Missing(WifiProfile profile, HostRoot root) =>
        [.. NeedsOf(profile).Where(need => !need.IsMet(root)).Select(need => need.Package)];

    /// <summary>Those that a host lacks which is looked at.</summary>
    public static IReadOnlyList<string> Missing(WifiProfile profile, HostView host) =>
        [.. NeedsOf(profile).Where(need => !need.IsMet(host)).Select(need => need.Package)];

    private static IEnumerable<Need> NeedsOf(WifiProfile profile) =>
        (profile == WifiProfile.Hostapd ? Hostapd : NetworkManager).Concat(Both);

    /// <summary>A package, and a file that shows that it is there.</summary>
    private sealed record Need(string Package, string[] Folders, string Name)
    {
        public bool IsMet(HostRoot root) => Folders.Any(folder => File.Exists(root.Map($"{folder}/{Name}")));

        /// <summary>Programs are where that host looks for them.</summary>
        public bool IsMet(HostView host) => Folders == ProgramFolders
            ? host.HasProgram(Name) : Folders.Any(folder => host.Exists($"{folder}/{Name}"));
    }
}
