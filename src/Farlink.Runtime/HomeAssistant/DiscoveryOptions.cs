namespace Farlink.Runtime.HomeAssistant;

/// <summary>MQTT discovery of this end's links at Home Assistant.</summary>
public sealed record DiscoveryOptions
{
    /// <summary>The prefix that Home Assistant has unless somebody changed it there.</summary>
    public const string UsualPrefix = "homeassistant";

    /// <summary>What its discovery topics, and its own status, begin with.</summary>
    public string Prefix { get; init; } = UsualPrefix;

    /// <summary>This program's version, for the page of the device.</summary>
    public required string Version { get; init; }
}
