using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>
/// Finds the access point that a host is set up for, whoever set it up: a profile of NetworkManager with mode ap, or
/// hostapd.conf.
/// </summary>
internal static class AccessPointFinder
{
    /// <summary>hostapd's file.</summary>
    public const string HostapdFile = "/etc/hostapd/hostapd.conf";

    /// <summary>What <c>farlink wifi</c> calls its profile, and the unit that brings it up.</summary>
    private const string OwnProfile = "farlink", OwnUnit = "farlink-ap";

    private const string ProfileFields =
        "connection.interface-name,802-11-wireless.mode,802-11-wireless.ssid,802-11-wireless.channel,"
        + "802-11-wireless-security.key-mgmt,802-11-wireless-security.pmf,ipv4.addresses";

    private static readonly IPAddress UsualAddress = IPAddress.Parse("192.168.2.1");

    /// <summary>Finds it; null if there is none. Of two, the one that runs counts.</summary>
    /// <exception cref="HostDeniedException">hostapd.conf is there, and this user may not read it.</exception>
    public static async Task<AccessPoint?> FindAsync(HostView host, DoctorSubject subject, CancellationToken cancellationToken)
    {
        var managed = await ManagedAsync(host, subject, cancellationToken);
        if (!host.Exists(HostapdFile)) return managed;
        if (managed is null || await IsRunningAsync(host, "hostapd", cancellationToken)) return Hostapd(host, subject);
        return managed;
    }

    /// <summary>Whether a unit of systemd is active.</summary>
    public static async Task<bool> IsRunningAsync(HostView host, string unit, CancellationToken cancellationToken) =>
        await host.RunAsync("systemctl", ["is-active", unit], cancellationToken) is { } result
        && result.Output.Trim() == "active";

    /// <summary>
    /// The country that the kernel's option asks for, as <c>farlink wifi</c> writes it: a connection of NetworkManager has none.
    /// </summary>
    public static string? CountryOfKernel(HostView host)
    {
        const string folder = "/etc/modprobe.d", option = "ieee80211_regdom=";
        return host.List(folder).Where(name => name.EndsWith(".conf", StringComparison.Ordinal))
            .SelectMany(name => host.ReadLines($"{folder}/{name}"))
            .Where(line => line.StartsWith("options cfg80211 ", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' '))
            .LastOrDefault(word => word.StartsWith(option, StringComparison.Ordinal))?[option.Length..];
    }

    private static async Task<AccessPoint?> ManagedAsync(
        HostView host, DoctorSubject subject, CancellationToken cancellationToken)
    {
        foreach (var line in await Nmcli.LinesAsync(host, ["-f", "NAME,TYPE", "connection", "show"], cancellationToken))
        {
            if (Nmcli.Fields(line) is not [var name, "802-11-wireless" or "wifi"]) continue;
            var details = await Nmcli.LinesAsync(
                host, ["-f", ProfileFields, "connection", "show", name], cancellationToken);
            var fields = details.Select(Nmcli.Fields).Where(field => field.Count == 2)
                .ToLookup(field => field[0], field => field[1]);
            string Value(string key) => fields[key].FirstOrDefault() ?? "";
            if (Value("802-11-wireless.mode") != "ap") continue;
            var (address, bits) = AddressTable.Split(Value("ipv4.addresses").Split(',')[0]) ?? (Listening(subject), 24);
            return new AccessPoint
            {
                Profile = AccessPointProfile.NetworkManager,
                Connection = name,
                Unit = name == OwnProfile && host.Exists($"/etc/systemd/system/{OwnUnit}.service") ? OwnUnit : null,
                Interface = Value("connection.interface-name") is { Length: > 0 } own ? own : "wlan0",
                Ssid = Value("802-11-wireless.ssid"),
                Country = CountryOfKernel(host) ?? subject.Wifi?.Country ?? "",
                Channel = Number(Value("802-11-wireless.channel")),
                KeyManagement = Value("802-11-wireless-security.key-mgmt"),
                Protection = Number(Value("802-11-wireless-security.pmf")) switch
                {
                    1 => ManagementProtection.Off,
                    3 => ManagementProtection.Required,
                    _ => ManagementProtection.Optional,
                },
                Address = address,
                PrefixLength = bits,
            };
        }

        return null;
    }

    private static AccessPoint Hostapd(HostView host, DoctorSubject subject)
    {
        var config = KeyValues.Parse(host.ReadLines(HostapdFile));
        return new AccessPoint
        {
            Profile = AccessPointProfile.Hostapd,
            Interface = config["interface"] ?? "wlan0",
            Ssid = config["ssid"] ?? Text(config["ssid2"] ?? ""),
            Country = config["country_code"] ?? subject.Wifi?.Country ?? "",
            Channel = Number(config["channel"] ?? ""),
            KeyManagement = Number(config["wpa"] ?? "") == 0 ? "" : config["wpa_key_mgmt"] ?? "WPA-PSK",
            Protection = (ManagementProtection)Math.Clamp(Number(config["ieee80211w"] ?? ""), 0, 2),
            Address = Named(host, subject) ?? Listening(subject),
        };
    }

    /// <summary>hostapd's ssid2: octets in hexadecimal digits, or a text in quotes, which is left as it is.</summary>
    private static string Text(string ssid) => ssid.Length % 2 == 0 && ssid.All(char.IsAsciiHexDigit)
        ? Encoding.UTF8.GetString(Convert.FromHexString(ssid)) : ssid;

    /// <summary>Where dnsmasq sends those who ask for the broker.</summary>
    private static IPAddress? Named(HostView host, DoctorSubject subject) => DnsmasqFiles.Read(host, "/etc/dnsmasq.d")
        .All("host-record").Select(value => value.Split(',', StringSplitOptions.TrimEntries))
        .Where(parts => parts.Length > 1 && parts[0] == subject.BrokerName)
        .Select(parts => IPAddress.TryParse(parts[1], out var address) ? address : null).FirstOrDefault();

    /// <summary>The broker's own address.</summary>
    private static IPAddress Listening(DoctorSubject subject) => subject.Listeners.Select(listener => listener.Endpoint.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork
            && !SocketTable.IsAny(address) && !IPAddress.IsLoopback(address)) ?? UsualAddress;

    /// <summary>The number that a value begins with, as in <c>2 (optional)</c>; 0 if there is none.</summary>
    private static int Number(string text) =>
        int.TryParse(text.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
