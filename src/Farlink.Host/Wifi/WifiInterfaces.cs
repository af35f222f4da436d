using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>The WiFi interfaces of a system: those that the kernel gives a link to their radio.</summary>
internal static class WifiInterfaces
{
    private const string Folder = "/sys/class/net";

    /// <summary>Why an interface cannot be an access point's; null: it can.</summary>
    /// <param name="name">Its name, a good one.</param>
    /// <param name="root">The system.</param>
    public static string? Refuse(string name, HostRoot root)
    {
        if (IsWifi(name, root)) return null;
        var found = Path.Exists(root.Map($"{Folder}/{name}"))
            ? $"{name} is no WiFi interface" : $"there is no network interface {name}";
        var all = All(root);
        return all.Count == 0
            ? $"{found}, and this system has no WiFi interface at all. Is the adapter plugged in, and its driver loaded?"
            : $"{found}. WiFi is on {string.Join(", ", all)}: --interface {all[0]}";
    }

    /// <summary>Their names, in order.</summary>
    public static List<string> All(HostRoot root)
    {
        var folder = root.Map(Folder);
        if (!Directory.Exists(folder)) return [];
        return
        [
            .. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))
                .Where(name => IsWifi(name, root)).Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsWifi(string name, HostRoot root) => Path.Exists(root.Map($"{Folder}/{name}/phy80211"));
}
