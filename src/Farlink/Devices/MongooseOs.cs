using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Farlink.Commands;
using Farlink.Mqtt.Broker;

namespace Farlink.Devices;

/// <summary>
/// Commands of <c>mos</c> and the configuration for Mongoose OS on an ESP8266 or ESP32, with an ATECC508 or 608 or without. TLS
/// is on because <c>mqtt.ssl_ca_cert</c> is set. Sources: docs/devices.md.
/// </summary>
internal static class MongooseOs
{
    /// <summary>What a key in a chip begins with; the slot follows.</summary>
    public const string ChipKey = "ATCA:";

    /// <summary>Its WiFi library takes 31 octets.</summary>
    public const int LongestSsid = 31;

    private static readonly JsonWriterOptions Indented =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Everything to be typed, and the same as conf9.json.</summary>
    /// <param name="settings">The device.</param>
    /// <param name="chipAddress">Seven bits.</param>
    public static string Print(DeviceSettings settings, int chipAddress)
    {
        var isChip = settings.Key?.StartsWith(ChipKey, StringComparison.Ordinal) == true;
        if (isChip && settings.Key![ChipKey.Length..] is not [>= '0' and <= '7'])
            throw new UsageException("--key: a chip's key is ATCA:0 to ATCA:7.");
        var text = new StringBuilder();
        if (isChip) Chip(text, settings);
        text.AppendLine("# Files on the device");
        foreach (var file in new[] { settings.CaFile, settings.CertificateFile, isChip ? null : settings.Key }.OfType<string>())
            text.AppendLine(CultureInfo.InvariantCulture, $"mos put {Shell(file)}");
        text.AppendLine().AppendLine("# WiFi and MQTT; mos saves them and restarts the device");
        text.Append("mos config-set");
        foreach (var (name, value) in Values(settings)) text.Append(" \\\n  ").Append(Shell($"{name}={value}"));
        text.AppendLine();
        if (isChip)
        {
            // On their own: one name that the firmware lacks makes the whole command fail.
            text.AppendLine().AppendLine("# The chip; firmware must be built with the libraries i2c and atca");
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"mos config-set i2c.enable=true sys.atca.enable=true sys.atca.i2c_addr={chipAddress}");
        }

        text.AppendLine().AppendLine("# The same as conf9.json");
        text.AppendLine(Json(settings, isChip, chipAddress));
        return text.ToString();
    }

    private static void Chip(StringBuilder text, DeviceSettings settings)
    {
        // gen-csr and gen-cert of mos make a new key each time; this takes the public half of the one that is there.
        var slot = settings.Key![ChipKey.Length..];
        text.AppendLine("# The key stays in the chip. Its public half, certified by our CA (on its host, mostly the base):");
        text.AppendLine(CultureInfo.InvariantCulture, $"mos atca-get-pub-key {slot} device.pub.pem");
        text.AppendLine("sudo farlink pki issue --dir /etc/farlink/pki --client --name NAME --csr device.pub.pem --replace")
            .AppendLine();
    }

    private static IEnumerable<(string Name, string Value)> Values(DeviceSettings settings)
    {
        yield return ("wifi.ap.enable", "false");
        yield return ("wifi.sta.enable", "true");
        yield return ("wifi.sta.ssid", settings.Ssid);
        yield return ("wifi.sta.pass", settings.Passphrase);
        yield return ("mqtt.enable", "true");
        yield return ("mqtt.server", $"{settings.Server}:{settings.Port}");
        yield return ("mqtt.user", settings.User);
        yield return ("mqtt.pass", settings.Password);
        yield return ("mqtt.clean_session", "false");
        yield return ("mqtt.ssl_ca_cert", Name(settings.CaFile));
        yield return ("mqtt.ssl_cert", Name(settings.CertificateFile));
        yield return ("mqtt.ssl_key", KeyOf(settings));
    }

    private static string Json(DeviceSettings settings, bool isChip, int chipAddress)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(octets, Indented))
        {
            json.WriteStartObject();
            json.WriteStartObject("wifi");
            json.WriteStartObject("ap");
            json.WriteBoolean("enable", false);
            json.WriteEndObject();
            json.WriteStartObject("sta");
            json.WriteBoolean("enable", true);
            json.WriteString("ssid", settings.Ssid);
            json.WriteString("pass", settings.Passphrase);
            json.WriteEndObject();
            json.WriteEndObject();
            if (isChip) WriteChip(json, chipAddress);
            json.WriteStartObject("mqtt");
            json.WriteBoolean("enable", true);
            json.WriteString("server", $"{settings.Server}:{settings.Port}");
            json.WriteString("user", settings.User);
            json.WriteString("pass", settings.Password);
            json.WriteBoolean("clean_session", false);
            json.WriteString("ssl_ca_cert", Name(settings.CaFile));
            json.WriteString("ssl_cert", Name(settings.CertificateFile));
            json.WriteString("ssl_key", KeyOf(settings));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }

    private static void WriteChip(Utf8JsonWriter json, int address)
    {
        json.WriteStartObject("i2c");
        json.WriteBoolean("enable", true);
        json.WriteEndObject();
        json.WriteStartObject("sys");
        json.WriteStartObject("atca");
        json.WriteBoolean("enable", true);
        json.WriteNumber("i2c_addr", address);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string KeyOf(DeviceSettings settings) => settings.Listener != ListenerAuth.Mutual ? ""
        : settings.Key!.StartsWith(ChipKey, StringComparison.Ordinal) ? settings.Key : Name(settings.Key);

    private static string Name(string? path) => path is null ? "" : Path.GetFileName(path);

    /// <summary>For a POSIX shell.</summary>
    private static string Shell(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or '=' or ':')
            ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
