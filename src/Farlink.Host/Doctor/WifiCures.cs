using System.Globalization;
using System.Net;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>The command that sets up the access point, with what this host says of it.</summary>
internal static class WifiCures
{
    /// <summary>The usual one, for a table.</summary>
    public const string Usual = "sudo farlink wifi --ssid NAME --country COUNTRY --apply";

    /// <summary>The interface that <c>farlink wifi</c> takes if none is named.</summary>
    public const string UsualInterface = "wlan0";

    /// <summary>The address that <c>farlink wifi</c> gives this host.</summary>
    public static readonly IPAddress UsualAddress = IPAddress.Parse("192.168.2.1");

    /// <summary>Where <c>farlink init</c> puts the passphrase that it makes up.</summary>
    private const string PassphraseFile = "/etc/farlink/wifi.passphrase";

    private const string Net = "/sys/class/net";

    /// <summary>
    /// The command; it lets devices in to every listener, since the packet filter that it writes lets them in to no other port.
    /// </summary>
    public static string SetUp(CheckContext context)
    {
        var wifi = context.Subject.Wifi;
        var name = wifi is null ? "NAME" : $"'{wifi.Ssid}'";
        var country = wifi is { Country.Length: > 0 } ? wifi.Country
            : context.Subject.Band.Country is { Length: > 0 } ofRadio ? ofRadio : "COUNTRY";
        var passphrase = context.Host.Exists(PassphraseFile) ? $" --passphrase-file {PassphraseFile}" : "";
        var ports = string.Concat(context.Subject.Listeners
            .Where(listener => !IPAddress.IsLoopback(listener.Endpoint.Address)).Select(listener => listener.Endpoint.Port)
            .Distinct().Select(port => string.Create(CultureInfo.InvariantCulture, $" --broker-port {port}")));
        var device = wifi?.Interface ?? FirstInterface(context.Host) ?? UsualInterface;
        return $"sudo farlink wifi --interface {device} --ssid {name} --country {country}{passphrase}{ports} --apply";
    }

    /// <summary>The first WiFi interface of a host; null if it has none.</summary>
    public static string? FirstInterface(HostView host) => host.List(Net).FirstOrDefault(
        name => host.Exists($"{Net}/{name}/wireless") || host.Exists($"{Net}/{name}/phy80211"));
}
