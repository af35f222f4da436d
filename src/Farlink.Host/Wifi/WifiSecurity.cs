namespace Farlink.Host.Wifi;

/// <summary>How devices show that they know the passphrase.</summary>
public enum WifiSecurity
{
    /// <summary>WPA2-PSK with CCMP: what every device can, an ESP8266 among them.</summary>
    Wpa2,

    /// <summary>WPA3-SAE alone: the passphrase cannot be guessed from what was heard. Not every radio and device can.</summary>
    Wpa3,

    /// <summary>Both. Some devices fail at it: some ESP8266 firmware at SAE beside WPA2.</summary>
    Transition,
}
