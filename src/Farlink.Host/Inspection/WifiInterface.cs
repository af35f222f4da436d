namespace Farlink.Host.Inspection;

/// <summary>A WiFi interface: a part of the output of <c>iw dev</c>.</summary>
/// <param name="Phy">Its radio: <c>phy#0</c>.</param>
/// <param name="Name">wlan0</param>
/// <param name="Kind">AP, managed, P2P-device, ..</param>
/// <param name="Ssid">The network it is in; empty if it is in none.</param>
internal sealed record WifiInterface(string Phy, string Name, string Kind, string Ssid)
{
    /// <summary>Reads all.</summary>
    public static List<WifiInterface> Parse(IEnumerable<string> lines)
    {
        List<WifiInterface> interfaces = [];
        var phy = "";
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (line.StartsWith("phy#", StringComparison.Ordinal)) phy = text;
            else if (After(text, "Interface ") is { } name) interfaces.Add(new WifiInterface(phy, name, "", ""));
            else if (text.StartsWith("Unnamed", StringComparison.Ordinal)) interfaces.Add(new WifiInterface(phy, "", "", ""));
            else if (interfaces.Count == 0) continue;
            else if (After(text, "type ") is { } kind) interfaces[^1] = interfaces[^1] with { Kind = kind };
            else if (After(text, "ssid ") is { } ssid) interfaces[^1] = interfaces[^1] with { Ssid = ssid };
        }

        return interfaces;
    }

    private static string? After(string text, string word) =>
        text.StartsWith(word, StringComparison.Ordinal) ? text[word.Length..] : null;
}
