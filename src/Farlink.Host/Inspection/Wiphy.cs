using System.Globalization;
using System.Text.RegularExpressions;

namespace Farlink.Host.Inspection;

/// <summary>A WiFi channel as a radio may use it.</summary>
/// <param name="Number">1 to 14 at 2.4 GHz.</param>
/// <param name="Remark">What is not allowed: <c>disabled</c>, <c>no IR</c>; empty if all is.</param>
internal sealed record WifiChannel(int Number, string Remark)
{
    /// <summary>Whether an access point may begin to send there: no IR forbids to radiate first.</summary>
    public bool IsForAccessPoints =>
        !Remark.Contains("disabled", StringComparison.Ordinal) && !Remark.Contains("no IR", StringComparison.Ordinal);
}

/// <summary>What a WiFi radio can do: a part of the output of <c>iw phy</c>.</summary>
internal sealed partial class Wiphy
{
    private const int HighestOf24Gigahertz = 14;
    private const string SaeByPrograms = "Device supports SAE with AUTHENTICATE command";
    private const string SaeByFirmware = "[ SAE_OFFLOAD_AP ]";
    private readonly List<string> _modes = [];
    private readonly List<string> _ciphers = [];
    private readonly List<WifiChannel> _channels = [];

    private Wiphy(string name) => Name = name;

    /// <summary>phy0</summary>
    public string Name { get; }

    /// <summary>Interface modes: managed, AP, ..</summary>
    public IReadOnlyList<string> Modes => _modes;

    /// <summary>Channels at 2.4 GHz, the only ones an ESP8266 hears.</summary>
    public IReadOnlyList<WifiChannel> Channels => _channels;

    /// <summary>Whether it has the cipher that protects management frames (BIP, printed as CMAC).</summary>
    public bool ProtectsManagement => _ciphers.Exists(cipher => cipher.StartsWith("CMAC", StringComparison.Ordinal));

    /// <summary>
    /// Whether an access point of it can offer WPA3's handshake: by hostapd, where the driver leaves that to programs, or by its
    /// firmware (NL80211_FEATURE_SAE, NL80211_EXT_FEATURE_SAE_OFFLOAD_AP in linux/nl80211.h).
    /// </summary>
    public bool OffersSae { get; private set; }

    /// <summary>Reads all radios.</summary>
    public static List<Wiphy> Parse(IEnumerable<string> lines)
    {
        List<Wiphy> radios = [];
        var heading = "";
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (line.StartsWith("Wiphy ", StringComparison.Ordinal)) radios.Add(new Wiphy(text["Wiphy ".Length..]));
            else if (text == SaeByPrograms && radios.Count > 0) radios[^1].OffersSae = true;
            else if (text.EndsWith(':')) heading = text;
            else if (text.StartsWith('*') && radios.Count > 0) radios[^1].Take(heading, text.TrimStart('*', ' '));
        }

        return radios;
    }

    private void Take(string heading, string item)
    {
        switch (heading)
        {
            case "Supported interface modes:":
                _modes.Add(item);
                break;
            case "Supported extended features:":
                OffersSae |= item.StartsWith(SaeByFirmware, StringComparison.Ordinal);
                break;
            case "Supported Ciphers:":
                _ciphers.Add(item);
                break;
            case "Frequencies:" when Channel().Match(item) is { Success: true } match:
                var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
                if (number <= HighestOf24Gigahertz) _channels.Add(new WifiChannel(number, match.Groups["rest"].Value));
                break;
            default:
                break;
        }
    }

    /// <summary>2472 MHz [13] (20.0 dBm) (no IR); newer versions print 2472.0 MHz.</summary>
    [GeneratedRegex(@"^[0-9.]+ MHz \[(?<number>[0-9]{1,3})\](?<rest>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Channel();
}
