using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>What must be known of an applied access point to undo it.</summary>
internal sealed record AppliedWifi
{
    private const string HostapdUnit = "hostapd.service";
    private const string DnsmasqUnit = "dnsmasq.service";

    /// <summary>By which programs it is made.</summary>
    public required WifiProfile Profile { get; init; }

    /// <summary>UUID of its connection in NetworkManager.</summary>
    public required string Connection { get; init; }

    /// <summary>Its interface; empty where an older version did not note it, as the two below.</summary>
    public string Interface { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Ssid { get; init; } = "";

    /// <summary>Its country.</summary>
    public string Country { get; init; } = "";

    /// <summary>Whether hostapd was started with the system before.</summary>
    public required UnitState Hostapd { get; init; }

    /// <summary>Whether dnsmasq was started with the system before.</summary>
    public required UnitState Dnsmasq { get; init; }

    /// <summary>What is noted when one is applied.</summary>
    /// <param name="point">The access point.</param>
    /// <param name="profile">By which programs.</param>
    /// <param name="root">The system.</param>
    /// <param name="before">What was noted when another one was applied, which this one replaces; null: none was.</param>
    /// <exception cref="HostFileException">One of the other profile is applied.</exception>
    public static AppliedWifi Make(AccessPoint point, WifiProfile profile, HostRoot root, AppliedWifi? before)
    {
        if (before is not null && before.Profile != profile)
        {
            throw new HostFileException(
                $"An access point of profile {WordOf(before.Profile)} is applied here. Undo that first: farlink wifi --undo");
        }

        return new AppliedWifi
        {
            Profile = profile,
            Connection = ConnectionId.Of(point),
            Interface = point.Interface,
            Ssid = point.Ssid,
            Country = point.Country,
            Hostapd = before?.Hostapd ?? UnitStates.Of(root, HostapdUnit),
            Dnsmasq = before?.Dnsmasq ?? UnitStates.Of(root, DnsmasqUnit),
        };
    }

    /// <summary>Reads notes.</summary>
    /// <exception cref="HostFileException">They are not those of an access point.</exception>
    public static AppliedWifi Read(IReadOnlyDictionary<string, string> notes)
    {
        var profile = notes.GetValueOrDefault("profile");
        return new AppliedWifi
        {
            Profile = profile == WordOf(WifiProfile.Hostapd) ? WifiProfile.Hostapd
                : profile == WordOf(WifiProfile.NetworkManager) ? WifiProfile.NetworkManager
                : throw new HostFileException("The manifest of the undo names no profile that this program knows."),
            Connection = notes.GetValueOrDefault("connection", string.Empty),
            Interface = notes.GetValueOrDefault("interface", string.Empty),
            Ssid = notes.GetValueOrDefault("ssid", string.Empty),
            Country = notes.GetValueOrDefault("country", string.Empty),
            Hostapd = StateOf(notes, HostapdUnit),
            Dnsmasq = StateOf(notes, DnsmasqUnit),
        };
    }

    /// <summary>A profile's name.</summary>
    public static string WordOf(WifiProfile profile) => profile == WifiProfile.Hostapd ? "hostapd" : "networkmanager";

    /// <summary>Writes notes.</summary>
    public IReadOnlyDictionary<string, string> ToNotes() => new Dictionary<string, string>
    {
        ["profile"] = WordOf(Profile),
        ["connection"] = Connection,
        ["interface"] = Interface,
        ["ssid"] = Ssid,
        ["country"] = Country,
        [HostapdUnit] = WordOf(Hostapd),
        [DnsmasqUnit] = WordOf(Dnsmasq),
    };

    private static string WordOf(UnitState state) => state switch
    {
        UnitState.Enabled => "enabled",
        UnitState.Masked => "masked",
        _ => "disabled",
    };

    private static UnitState StateOf(IReadOnlyDictionary<string, string> notes, string unit) =>
        notes.GetValueOrDefault(unit) switch
        {
            "enabled" => UnitState.Enabled,
            "masked" => UnitState.Masked,
            _ => UnitState.Disabled,
        };
}
