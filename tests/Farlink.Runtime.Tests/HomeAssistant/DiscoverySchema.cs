using System.Text.Json;
using System.Text.RegularExpressions;

namespace Farlink.Runtime.Tests.HomeAssistant;

/// <summary>
/// What Home Assistant's documentation asks of a device discovery message: the pages "MQTT" (discovery topic, device discovery
/// payload, origin), "MQTT sensor" and "MQTT binary sensor" (configuration variables). Typed from there, not from our code.
/// </summary>
internal static partial class DiscoverySchema
{
    private static readonly Dictionary<string, string> RootAbbreviations = new()
    {
        ["dev"] = "device",
        ["o"] = "origin",
        ["cmps"] = "components",
        ["avty_t"] = "availability_topic",
        ["stat_t"] = "state_topic",
    };

    private static readonly Dictionary<string, string> DeviceAbbreviations = new()
    {
        ["cu"] = "configuration_url",
        ["cns"] = "connections",
        ["hw"] = "hw_version",
        ["ids"] = "identifiers",
        ["mf"] = "manufacturer",
        ["mdl"] = "model",
        ["mdl_id"] = "model_id",
        ["sa"] = "suggested_area",
        ["sn"] = "serial_number",
        ["sw"] = "sw_version",
    };

    private static readonly Dictionary<string, string> OriginAbbreviations = new()
    {
        ["sw"] = "sw_version",
        ["url"] = "support_url",
    };

    private static readonly Dictionary<string, string> ComponentAbbreviations = new() { ["p"] = "platform" };

    private static readonly HashSet<string> RootKeys =
    [
        "device", "origin", "components", "availability", "availability_mode", "availability_template", "availability_topic",
        "payload_available", "payload_not_available", "command_topic", "state_topic", "qos", "encoding",
    ];

    private static readonly HashSet<string> DeviceKeys =
    [
        "configuration_url", "connections", "hw_version", "identifiers", "manufacturer", "model", "model_id", "name",
        "serial_number", "suggested_area", "sw_version", "via_device",
    ];

    private static readonly HashSet<string> OriginKeys = ["name", "sw_version", "support_url"];

    private static readonly string[] CommonKeys =
    [
        "availability", "availability_mode", "availability_template", "availability_topic", "default_entity_id", "device_class",
        "enabled_by_default", "encoding", "entity_category", "entity_picture", "expire_after", "force_update", "icon",
        "json_attributes_template", "json_attributes_topic", "name", "object_id", "payload_available", "payload_not_available",
        "platform", "qos", "state_topic", "unique_id", "value_template",
    ];

    private static readonly Dictionary<string, HashSet<string>> PlatformKeys = new()
    {
        ["sensor"] =
        [
            .. CommonKeys, "last_reset_value_template", "options", "state_class", "suggested_display_precision",
            "unit_of_measurement",
        ],
        ["binary_sensor"] = [.. CommonKeys, "off_delay", "payload_off", "payload_on"],
    };

    private static readonly string[] StateClasses = ["measurement", "measurement_angle", "total", "total_increasing"];

    /// <summary>Whatever is wrong with a message; nothing if it is good.</summary>
    public static IReadOnlyList<string> Check(string topic, ReadOnlyMemory<byte> payload)
    {
        List<string> wrong = [];
        if (!DiscoveryTopic().IsMatch(topic)) wrong.Add($"topic: {topic} is no discovery topic of a device");
        using var document = JsonDocument.Parse(payload);
        var root = Expand(document.RootElement, RootAbbreviations);
        Unknown(wrong, "root", root, RootKeys);
        CheckAvailability(wrong, "root", root);
        if (!root.TryGetValue("device", out var device)) wrong.Add("root: device is required");
        else CheckDevice(wrong, Expand(device, DeviceAbbreviations));
        if (!root.TryGetValue("origin", out var origin)) wrong.Add("root: origin is required");
        else CheckOrigin(wrong, Expand(origin, OriginAbbreviations));
        if (!root.TryGetValue("components", out var components) || components.ValueKind != JsonValueKind.Object)
        {
            wrong.Add("root: components are required");
            return wrong;
        }

        HashSet<string> ids = [];
        foreach (var component in components.EnumerateObject())
        {
            var keys = Expand(component.Value, ComponentAbbreviations);
            CheckComponent(wrong, component.Name, keys, root.ContainsKey("state_topic"));
            if (Text(keys, "unique_id") is { } id && !ids.Add(id)) wrong.Add($"{component.Name}: unique_id {id} is used twice");
        }

        return wrong;
    }

