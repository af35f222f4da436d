using Farlink.Host.Wifi;

namespace Farlink.Host.Doctor;

/// <summary>The programs that an access point is made of.</summary>
internal static class WifiProgramChecks
{
    private const string Install = "sudo apt-get install --no-install-recommends", Filter = "nftables";

    public static IReadOnlyList<Check> All { get; } =
    [
        new("wifi.programs", "The programs of an access point are installed", "the programs of this host",
            $"{Install} network-manager wpasupplicant dnsmasq-base iw nftables rfkill chrony",
            WifiChecks.WithRadio((context, point, _) => Task.FromResult(Programs(context, point)))),
    ];

    private static Finding Programs(CheckContext context, AccessPoint point)
    {
        var profile = point.Profile == AccessPointProfile.NetworkManager ? WifiProfile.NetworkManager : WifiProfile.Hostapd;
        var missing = WifiPackages.Missing(profile, context.Host);
        if (missing.Count > 0 && point.IsPlanned)
        {
            return Finding.Warn(
                $"an access point needs packages that are not installed: {string.Join(", ", missing)}",
                $"{Install} {string.Join(' ', missing)}");
        }

        // One that is there may be made of others; what it lacks of them its own checks tell.
        if (missing.Contains(Filter))
        {
            return Finding.Warn(
                "nft is not installed: nothing keeps devices from other networks, and other ports of this host",
                $"{Install} {Filter}");
        }

        return Finding.Ok(profile == WifiProfile.NetworkManager ? "all, for NetworkManager" : "all, for hostapd");
    }
}
