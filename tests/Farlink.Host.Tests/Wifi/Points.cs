using Farlink.Host.Files;
using Farlink.Host.Wifi;

namespace Farlink.Host.Tests.Wifi;

/// <summary>An access point in which nothing is wrong, and what is made of it.</summary>
internal static class Points
{
    public static AccessPoint Good { get; } = new() { Ssid = "farm", Passphrase = "correct horse", Country = "FR" };

    public static string Text(AccessPoint point, WifiProfile profile, string path) => File(point, profile, path).Content;

    public static HostFile File(AccessPoint point, WifiProfile profile, string path) =>
        WifiFiles.Make(point, profile).Single(file => file.Path == path);
}
