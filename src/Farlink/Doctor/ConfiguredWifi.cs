using Farlink.Host.Doctor;
using Farlink.Host.Files;
using Farlink.Host.Inspection;
using Farlink.Host.Wifi;
using Farlink.Setup;

namespace Farlink.Doctor;

/// <summary>
/// The access point that this host was told to be, of which <c>farlink.toml</c> says nothing: the one that <c>farlink wifi</c>
/// has applied, else the one that <c>farlink init</c> was told of.
/// </summary>
internal static class ConfiguredWifi
{
    /// <summary>For the checks; null: none, or this user may not know.</summary>
    /// <param name="host">The host.</param>
    /// <param name="folder">The folder of the configuration.</param>
    public static WifiSubject? Of(HostView host, string folder) =>
        Known(host, folder) is { } known ? new WifiSubject(known.Interface, known.Ssid, known.Country) : null;

    /// <summary>For the next init, with its channel if that is known, else 0.</summary>
    /// <inheritdoc cref="Of"/>
    public static KnownWifi? Known(HostView host, string folder)
    {
        var told = KnownWifi.Read(folder);
        try
        {
            if (new WifiSite(new HostRoot(host.Real("/"))).FindApplied() is not { } applied) return told;
            if (applied.Ssid.Length == 0) return null;
            var channel = told?.Ssid == applied.Ssid ? told.Channel : 0;
            return new KnownWifi(applied.Interface, applied.Ssid, applied.Country, channel);
        }
        catch (HostFileException)
        {
            // There is one, and it is root's: what init was told may be long out of date.
            return null;
        }
    }
}
