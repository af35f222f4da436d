using System.Collections;
using Farlink.Configuration;
using Farlink.Mqtt.Access;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>What presets let across, by the routes of the configurations that they become.</summary>
public sealed class PresetTests
{
    private const string All = "seed tasmota esphome homeassistant";

    [Theory]
    [InlineData("seed", "site")]
    [InlineData("seed", "base")]
    [InlineData("tasmota", "site")]
    [InlineData("tasmota", "base")]
    [InlineData("esphome", "site")]
    [InlineData("esphome", "base")]
    [InlineData("homeassistant", "site")]
    [InlineData("homeassistant", "base")]
    [InlineData(All, "site")]
    [InlineData(All, "base")]
    public void Configuration_OfEachPresetAndRole_LoadsWithoutProblem(string presets, string role)
    {
        var (config, problems) = Load(RoleOf(role), presets);

        // That ends are not paired yet; there is nothing else to tell.
        Assert.True(Assert.Single(problems).IsOfPairing, problems[0].ToString());
        Assert.NotEmpty(config!.Routes);
    }

    [Theory]
    [InlineData("seed", "/esp8266", "up")]
    [InlineData("tasmota", "tele/plug/LWT", "up")]
    [InlineData("tasmota", "tele/plug/SENSOR", "up")]
    [InlineData("tasmota", "stat/plug/POWER", "up")]
    [InlineData("tasmota", "tasmota/discovery/A0B1/config", "up")]
    [InlineData("tasmota", "cmnd/plug/POWER", "down")]
    [InlineData("esphome", "tank/status", "up")]
    [InlineData("esphome", "tank/sensor/level/state", "up")]
    [InlineData("esphome", "tank/climate/room/mode/state", "up")]
    [InlineData("esphome", "tank/switch/pump/command", "down")]
    [InlineData("esphome", "tank/climate/room/mode/command", "down")]
    [InlineData("homeassistant", "homeassistant/sensor/tank/config", "up")]
    [InlineData("homeassistant", "homeassistant/sensor/tank/level/config", "up")]
    [InlineData("homeassistant", "homeassistant/switch/tank/pump/state", "up")]
    [InlineData("homeassistant", "homeassistant/switch/tank/pump/set", "down")]
    [InlineData("homeassistant", "homeassistant/status", "down")]
    public void Topic_OfAPreset_CrossesItsWayAndNotTheOther(string preset, string topic, string way)
    {
        var (site, station) = (Load(RoleOf("site"), preset).Config!, Load(RoleOf("base"), preset).Config!);
        Assert.Equal(way == "up", Crosses(site, station, topic, RouteDirection.Up));
        Assert.Equal(way == "down", Crosses(station, site, topic, RouteDirection.Down));
    }

    [Theory]
    [InlineData("seed", "/esp8266/more")]
    [InlineData("seed", "esp8266")]
    [InlineData("tasmota", "tank/debug")]
    [InlineData("esphome", "tank/debug")]
    [InlineData("esphome", "homeassistant/sensor/tank/level/config")]
    [InlineData("homeassistant", "tank/sensor/level/state")]
    [InlineData("homeassistant", "homeassistant/sensor/tank/attributes")]
    [InlineData(All, "other")]
    [InlineData(All, "farlink/barn/state")]
    [InlineData(All, "$SYS/broker/uptime")]
    public void Topic_OfNoPreset_CrossesNeitherWay(string presets, string topic)
    {
        var (site, station) = (Load(RoleOf("site"), presets).Config!, Load(RoleOf("base"), presets).Config!);
        Assert.False(Crosses(site, station, topic, RouteDirection.Up));
        Assert.False(Crosses(station, site, topic, RouteDirection.Down));
    }

    [Fact]
    public void Commands_OfEveryPreset_AreUrgentSoonWorthlessAndNeverRetained()
    {
        var commands = Load(RoleOf("base"), All).Config!.Routes.Where(route => route.Lets(RouteDirection.Down)).ToList();
        Assert.True(commands.Count >= 6);
        Assert.All(commands, route =>
        {
            Assert.Equal(60.0, route.Expires!.Value.Seconds);
            Assert.False(route.LetsRetained(RouteDirection.Down));
        });
        Assert.All(
            commands.Where(route => route.Topic != "homeassistant/status"),
            route => Assert.Equal(Priority.Urgent, route.Priority));
    }

