using System.Text;
using System.Text.Json.Nodes;

namespace Farlink.Runtime.Tests.HomeAssistant;

/// <summary>The rules of the documentation speak when they are broken.</summary>
public sealed class DiscoverySchemaTests
{
    private const string Topic = "homeassistant/device/bla2mqtt/config";

    /// <summary>The documentation's own example, shortened.</summary>
    private const string Example = """
        {
          "dev": { "ids": "ea334450945afc", "name": "Kitchen", "mf": "Bla electronics", "sw": "1.0", "hw": "1.0rev2" },
          "o": { "name": "bla2mqtt", "sw": "2.1", "url": "https://bla2mqtt.example.com/support" },
          "cmps": {
            "a": {
              "p": "sensor", "device_class": "temperature", "unit_of_measurement": "°C",
              "value_template": "{{ value_json.temperature }}", "unique_id": "temp01ae_t"
            },
            "b": { "p": "binary_sensor", "device_class": "door", "unique_id": "temp01ae_d" }
          },
          "state_topic": "sensorBedroom/state",
          "qos": 2
        }
        """;

    [Fact]
    public void Check_ExampleOfTheDocumentation_IsGood() => Assert.Empty(Check(Topic, Example));

    [Theory]
    [InlineData("homeassistant/device/a/b/config", true)]
    [InlineData("homeassistant/sensor/a/config", false)]
    [InlineData("homeassistant/device/a b/config", false)]
    [InlineData("homeassistant/device/a", false)]
    public void Check_Topic_MustBeADevices(string topic, bool isGood) =>
        Assert.Equal(isGood, Check(topic, Example).Count == 0);

    [Theory]
    [InlineData("dev", "device is required")]
    [InlineData("o", "origin is required")]
    [InlineData("cmps", "components are required")]
    [InlineData("dev.ids", "identifiers or connections are required")]
    [InlineData("o.name", "origin: name is required")]
    [InlineData("cmps.a.p", "a: platform is required")]
    [InlineData("cmps.b.unique_id", "b: unique_id is required")]
    [InlineData("state_topic", "a: state_topic is required")]
    [InlineData("cmps.a.unit_of_measurement", "is none of device_class temperature")]
    public void Check_WithoutAKey_Fires(string path, string expected)
    {
        var (parent, key, root) = Find(path);
        Assert.True(parent.Remove(key));
        Assert.Contains(Check(Topic, root.ToJsonString()), one => one.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("extra", "1", "root: extra is not known")]
    [InlineData("dev.colour", "\"red\"", "device: colour is not known")]
    [InlineData("o.author", "\"me\"", "origin: author is not known")]
    [InlineData("cmps.a.payload_on", "\"1\"", "a: payload_on is not known")]
    [InlineData("cmps.b.unit_of_measurement", "\"m\"", "b: unit_of_measurement is not known")]
    [InlineData("cmps.a.p", "\"thermometer\"", "a: platform is required")]
    [InlineData("cmps.a.device_class", "\"warmth\"", "device_class warmth is not known")]
    [InlineData("cmps.b.device_class", "\"signal_strength\"", "device_class signal_strength is not known")]
    [InlineData("cmps.a.unit_of_measurement", "\"dBm\"", "dBm is none of device_class temperature")]
    [InlineData("cmps.a.state_class", "\"average\"", "state_class average is not known")]
    [InlineData("cmps.a.entity_category", "\"config\"", "entity_category must be diagnostic")]
    [InlineData("cmps.a.expire_after", "-1", "expire_after must be")]
    [InlineData("cmps.a.expire_after", "\"60\"", "expire_after must be")]
    [InlineData("cmps.a.value_template", "\"{{ value_json.a }\"", "value_template is no template")]
    [InlineData("cmps.a.options", "[\"x\"]", "options need device_class enum")]
    [InlineData("cmps.a.last_reset_value_template", "\"{{ 1 }}\"", "needs state_class total")]
    [InlineData("cmps.b.unique_id", "\"temp01ae_t\"", "unique_id temp01ae_t is used twice")]
    public void Check_WrongValue_Fires(string path, string value, string expected)
    {
        var (parent, key, root) = Find(path);
        parent[key] = JsonNode.Parse(value);
        Assert.Contains(Check(Topic, root.ToJsonString()), one => one.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_TwoKindsOfAvailability_Fires()
    {
        var (parent, _, root) = Find("cmps.a.p");
        parent["availability_topic"] = "a";
        parent["availability"] = new JsonArray();
        var wrong = Check(Topic, root.ToJsonString());
        Assert.Contains(wrong, one => one.Contains("must not be used together", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Check(string topic, string json) =>
        DiscoverySchema.Check(topic, Encoding.UTF8.GetBytes(json));

    private static (JsonObject Parent, string Key, JsonNode Root) Find(string path)
    {
        var root = JsonNode.Parse(Example)!;
        var parts = path.Split('.');
        var parent = parts[..^1].Aggregate(root, (node, part) => node[part]!);
        return (parent.AsObject(), parts[^1], root);
    }
}
