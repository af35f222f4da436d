using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Farlink.Commands;
using Farlink.Mqtt.Broker;

namespace Farlink.Devices;

/// <summary>
/// YAML for ESPHome. TLS happens only because <c>certificate_authority</c> is given, on ESP32 chips only; certificates stand in
/// the YAML itself. Sources: docs/devices.md.
/// </summary>
internal static class EspHome
{
    /// <summary>Its configuration takes 32 characters.</summary>
    public const int LongestSsid = 32;

    /// <summary>Chips that its MQTT component knows.</summary>
    public static readonly string[] Chips = ["esp32", "esp8266", "bk72xx"];

    /// <summary>The whole file, with what is secret apart.</summary>
    /// <param name="settings">The device.</param>
    /// <param name="name">The node's name.</param>
    /// <param name="chip">One of <see cref="Chips"/>.</param>
    /// <param name="board">The board, as ESPHome names it.</param>
    public static string Print(DeviceSettings settings, string name, string chip, string board)
    {
        Check(settings, name, chip);
        var text = new StringBuilder();
        text.AppendLine("# secrets.yaml, beside the next file; keep it to yourself");
        text.AppendLine(CultureInfo.InvariantCulture, $"wifi_ssid: {Quote(settings.Ssid)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"wifi_password: {Quote(settings.Passphrase)}");
        if (settings.User.Length > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"mqtt_user: {Quote(settings.User)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"mqtt_password: {Quote(settings.Password)}");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"# {name}.yaml");
        text.AppendLine("esphome:").AppendLine(CultureInfo.InvariantCulture, $"  name: {Quote(name)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{chip}:");
        text.AppendLine(CultureInfo.InvariantCulture, $"  board: {Quote(board)}");
        if (chip == "esp32") text.AppendLine("  framework:").AppendLine("    type: esp-idf");
        text.AppendLine("wifi:").AppendLine("  ssid: !secret wifi_ssid").AppendLine("  password: !secret wifi_password");
        Mqtt(text, settings);
        return text.ToString();
    }

    private static void Mqtt(StringBuilder text, DeviceSettings settings)
    {
        text.AppendLine("mqtt:").AppendLine(CultureInfo.InvariantCulture, $"  broker: {Quote(settings.Server)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  port: {settings.Port}");
        if (settings.User.Length > 0)
            text.AppendLine("  username: !secret mqtt_user").AppendLine("  password: !secret mqtt_password");

        // Logs and discovery would be carried over the radio.
        text.AppendLine("  discovery: false").AppendLine("  log_topic: null");
        if (!settings.HasTls) return;
        Pem(text, "certificate_authority", settings.CaFile!);
        if (settings.Listener != ListenerAuth.Mutual) return;
        Pem(text, "client_certificate", settings.CertificateFile!);
        Pem(text, "client_certificate_key", settings.Key!);
    }

    private static void Check(DeviceSettings settings, string name, string chip)
    {
        if (!Chips.Contains(chip))
            throw new UsageException($"--chip {chip}: ESPHome has MQTT on {string.Join(", ", Chips)}, and not on other chips.");
        if (chip != "esp32" && settings.HasTls)
            throw new UsageException($"ESPHome has no TLS for MQTT on {chip}: use --listener plain, or an ESP32.");
        if (settings.Key?.StartsWith(MongooseOs.ChipKey, StringComparison.Ordinal) == true)
            throw new UsageException("ESPHome cannot use a key in a chip: give a key file.");
        if (name.Length is 0 or > 31 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new UsageException("--name: 1 to 31 of a-z 0-9 - for ESPHome.");
        if ((settings.Ssid + settings.Passphrase + settings.User + settings.Password).Contains('$', StringComparison.Ordinal))
            throw new UsageException("ESPHome takes $ for a substitution: choose names and passwords without it.");
    }

    private static void Pem(StringBuilder text, string key, string path)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"  {key}: |");
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0)) text.Append("    ").AppendLine(line);
    }

    /// <summary>JSON's strings are YAML's double-quoted ones.</summary>
    private static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
