using Farlink.Host.Inspection;

namespace Farlink.Host.Wifi;

/// <summary>What the radio of an access point cannot do, as its driver tells iw(8).</summary>
internal static class RadioObstacles
{
    /// <summary>Looks for it; nothing where iw does not show the radio.</summary>
    public static async Task<IReadOnlyList<WifiObstacle>> FindAsync(
        AccessPoint point, HostView host, CancellationToken cancellationToken)
    {
        if (await host.RunAsync("iw", ["phy"], cancellationToken) is not { IsGood: true } result) return [];
        var name = host.ReadText($"/sys/class/net/{point.Interface}/phy80211/name")?.Trim();
        if (Wiphy.Parse(result.Lines).Find(radio => radio.Name == name) is not { Modes.Count: > 0 } radio) return [];
        if (!radio.Modes.Contains("AP"))
        {
            return
            [
                new WifiObstacle(
                    $"The radio of {point.Interface} can be {string.Join(", ", radio.Modes)}, and no access point",
                    "Use another WiFi adapter: iw phy must list AP among its \"Supported interface modes\"", true),
            ];
        }

        if (point.Security != WifiSecurity.Wpa2 && !(radio.OffersSae && radio.ProtectsManagement))
        {
            return
            [
                new WifiObstacle(
                    $"The driver of {point.Interface} does not say that it can do WPA3 (SAE and protected management frames)",
                    "Use --security wpa2, or another WiFi adapter", true),
            ];
        }

        return point.ProtectionInForce == FrameProtection.Off || radio.ProtectsManagement
            ? []
            :
            [
                new WifiObstacle(
                    $"The driver of {point.Interface} has no cipher for protected management frames", "Leave --pmf out", true),
            ];
    }
}