    [Fact]
    public void Telemetry_OfTasmota_IsBulkNewestOnlyGatheredAndLimited()
    {
        var routes = Load(RoleOf("site"), "tasmota").Config!.Routes;
        var telemetry = routes.First(route => route.LetsUp("tele/plug/SENSOR"));
        Assert.Equal(Priority.Bulk, telemetry.Priority);
        Assert.True(telemetry.NewestOnly);
        Assert.Equal(60.0, telemetry.MostLatency.Seconds);
        Assert.NotNull(telemetry.QuotaPerHour);
        Assert.True(telemetry.LetsRetained(RouteDirection.Up));

        // Whether a device is there is more urgent than what it measured.
        Assert.Equal(Priority.Normal, routes.First(route => route.LetsUp("tele/plug/LWT")).Priority);
    }

    [Fact]
    public void Discovery_OfHomeAssistant_GoesUpRetainedAndUnchangedOnceADay()
    {
        var routes = Load(RoleOf("site"), "homeassistant").Config!.Routes;
        var discovery = routes.First(route => route.LetsUp("homeassistant/sensor/tank/level/config"));
        Assert.True(discovery.LetsRetained(RouteDirection.Up));
        Assert.Equal(86_400.0, discovery.UnchangedFor!.Value.Seconds);
    }

    [Theory]
    [InlineData("seed", "/esp8266", true, true)]
    [InlineData("seed", "/other", false, false)]
    [InlineData("tasmota", "tele/esp8266/SENSOR", true, false)]
    [InlineData("tasmota", "cmnd/esp8266/POWER", false, true)]
    [InlineData("tasmota", "cmnd/other/POWER", false, false)]
    [InlineData("esphome", "esp8266/sensor/level/state", true, false)]
    [InlineData("esphome", "esp8266/switch/pump/command", true, true)]
    [InlineData("esphome", "other/sensor/level/state", false, false)]
    [InlineData("homeassistant", "homeassistant/sensor/esp8266/level/config", true, false)]
    [InlineData("homeassistant", "homeassistant/sensor/other/level/config", false, false)]
    public void Acl_OfADevice_AllowsItsOwnTopicsAndNoOthers(string preset, string topic, bool writes, bool reads)
    {
        var acl = AccessList.Parse(DeviceUsers.Acl(["esp8266", "other-one"], [preset]), "acl");
        Assert.Equal(writes, acl.Allows("esp8266", "esp8266", topic, AccessKind.Write));
        Assert.Equal(reads, acl.Allows("esp8266", "esp8266", topic, AccessKind.Read));
        Assert.False(acl.Allows("stranger", "stranger", topic, AccessKind.Write));
    }

    [Fact]
    public void RoutesOf_AllPresets_HaveEachTopicOnceADirection()
    {
        var routes = Presets.RoutesOf(All.Split(' ')).SelectMany(one => one.Routes).ToList();
        Assert.Equal(routes.Count, routes.DistinctBy(route => (route.Topic, route.Direction)).Count());
        Assert.All(routes, route => Assert.True(TopicFilter.IsValidFilter(route.Topic), route.Topic));
    }

    private static Role RoleOf(string role) => role == "site" ? Role.Site : Role.Base;

    private static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Load(Role role, string presets)
    {
        var text = ConfigWriter.Write(InitBench.Answers(role, presets.Split(' ')));
        return ConfigLoader.LoadText(text, "/nowhere/farlink.toml", role, new Hashtable());
    }

    /// <summary>Whether a topic passes the routes of the end where it enters, and those of the other.</summary>
    private static bool Crosses(FarlinkConfig from, FarlinkConfig to, string topic, RouteDirection way) =>
        from.Routes.Select(route => route.ToLink(topic, way)).FirstOrDefault(name => name is not null) is { } name
        && to.Routes.Any(route => route.FromLink(name, way) is not null);
}
