using Farlink.Protocol.Airtime;
using Farlink.Radios.Boards;

namespace Farlink.Configuration.Reference;

/// <summary>Configurations that together make the loader ask for every key, with every default that there is.</summary>
internal static class ReferenceCases
{
    private const string Route = "[[route]]\ntopic = \"a\"\n";
    private const string TwoSites = "[[site]]\n[[site]]\n";
    private static readonly string[] Codecs = ["codec = \"none\"\n", "key_file = \"link.key\"\n"];

    public static IReadOnlyList<ReferenceCase> All { get; } =
    [
        .. NativeLinks(),
        .. RadioHeadLinks(),
        .. Brokers(),
        .. Regions.All.Select(region => NativeSite($"[radio]\nregion = \"{region.Name}\"\n")),
        .. Radios(),
    ];

    private static IEnumerable<ReferenceCase> NativeLinks() =>
    [
        NativeSite(""),
        NativeSite("[link]\nsession = \"psk\"\n"),
        NativeSite("[link]\nkey_file = \"link.key\"\n"),
        NativeBase(TwoSites),
        NativeBase("[[site]]\nsession = \"psk\"\n[[site]]\nsession = \"psk\"\n"),
        NativeBase("[[site]]\nkey_file = \"barn.key\"\n"),
        NativeBase(TwoSites + "[upstream]\n"),
        NativeBase(TwoSites + "[upstream]\nurl = \"wss://broker.example/mqtt\"\n"),
    ];

    private static IEnumerable<ReferenceCase> RadioHeadLinks() =>
        from role in Enum.GetValues<Role>()
        from codec in Codecs
        select new ReferenceCase(role, false, true, Route + "[link]\nmode = \"radiohead\"\n" + codec);

    private static IEnumerable<ReferenceCase> Brokers() =>
    [
        NativeSite(
            "[broker]\npassword_file = \"users\"\n[[broker.listener]]\naddress = \"127.0.0.1:8884\"\n[[broker.listener]]\n"),
        NativeBase(TwoSites + "[[broker.listener]]\n"),
        NativeSite("[broker]\nkind = \"external\"\n") with { IsEmbedded = false },
        NativeSite("[broker]\nkind = \"external\"\nurl = \"wss://broker.example/mqtt\"\n") with { IsEmbedded = false },
        NativeBase(TwoSites + "[broker]\nkind = \"external\"\n") with { IsEmbedded = false },
    ];

    private static IEnumerable<ReferenceCase> Radios()
    {
        string[] uris =
        [
            "ether://127.0.0.1", "spi-tcp://127.0.0.1:5276", "rnode:/dev/ttyUSB0", "semtech-udp://127.0.0.1:1700",
        ];
        string[] own =
        [
            Chip(RadioChip.Sx1276) + "[radio.pins]\ninterrupt = 25\n",
            Chip(RadioChip.Sx1262) + "[radio.pins]\ninterrupt = 16\nbusy = 20\n",

            // Where the highest power and the strongest amplifier are possible.
            Chip(RadioChip.Sx1261) + "power_dbm = 30\n[radio.pins]\ninterrupt = 16\nbusy = 20\namplifier_db = 20\n",
            "[radio]\npower_dbm = 30\n",
        ];
        return uris.Select(uri => $"[radio]\nuri = \"{uri}\"\n")
            .Concat(KnownBoards.All.Select(board => Chip(board.Chip) + $"board = \"{board.Name}\"\n"))
            .Concat(own)
            .Select(NativeSite);
    }

    private static string Chip(RadioChip chip) => $"[radio]\nuri = \"{chip.ToString().ToLowerInvariant()}:\"\n";

    private static ReferenceCase NativeSite(string text) => new(Role.Site, true, true, Route + text);

    private static ReferenceCase NativeBase(string text) => new(Role.Base, true, true, Route + text);
}
