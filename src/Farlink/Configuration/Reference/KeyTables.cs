namespace Farlink.Configuration.Reference;

/// <summary>Every key of farlink.toml with its meaning.</summary>
internal static class KeyTables
{
    public static IReadOnlyList<KeyTable> All { get; } =
    [
        new("top", "Top level", "", TopMeanings.Top),
        new("radio", "[radio]", "radio", RadioMeanings.All),
        new("radio.pins", "[radio.pins]", "radio.pins", PinMeanings.All),
        new("link", "[link]", "link", LinkMeanings.Both),
        new("link farlink", "[link], mode = \"farlink\"", "link", LinkMeanings.Farlink) { Counts = one => one.IsNative },
        new("link radiohead", "[link], mode = \"radiohead\"", "link", LinkMeanings.RadioHead) { Counts = one => !one.IsNative },
        new("site", "[[site]]", "site", SiteMeanings.All),
        new("broker", "[broker]", "broker", BrokerMeanings.Both),
        new("broker embedded", "[broker], kind = \"embedded\"", "broker", BrokerMeanings.Embedded)
        {
            Counts = one => one.IsEmbedded,
        },
        new("broker.listener", "[[broker.listener]], kind = \"embedded\"", "broker.listener", BrokerMeanings.Listener),
        new("broker external", "[broker], kind = \"external\"", "broker", UpstreamMeanings.All)
        {
            Counts = one => !one.IsEmbedded,
            ShownAs = "upstream",
        },
        new("upstream", "[upstream]", "upstream", UpstreamMeanings.All),
        new("clock", "[clock]", "clock", TopMeanings.Clock),
        new("homeassistant", "[homeassistant]", "homeassistant", TopMeanings.HomeAssistant),
        new("dashboard", "[dashboard]", "dashboard", DashboardMeanings.All),
        new("route", "[[route]]", "route", RouteMeanings.Both),
        new("route farlink", "[[route]], mode = \"farlink\"", "route", RouteMeanings.Farlink) { Counts = one => one.IsNative },
    ];
}
