namespace Farlink.Configuration.Reference;

/// <summary>The table [radio].</summary>
internal static class RadioMeanings
{
    public static IReadOnlyList<KeyMeaning> All { get; } =
    [
        new(
            "uri",
            "which radio: a chip on this host's SPI ([hardware.md](hardware.md)), one behind TCP (`farlink sim chip`), a "
            + "modem with RNode firmware ([hardware.md](hardware.md#an-rnode)), a gateway "
            + "([hardware.md](hardware.md#a-gateway)), Farlink's own ether ([simulation.md](simulation.md)) or RadioHead's; "
            + "the port of an ether may be left out (4001, 4000)")
        {
            Form = "`sx1276:`, `sx1262:`, `sx1261:`, `spi-tcp://HOST:PORT`, `rnode:/dev/ttyUSB0`, "
                + "`semtech-udp://ADDRESS:PORT?..`, `ether://HOST:PORT?x=METRES&y=METRES`, `radiohead-ether://HOST:PORT`",
        },
        new("region", "whose rules apply, in any case of letters"),
        new(
            "country",
            "where this end is (ISO 3166-1): `farlink doctor` compares it with `region`; nothing on the air follows from it")
        {
            Form = "two capital letters, `\"FR\"`",
        },
        new("frequency_mhz", "centre of the channel") { Default = "the region's" },
        new("bandwidth_khz", "bandwidth, to within 0.1 kHz") { Default = "the region's" },
        new("spreading_factor", "a step more doubles the time on air, roughly"),
        new("coding_rate", "error correction"),
        new(
            "ldro",
            "low data rate optimisation; auto is on where a symbol lasts 16 ms or more; an RNode decides by itself"),
        new("preamble", "programmed preamble, in symbols; an RNode decides by itself")
        {
            Default = "`8`; of an RNode what it sends",
        },
        new(
            "least_power_dbm",
            "native links send with less than `power_dbm` where the other end hears them with more than 13 dB to spare, but "
            + "never with less than this; at most `power_dbm`; equal to it: power is fixed")
        {
            Default = "`2`, or the least that the board gives; never more than `power_dbm`",
        },
        new("sync_word", "0x12 for private networks and RadioHead") { IsHexadecimal = true },
        new("power_dbm", "power at the antenna connector"),
        new(
            "board",
            "how the chip is wired; [hardware.md](hardware.md#which-boards-work) says more of each; means nothing to an "
            + "ether, and is warned of there")
        {
            Default = "the Dragino HAT with `spi-tcp://`; else it must be given, or `[radio.pins]`",
        },
    ];
}
