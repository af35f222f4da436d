namespace Farlink.Host.Wifi;

/// <summary>Which programs make the access point.</summary>
public enum WifiProfile
{
    /// <summary>hostapd, dnsmasq and units of systemd.</summary>
    Hostapd,

    /// <summary>NetworkManager, which runs wpa_supplicant and dnsmasq itself.</summary>
    NetworkManager,
}