    private static Dictionary<string, JsonElement> Expand(JsonElement map, Dictionary<string, string> abbreviations) =>
        map.EnumerateObject().ToDictionary(one => abbreviations.GetValueOrDefault(one.Name, one.Name), one => one.Value);

    private static void CheckDevice(List<string> wrong, Dictionary<string, JsonElement> device)
    {
        Unknown(wrong, "device", device, DeviceKeys);
        var names = new[] { "identifiers", "connections" }.Where(device.ContainsKey).Select(key => device[key]);
        if (!names.Any(one => one.ValueKind == JsonValueKind.String || one.GetArrayLength() > 0))
            wrong.Add("device: identifiers or connections are required");
    }

    private static void CheckOrigin(List<string> wrong, Dictionary<string, JsonElement> origin)
    {
        Unknown(wrong, "origin", origin, OriginKeys);
        if (string.IsNullOrEmpty(Text(origin, "name"))) wrong.Add("origin: name is required");
    }

    private static void CheckComponent(List<string> wrong, string name, Dictionary<string, JsonElement> keys, bool hasTopic)
    {
        if (Text(keys, "platform") is not { } platform || !PlatformKeys.TryGetValue(platform, out var allowed))
        {
            wrong.Add($"{name}: platform is required, of those checked here: {string.Join(", ", PlatformKeys.Keys)}");
            return;
        }

        Unknown(wrong, name, keys, allowed);
        CheckAvailability(wrong, name, keys);
        if (string.IsNullOrEmpty(Text(keys, "unique_id"))) wrong.Add($"{name}: unique_id is required");
        if (!hasTopic && string.IsNullOrEmpty(Text(keys, "state_topic"))) wrong.Add($"{name}: state_topic is required");
        if (keys.ContainsKey("entity_category") && Text(keys, "entity_category") != "diagnostic")
            wrong.Add($"{name}: entity_category must be diagnostic");
        if (keys.TryGetValue("expire_after", out var expires)
            && !(expires.ValueKind == JsonValueKind.Number && expires.TryGetInt32(out var seconds) && seconds >= 0))
            wrong.Add($"{name}: expire_after must be a whole number of seconds");
        if (Text(keys, "value_template") is { } template && !Template().IsMatch(template))
            wrong.Add($"{name}: value_template is no template");
        if (platform == "sensor") CheckSensor(wrong, name, keys);
        else if (Text(keys, "device_class") is { } known && !DeviceClasses.OfBinarySensors.Contains(known))
            wrong.Add($"{name}: device_class {known} is not known");
    }

    private static void CheckSensor(List<string> wrong, string name, Dictionary<string, JsonElement> keys)
    {
        var (device, unit) = (Text(keys, "device_class"), Text(keys, "unit_of_measurement"));
        if (device is not null)
        {
            if (!DeviceClasses.UnitsOfSensors.TryGetValue(device, out var units))
                wrong.Add($"{name}: device_class {device} is not known");
            else if (!units.Contains(unit ?? ""))
                wrong.Add($"{name}: unit_of_measurement {unit} is none of device_class {device}");
        }

        if (Text(keys, "state_class") is { } state && !StateClasses.Contains(state))
            wrong.Add($"{name}: state_class {state} is not known");
        if (device is "date" or "enum" or "timestamp" && keys.ContainsKey("state_class"))
            wrong.Add($"{name}: state_class is for numbers");
        if (keys.ContainsKey("options")
            && (device != "enum" || unit is not null || keys.ContainsKey("state_class")))
            wrong.Add($"{name}: options need device_class enum, and neither state_class nor unit_of_measurement");
        if (keys.ContainsKey("last_reset_value_template") && Text(keys, "state_class") != "total")
            wrong.Add($"{name}: last_reset_value_template needs state_class total");
    }

    private static void CheckAvailability(List<string> wrong, string name, Dictionary<string, JsonElement> keys)
    {
        if (keys.ContainsKey("availability") && keys.ContainsKey("availability_topic"))
            wrong.Add($"{name}: availability must not be used together with availability_topic");
    }

    private static void Unknown(List<string> wrong, string name, Dictionary<string, JsonElement> keys, HashSet<string> allowed) =>
        wrong.AddRange(keys.Keys.Where(key => !allowed.Contains(key)).Select(key => $"{name}: {key} is not known"));

    private static string? Text(Dictionary<string, JsonElement> keys, string key) =>
        keys.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^[^+#]+/device/([a-zA-Z0-9_-]+/)?[a-zA-Z0-9_-]+/config$", RegexOptions.ExplicitCapture)]
    private static partial Regex DiscoveryTopic();

    [GeneratedRegex(@"^\{\{ [^{}]+ \}\}$")]
    private static partial Regex Template();
}
