using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>The files that make a host an access point.</summary>
public static class WifiFiles
{
    /// <summary>Makes them; writes nothing.</summary>
    /// <param name="point">The access point.</param>
    /// <param name="profile">By which programs.</param>
    /// <returns>In the order in which they are to be written: the rules before what they are for.</returns>
    /// <exception cref="AccessPointException">The access point is refused.</exception>
    public static IReadOnlyList<HostFile> Make(AccessPoint point, WifiProfile profile)
    {
        var cell = AccessPointCheck.Read(point);
        var own = profile == WifiProfile.Hostapd ? HostapdFiles.Make(cell) : NetworkManagerFiles.Make(cell);
        return [.. SharedFiles.Make(cell), .. own];
    }

    /// <summary>The profile of a system for which none was named: NetworkManager where it runs.</summary>
    public static WifiProfile UsualProfile(HostRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return HasNetworkManager(root) ? WifiProfile.NetworkManager : WifiProfile.Hostapd;
    }

    /// <summary>Whether NetworkManager runs.</summary>
    public static bool HasNetworkManager(HostRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Directory.Exists(root.Map("/run/NetworkManager"));
    }
}
