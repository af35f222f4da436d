using System.Globalization;
using System.Text;
using Farlink.Commands;
using Farlink.Mqtt.Broker;

namespace Farlink.Devices;

/// <summary>
/// Console commands for Tasmota. The binaries that its makers publish cannot check a broker with a P-256 certificate of a private
/// CA: TLS needs a build of one's own, 15.2 or later, with our CA compiled in. Sources: docs/devices.md.
/// </summary>
internal static class Tasmota
{
    /// <summary>Its settings take 32 characters.</summary>
    public const int LongestSsid = 32;

    private const int ShortestPassword = 5;
    private const int LongestName = 32;

    /// <summary>What to compile in, if anything, and what to type.</summary>
    /// <param name="settings">The device.</param>
    /// <param name="ownBuild">Whether the firmware is built by its owner.</param>
    public static string Print(DeviceSettings settings, bool ownBuild)
    {
        Check(settings, ownBuild);
        var text = new StringBuilder();
        if (settings.HasTls) Build(text, settings);
        text.AppendLine("# In the device's console, line by line");
        text.AppendLine(CultureInfo.InvariantCulture, $"SSID1 {settings.Ssid}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Password1 {settings.Passphrase}");
        text.AppendLine(CultureInfo.InvariantCulture, $"MqttHost {settings.Server}");
        text.AppendLine(CultureInfo.InvariantCulture, $"MqttPort {settings.Port}");
        text.AppendLine(CultureInfo.InvariantCulture, $"MqttUser {settings.User}");
        text.AppendLine(CultureInfo.InvariantCulture, $"MqttPassword {settings.Password}");
        if (settings.HasTls)
        {
            // It checks dates, and has no Internet to ask for them.
            text.AppendLine("NtpServer1 192.168.2.1");
            text.AppendLine("Backlog SetOption132 0; SetOption165 1; SetOption103 1; SetOption3 1; Restart 1");
        }
        else
        {
            text.AppendLine("Backlog SetOption103 0; SetOption3 1; Restart 1");
        }

        return text.ToString();
    }

    private static void Build(StringBuilder text, DeviceSettings settings)
    {
        text.AppendLine("# user_config_override.h of your own build (Tasmota 15.2 or later)");
        text.AppendLine("#ifndef USE_MQTT_TLS\n#define USE_MQTT_TLS\n#endif");
        text.AppendLine("#define USE_MQTT_TLS_CA_CERT\n#define INCLUDE_LOCAL_CERT");
        text.AppendLine("#define OMIT_LETS_ENCRYPT_CERT\n#define OMIT_AWS_CERT").AppendLine();
        text.AppendLine("# Our CA, in tasmota/include/, made with the tool brssl of BearSSL");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"brssl ta {settings.CaFile} | sed -e 's/TA0/PROGMEM TA0/' -e '/br_x509/,+999 d' > local_ca_data.h");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"brssl ta {settings.CaFile} | sed -e '1,/br_x509/ d' -e '/}};/,+999 d' > local_ca_descriptor.h").AppendLine();
    }

    private static void Check(DeviceSettings settings, bool ownBuild)
    {
        if (settings.HasTls && !ownBuild)
        {
            throw new UsageException(
                "The binaries of Tasmota trust no private CA with P-256: use --listener plain, or a build of yours with our CA "
                + "in it (--own-build).");
        }

        if (settings.Listener == ListenerAuth.Mutual)
            throw new UsageException("For Tasmota use a password listener: a certificate of its own needs a build for AWS IoT.");
        if (settings.User is "0" or "1" || settings.Password is "0" or "1" || settings.Ssid == "1" || settings.Passphrase == "1")
            throw new UsageException("Tasmota takes 0 and 1 for commands, not for a name or password.");
        if (settings.Password.Length < ShortestPassword)
            throw new UsageException($"--password: Tasmota wants at least {ShortestPassword} characters.");
        if (settings.User.Length > LongestName || settings.Password.Length > LongestName || settings.Server.Length > LongestName)
            throw new UsageException($"Tasmota takes at most {LongestName} characters for server, user and password.");
        var all = settings.Ssid + settings.Passphrase + settings.User + settings.Password;
        if (all.Any(char.IsWhiteSpace) || all.AsSpan().IndexOfAny(";\"") >= 0)
            throw new UsageException("Tasmota's console takes no blanks, no ; and no \" in names and passwords.");
    }
}
