using Farlink.Protocol.Bridging;

namespace Farlink.Setup;

/// <summary>
/// The presets, as data. Topics are those that firmware uses as it comes: Tasmota's documentation, MQTT (cmnd, stat, tele,
/// tasmota/discovery); ESPHome's mqtt_component.h (PREFIX/TYPE/ID/state, .../command, PREFIX/status); Home Assistant's
/// documentation, MQTT discovery (homeassistant/TYPE/[NODE/]ID/config).
/// </summary>
internal static class Presets
{
    private const string Urgent = "urgent", Bulk = "bulk";

    /// <summary>A switch that turns minutes after it was told to does more harm than one that does not.</summary>
    private static readonly TimeSpan CommandsExpire = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>All, in the order in which they are shown.</summary>
    public static IReadOnlyList<Preset> All { get; } = [Seed(), Tasmota(), EspHome(), HomeAssistant()];

    /// <summary>Their names, for messages.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(preset => preset.Name));

    /// <summary>Finds one by its name; null: there is none.</summary>
    public static Preset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    /// <summary>The routes of some, each topic once a direction.</summary>
    public static IReadOnlyList<(Preset Preset, IReadOnlyList<PresetRoute> Routes)> RoutesOf(IReadOnlyList<string> names)
    {
        HashSet<(string, RouteDirection)> seen = [];
        return
        [
            .. All.Where(preset => names.Contains(preset.Name)).Select(preset => (
                preset,
                (IReadOnlyList<PresetRoute>)[.. preset.Routes.Where(route => seen.Add((route.Topic, route.Direction)))])),
        ];
    }

    private static Preset Seed() => new(
        "seed", "the seed's ESP8266: a text on /esp8266 every 5 s", "",
        [
            new("/esp8266", RouteDirection.Up, "Two of its messages share a frame. A device gone wild is held back by the quota.")
            {
                MostLatency = TimeSpan.FromSeconds(10),
                QuotaPerHour = 900,
            },
        ],
        [new("readwrite", "/esp8266")]);

    private static Preset Tasmota() => new(
        "tasmota", "Tasmota: stat/ and tele/ up, cmnd/ down", "tell it its topic in its console: Topic DEVICE",
        [
            new("tele/+/LWT", RouteDirection.Up, "Online or Offline, retained: whether a device is there.")
            {
                NewestOnly = true,
                UnchangedFor = TimeSpan.FromMinutes(15),
            },
            new("stat/#", RouteDirection.Up, "Answers to commands, and what a button did.")
            {
                NewestOnly = true,
                QuotaPerHour = 600,
            },
            new("tele/#", RouteDirection.Up, "Sensors, every 5 minutes (TelePeriod): only the newest value is worth its airtime.")
            {
                Priority = Bulk,
                MostLatency = TimeSpan.FromSeconds(60),
                NewestOnly = true,
                Expires = TimeSpan.FromHours(1),
                QuotaPerHour = 240,
            },
            new("tasmota/discovery/#", RouteDirection.Up, "What a device can do, long and seldom new: again once a day at most.")
            {
                Priority = Bulk,
                MostLatency = TimeSpan.FromSeconds(60),
                NewestOnly = true,
                UnchangedFor = Day,
                QuotaPerHour = 60,
            },
            new("cmnd/#", RouteDirection.Down, "Commands: at once, or not at all.")
            {
                Priority = Urgent,
                Expires = CommandsExpire,
                QuotaPerHour = 600,
            },
        ],
        [
            new("write", "stat/%u/#"), new("write", "tele/%u/#"), new("write", "tasmota/discovery/#"),
            new("read", "cmnd/%u/#"), new("read", "cmnd/tasmotas/#"),
        ]);

    private static Preset EspHome() => new(
        "esphome", "ESPHome: states up, commands down", "its name in ESPHome must be the device's (topic_prefix)",
        [
            new("+/status", RouteDirection.Up, "online or offline, retained: whether a device is there.")
            {
                NewestOnly = true,
                UnchangedFor = TimeSpan.FromMinutes(15),
            },
            State("+/+/+/state", "States, DEVICE/TYPE/ID/state. Logs (DEVICE/debug) do not cross."),
            State("+/+/+/+/state", "States with a part more: fan speed, climate mode."),
            Command("+/+/+/command", "Commands. If others at the upstream broker use such topics, name your devices here."),
            Command("+/+/+/+/command", "Commands with a part more."),
        ],
        [new("write", "%u/#"), new("read", "%u/+/+/command"), new("read", "%u/+/+/+/command")]);

    private static Preset HomeAssistant() => new(
        "homeassistant", "Home Assistant: MQTT discovery, states up, commands down",
        "its node id or object id must be the device's name",
        [
            Discovery("homeassistant/+/+/config", "What a device can do: retained, long, seldom new. Again once a day at most."),
            Discovery("homeassistant/+/+/+/config", "The same with a node id."),
            State("homeassistant/+/+/state", "States beside the discovery topics, as in Home Assistant's examples."),
            State("homeassistant/+/+/+/state", "The same with a node id."),
            Command("homeassistant/+/+/set", "Commands."),
            Command("homeassistant/+/+/+/set", "Commands with a node id."),
            new("homeassistant/status", RouteDirection.Down, "Home Assistant has started: devices tell their states again.")
            {
                Expires = CommandsExpire,
                QuotaPerHour = 12,
            },
        ],
        [
            new("write", "homeassistant/+/%u/config"), new("write", "homeassistant/+/%u/+/config"),
            new("write", "homeassistant/+/%u/state"), new("write", "homeassistant/+/%u/+/state"),
            new("read", "homeassistant/+/%u/set"), new("read", "homeassistant/+/%u/+/set"), new("read", "homeassistant/status"),
        ]);

    private static PresetRoute State(string topic, string why) => new(topic, RouteDirection.Up, why)
    {
        MostLatency = TimeSpan.FromSeconds(30),
        NewestOnly = true,
        Expires = TimeSpan.FromHours(1),
        UnchangedFor = TimeSpan.FromMinutes(15),
        QuotaPerHour = 600,
    };

    private static PresetRoute Discovery(string topic, string why) => new(topic, RouteDirection.Up, why)
    {
        Priority = Bulk,
        MostLatency = TimeSpan.FromSeconds(60),
        NewestOnly = true,
        UnchangedFor = Day,
        QuotaPerHour = 120,
    };

    private static PresetRoute Command(string topic, string why) => new(topic, RouteDirection.Down, why)
    {
        Priority = Urgent,
        Expires = CommandsExpire,
        QuotaPerHour = 600,
    };
}
