namespace Farlink.Host.Wifi;

/// <summary>Protection of management frames (IEEE 802.11w). The values are those of hostapd's <c>ieee80211w</c>.</summary>
public enum FrameProtection
{
    /// <summary>None. Some radios of a Raspberry Pi cannot start an access point with any.</summary>
    Off = 0,

    /// <summary>For devices that can.</summary>
    Optional = 1,

    /// <summary>Devices that cannot are refused.</summary>
    Required = 2,
}
