using Farlink.Host.Files;
using Farlink.Host.Inspection;
using Farlink.Host.Wifi;

namespace Farlink.Host.Doctor;

/// <summary>The access point that <c>farlink wifi</c> would make of a host, as far as that tells.</summary>
internal static class PlannedAccessPoint
{
    /// <summary>Null if the host has no radio for one, and is no Raspberry Pi either, which should have one.</summary>
    public static AccessPoint? Of(HostView host)
    {
        var found = WifiCures.FirstInterface(host);
        if (found is null && BootConfig.Read(host) is null) return null;
        var isManaged = WifiFiles.UsualProfile(new HostRoot(host.Real("/"))) == WifiProfile.NetworkManager;
        return new AccessPoint
        {
            IsPlanned = true,
            Profile = isManaged ? AccessPointProfile.NetworkManager : AccessPointProfile.Hostapd,
            Interface = found ?? WifiCures.UsualInterface,
            Ssid = "NAME",
            Country = AccessPointFinder.CountryOfKernel(host) ?? "",
            Address = WifiCures.UsualAddress,
        };
    }
}
