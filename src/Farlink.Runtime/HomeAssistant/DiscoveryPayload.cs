using System.Buffers;
using System.Text.Json;

namespace Farlink.Runtime.HomeAssistant;

/// <summary>
/// The discovery payload of a device with its components (Home Assistant 2024.12 or later; documentation of the MQTT
/// integration, "Device discovery payload").
/// </summary>
internal static class DiscoveryPayload
{
    /// <summary>Writes it.</summary>
    public static ReadOnlyMemory<byte> Write(DiscoverySubject subject)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Device(writer, subject);
            Origin(writer, subject);
            writer.WriteStartObject("cmps");
            foreach (var sensor in LinkSensor.All) Sensor(writer, subject, sensor);
            Session(writer, subject);
            if (subject.IsBase) Presence(writer, subject);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Device(Utf8JsonWriter writer, DiscoverySubject subject)
    {
        writer.WriteStartObject("dev");
        writer.WriteStartArray("ids");
        writer.WriteStringValue(subject.Id);
        writer.WriteEndArray();
        writer.WriteString("name", $"Farlink {subject.Site}");
        writer.WriteString("mf", "Farlink");
        writer.WriteString("mdl", subject.IsBase ? "LoRa link, seen by the base" : "LoRa link, seen by the site");
        writer.WriteString("sw", subject.Version);
        writer.WriteEndObject();
    }

    private static void Origin(Utf8JsonWriter writer, DiscoverySubject subject)
    {
        writer.WriteStartObject("o");
        writer.WriteString("name", "Farlink");
        writer.WriteString("sw", subject.Version);
        writer.WriteEndObject();
    }

    private static void Sensor(Utf8JsonWriter writer, DiscoverySubject subject, LinkSensor sensor)
    {
        Begin(writer, subject, "sensor", sensor.Key, sensor.Name);
        if (sensor.DeviceClass is { } known) writer.WriteString("device_class", known);
        writer.WriteString("unit_of_measurement", sensor.Unit);
        writer.WriteString("state_class", "measurement");
        writer.WriteString("value_template", sensor.Template);
        writer.WriteNumber("expire_after", subject.ExpireAfter);
        writer.WriteString("entity_category", "diagnostic");
        writer.WriteString("state_topic", $"farlink/{subject.Site}/link");

        // Only a base says whether the site is there. What a site that is silent last sounded like is no measurement of now.
        if (subject.IsBase && sensor.IsOfSite) writer.WriteString("availability_topic", $"farlink/{subject.Site}/state");
        writer.WriteEndObject();
    }

    private static void Session(Utf8JsonWriter writer, DiscoverySubject subject)
    {
        Begin(writer, subject, "binary_sensor", "session", "Session");
        writer.WriteString("device_class", "connectivity");
        writer.WriteString("value_template", "{{ 'ON' if value_json.session else 'OFF' }}");
        writer.WriteNumber("expire_after", subject.ExpireAfter);
        writer.WriteString("entity_category", "diagnostic");
        writer.WriteString("state_topic", $"farlink/{subject.Site}/link");
        writer.WriteEndObject();
    }

    /// <summary>It is retained, and the base's last will: it does not expire, and is never unavailable but off.</summary>
    private static void Presence(Utf8JsonWriter writer, DiscoverySubject subject)
    {
        Begin(writer, subject, "binary_sensor", "presence", "Presence");
        writer.WriteString("device_class", "connectivity");
        writer.WriteString("payload_on", "online");
        writer.WriteString("payload_off", "offline");
        writer.WriteString("state_topic", $"farlink/{subject.Site}/state");
        writer.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter writer, DiscoverySubject subject, string platform, string key, string name)
    {
        writer.WriteStartObject(key);
        writer.WriteString("p", platform);
        writer.WriteString("name", name);
        writer.WriteString("unique_id", $"{subject.Id}_{key}");
    }
}
