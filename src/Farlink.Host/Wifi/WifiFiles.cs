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
    public static IReadOnlyList<HostFile> Make(AccessPoint point, WifiProfile profile) =>
        Make(AccessPointCheck.Read(point, profile), profile);

    /// <summary>
    /// Files of the other profile that this program has written; beside those of this one they are a second access point.
    /// </summary>
    /// <param name="point">The access point; which one does not matter.</param>
    /// <param name="profile">The profile that is to be.</param>
    /// <param name="root">The system.</param>
    /// <returns>Their paths on the system.</returns>
    /// <exception cref="AccessPointException">The access point is refused.</exception>
    /// <exception cref="HostFileException">One cannot be read.</exception>
    public static IReadOnlyList<string> OfOther(AccessPoint point, WifiProfile profile, HostRoot root)
    {
        var cell = AccessPointCheck.Read(point);
        var own = Make(cell, profile).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var other = profile == WifiProfile.Hostapd ? WifiProfile.NetworkManager : WifiProfile.Hostapd;
        return
        [
            .. Make(cell, other).Select(file => file.Path)
                .Where(path => !own.Contains(path) && FoundFile.TextOf(path, root) is { } text && ConfText.IsOurs(text)),
        ];
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

    private static List<HostFile> Make(CheckedAccessPoint cell, WifiProfile profile)
    {
        var own = profile == WifiProfile.Hostapd ? HostapdFiles.Make(cell) : NetworkManagerFiles.Make(cell);
        return [.. SharedFiles.Make(cell), .. own];
    }
}
