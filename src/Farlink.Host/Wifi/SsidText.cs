using System.Text;

namespace Farlink.Host.Wifi;

/// <summary>
/// The network's name in configuration files. A plain one is written as it is; any other one as its octets, since each program
/// has its own way with quotes, backslashes, semicolons and blanks.
/// </summary>
internal static class SsidText
{
    /// <summary>hostapd.conf: <c>ssid=</c> takes the rest of the line as it is, <c>ssid2=</c> hexadecimal digits.</summary>
    public static string Hostapd(string ssid)
    {
        if (IsPlain(ssid)) return $"ssid={ssid}";
        var octets = $"ssid2={Convert.ToHexStringLower(Encoding.UTF8.GetBytes(ssid))}";

        // Tells stations that the name is UTF-8: bit 48 of the Extended Capabilities (IEEE 802.11).
        return ssid.All(char.IsAscii) ? octets : $"{octets}\nutf8_ssid=1";
    }

    /// <summary>NetworkManager: a list of octets in decimal, a semicolon after each (nm-settings-keyfile(5)).</summary>
    public static string Keyfile(string ssid) =>
        IsPlain(ssid) ? ssid : string.Concat(Encoding.UTF8.GetBytes(ssid).Select(octet => $"{octet};"));

    private static bool IsPlain(string ssid) => ssid[0] != ' ' && ssid[^1] != ' '
        && ssid.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_' or '.' or '-');
}
