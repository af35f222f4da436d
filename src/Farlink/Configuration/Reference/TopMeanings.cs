namespace Farlink.Configuration.Reference;

/// <summary>Keys outside all tables, and the tables [clock] and [homeassistant].</summary>
internal static class TopMeanings
{
    public static IReadOnlyList<KeyMeaning> Top { get; } =
    [
        new("role", "which end this host is; `config check` needs it, or `--role`") { Default = "that of the command" },
        new("log_level", "least important events in the log; `--log-level` counts more; can be changed while it runs"),
        new("name", "for logs, and part of the client id at other brokers (`farlink-NAME`)")
        {
            Form = "text without `+` `#` `/`, at most 64 characters",
            Default = "the host's name",
        },
    ];

    public static IReadOnlyList<KeyMeaning> Clock { get; } =
    [
        new(
            "socket",
            "where chrony takes the base's time (`refclock SOCK`, see [security.md](security.md)), to set this host's clock "
            + "by it and serve it to the devices; no such file: nothing happens; `\"\"`: never")
        {
            Form = "absolute path, at most 107 octets",
        },
    ];

    public static IReadOnlyList<KeyMeaning> HomeAssistant { get; } =
    [
        new(
            "discovery",
            "whether this end's broker gets MQTT discovery of its links, for Home Assistant 2024.12 or later: "
            + "[homeassistant.md](homeassistant.md)"),
        new("prefix", "the discovery prefix of Home Assistant's MQTT integration, if somebody changed it there")
        {
            Form = "topic without `+` `#`",
        },
    ];
}
