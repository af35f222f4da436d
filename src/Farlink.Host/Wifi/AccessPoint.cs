namespace Farlink.Host.Wifi;

/// <summary>
/// The WiFi of a site: an access point whose devices reach the site's broker, its names and its clock, and nothing else.
/// <see cref="AccessPointCheck"/> says what is wrong with one.
/// </summary>
public sealed record AccessPoint
{
    /// <summary>The radio's network interface: 1 to 15 of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public string Interface { get; init; } = "wlan0";

    /// <summary>Name of the network: 1 to 32 octets of UTF-8, without control characters.</summary>
    public required string Ssid { get; init; }

    /// <summary>Passphrase: 8 to 63 printable ASCII characters, no blank at either end, not the network's name.</summary>
    public required string Passphrase { get; init; }

    /// <summary>Where the radio is: an assigned code of ISO 3166-1, two capital letters. Its rules say which channels.</summary>
    public required string Country { get; init; }

    /// <summary>Channel of the 2.4 GHz band, the only one of an ESP8266: 1 to 11, or to 13 where the country allows.</summary>
    public int Channel { get; init; } = 6;

    /// <summary>The site's address and the length of the network's prefix: a private one (RFC 1918), 16 to 30 bits.</summary>
    public string Address { get; init; } = "192.168.2.1/24";

    /// <summary>
    /// First and last address for devices, joined by <c>-</c>; inside the network and without the site's own. Null: .10 to .200
    /// of the network, or what a smaller one has.
    /// </summary>
    public string? Range { get; init; }

    /// <summary>Names of the site, 1 to 16 DNS names. Every other name leads to it too; these have the reverse as well.</summary>
    public IReadOnlyList<string> Names { get; init; } = ["mqtt.com"];

    /// <summary>How long a device may use an address without asking again: 2 minutes to 365 days, in whole seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How devices show that they know the passphrase.</summary>
    public WifiSecurity Security { get; init; } = WifiSecurity.Wpa2;

    /// <summary>
    /// Protection of management frames. Null: off with WPA2, required with WPA3, optional with both. SAE demands it.
    /// </summary>
    public FrameProtection? Protection { get; init; }

    /// <summary>TCP ports of the broker that devices reach: 1 to 16 of 1 to 65535.</summary>
    public IReadOnlyList<int> BrokerPorts { get; init; } = [8883];

    /// <summary>The protection that is in force.</summary>
    public FrameProtection ProtectionInForce => Protection ?? Security switch
    {
        WifiSecurity.Wpa3 => FrameProtection.Required,
        WifiSecurity.Transition => FrameProtection.Optional,
        _ => FrameProtection.Off,
    };

    /// <summary>Without the passphrase.</summary>
    public override string ToString() => $"{Ssid} on {Interface}";
}
