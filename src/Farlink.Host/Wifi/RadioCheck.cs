using System.Text;
using Farlink.Protocol.Text;

namespace Farlink.Host.Wifi;

/// <summary>What is wrong with the radio's half of an access point.</summary>
internal static class RadioCheck
{
    private const int LongestInterface = 15;
    private const int LongestSsidOctets = 32;
    private const int ShortestPassphrase = 8;
    private const int LongestPassphrase = 63;
    private const int HighestOf24Gigahertz = 14;
    private const string EveryChannel = "1 to 11, or to 13 where the country allows";

    /// <summary>Strict: a text that is no UTF-16 has no octets to send.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Everything that is wrong.</summary>
    public static IEnumerable<AccessPointProblem> Problems(AccessPoint point) =>
    [
        .. Interface(point.Interface), .. Ssid(point.Ssid), .. Passphrase(point), .. Country(point), .. Protection(point),
    ];

    /// <summary>
    /// What a profile cannot do. In its access points NetworkManager offers SAE as soon as "pmf" is not off, and with "optional"
    /// does not tell wpa_supplicant to protect frames, which SAE demands (seen with 1.42).
    /// </summary>
    public static IEnumerable<AccessPointProblem> ProblemsOf(WifiProfile profile, AccessPoint point)
    {
        if (profile != WifiProfile.NetworkManager) yield break;
        if (point.Security == WifiSecurity.Transition)
        {
            yield return new AccessPointProblem(
                "security", "NetworkManager cannot offer WPA2 beside WPA3: it offers SAE without protected management frames",
                "Use --profile hostapd, or --security wpa2 or wpa3");
        }
        else if (point.Security == WifiSecurity.Wpa2 && point.ProtectionInForce == FrameProtection.Optional)
        {
            yield return new AccessPointProblem(
                "pmf", "NetworkManager cannot offer optional protection: it offers SAE too, and protects nothing",
                "Leave --pmf out, or use --profile hostapd");
        }
        else if (point.Security == WifiSecurity.Wpa2 && point.ProtectionInForce == FrameProtection.Required)
        {
            yield return new AccessPointProblem(
                "pmf", "with WPA2 NetworkManager cannot require protection: it offers SAE, and the plain WPA2-PSK no more",
                "Use --security wpa3, or --profile hostapd");
        }
    }

    /// <summary>What is wrong with a channel wherever the radio is; null: it depends on the country.</summary>
    public static AccessPointProblem? ChannelProblem(int channel) => channel switch
    {
        > HighestOf24Gigahertz => OutsideTheBand(channel, EveryChannel),
        < 1 or HighestOf24Gigahertz => new AccessPointProblem("channel", $"{channel} is not allowed anywhere", EveryChannel),
        _ => null,
    };

    /// <summary>
    /// The kernel takes more (any 15 octets without a slash, a colon or blanks), but dnsmasq and nftables read <c>*</c> as
    /// "anything", systemd reads <c>%</c>.
    /// </summary>
    private static IEnumerable<AccessPointProblem> Interface(string name)
    {
        var isWellFormed = name.Length is > 0 and <= LongestInterface && name is not ("." or "..") && name[0] != '-'
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        if (!isWellFormed)
        {
            yield return new AccessPointProblem(
                "interface", $"'{Printable.Escape(name)}' is no name of a network interface",
                $"Up to {LongestInterface} letters, digits, . _ and -; see which there are with: ip link");
        }
        else if (name == "lo")
        {
            yield return new AccessPointProblem("interface", "lo is this host itself", "Name the WiFi radio, such as wlan0");
        }
        else if (name is "all" or "default")
        {
            // /proc/sys/net/ipv4/conf has them beside the names of interfaces.
            yield return new AccessPointProblem(
                "interface", $"{name} stands for every interface, or for new ones", "Name the WiFi radio, such as wlan0");
        }
    }

    private static IEnumerable<AccessPointProblem> Ssid(string ssid)
    {
        var found = OctetsOf(ssid) switch
        {
            null => "it is no text",
            (< 1 or > LongestSsidOctets) and var octets => $"it has {octets} octets",
            _ when ssid.Contains('\uFFFD', StringComparison.Ordinal) => "it is no UTF-8",
            _ => ssid.Any(char.IsControl) ? "it has control characters" : null,
        };
        if (found is null) yield break;
        yield return new AccessPointProblem(
            "ssid", found, $"1 to {LongestSsidOctets} octets of UTF-8 without control characters");
    }

    private static int? OctetsOf(string text)
    {
        try
        {
            return Utf8.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>
    /// 64 hexadecimal digits, a key in place of a passphrase, are refused: SAE cannot use them, and many devices cannot be told
    /// them.
    /// </summary>
    private static IEnumerable<AccessPointProblem> Passphrase(AccessPoint point)
    {
        var text = point.Passphrase;
        if (text.Length is < ShortestPassphrase or > LongestPassphrase)
        {
            yield return new AccessPointProblem(
                "passphrase", $"it has {text.Length} characters",
                $"{ShortestPassphrase} to {LongestPassphrase}; a key of 64 hexadecimal digits is not taken");
        }

        if (!text.All(c => c is >= ' ' and <= '~'))
            yield return new AccessPointProblem(
                "passphrase", "it has other characters than printable ASCII", "Use letters, digits, blanks and punctuation");
        if (text.StartsWith(' ') || text.EndsWith(' '))
            yield return new AccessPointProblem(
                "passphrase", "it begins or ends with a blank", "Programs that read it cut blanks off; leave them out");
        if (text.Length > 0 && text == point.Ssid)
            yield return new AccessPointProblem(
                "passphrase", "it is the network's name, which everybody sees", "Take another one");
    }

    private static IEnumerable<AccessPointProblem> Country(AccessPoint point)
    {
        if (!WifiCountries.IsAssigned(point.Country))
        {
            yield return new AccessPointProblem(
                "country", $"'{Printable.Escape(point.Country)}' is no country of ISO 3166-1",
                point.Country == "UK" ? "The United Kingdom is GB" : "Two capital letters, such as FR, US or JP");
            yield break;
        }

        var highest = WifiCountries.HighestChannel(point.Country);
        if (point.Channel >= 1 && point.Channel <= highest) yield break;
        yield return point.Channel > HighestOf24Gigahertz
            ? OutsideTheBand(point.Channel, $"1 to {highest}")
            : new AccessPointProblem(
                "channel", $"{point.Channel} is not allowed in {point.Country}",
                point.Channel == HighestOf24Gigahertz
                    ? $"1 to {highest}; 14 is for 802.11b alone, and in Japan alone" : $"1 to {highest}, of the 2.4 GHz band");
    }

    /// <summary>A channel that another band may have, whatever is allowed there.</summary>
    /// <param name="channel">15 or higher.</param>
    /// <param name="cure">Those that may be.</param>
    private static AccessPointProblem OutsideTheBand(int channel, string cure) =>
        new("channel", $"{channel} is not in the 2.4 GHz band, and an ESP8266 hears no other", cure);

    private static IEnumerable<AccessPointProblem> Protection(AccessPoint point)
    {
        var protection = point.ProtectionInForce;
        if (point.Security == WifiSecurity.Wpa3 && protection != FrameProtection.Required)
            yield return new AccessPointProblem(
                "pmf", "WPA3 demands protected management frames", "Leave --pmf out, or use --security wpa2");
        if (point.Security == WifiSecurity.Transition && protection != FrameProtection.Optional)
            yield return new AccessPointProblem(
                "pmf", "WPA2 beside WPA3 means that protected management frames are optional", "Leave --pmf out");
    }
}
