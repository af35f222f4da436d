namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>Pages whose readers have something else than a paired site and base that do not run.</summary>
internal static class PageSettings
{
    /// <summary>The air of both ends, in the place of their radios.</summary>
    public const string Ether = "radiohead-ether://127.0.0.1:4000";

    private const string Chip = "spi-tcp://127.0.0.1:5276";

    /// <summary>In the place of boards a modelled chip; both ends on one modelled air.</summary>
    private static readonly (string Shown, string Run)[] Boards =
    [
        ("radio probe --board", $"radio probe --radio {Chip} --board"),
        ("--radio sx1276: --board dragino-lora-gps-hat", $"--radio {Chip}"),
        ("--radio sx1262: --board waveshare-sx1262-spi", $"--radio {Chip}"),
        ("--interval 10s", "--interval 1s"),
    ];

    /// <summary>All.</summary>
    public static IReadOnlyList<PageSetting> All { get; } =
    [
        new("CONTRIBUTING.md")
        {
            // What it writes anew is a copy.
            BeginAsync = run => run.DoAsync($"mkdir docs && cp '{DocumentationFiles.Root}/docs/configuration.md' docs/", "site"),
        },
        new("docs/by-hand.md") { IsEmpty = true, Instead = [("--count 2", "--count 2 --interval 200ms")] },
        new("docs/simulation.md") { IsEmpty = true },
        new("docs/planning.md") { IsEmpty = true },
        new("docs/quickstart.md")
        {
            IsEmpty = true,
            Hosts = [("3.", "base"), ("4.", "base"), ("8.", "base/site-barn"), ("9.", "base"), ("A second site", "base")],

            // Never into /etc: what is there is the machine's own. A base that is there has its radio.
            Instead =
            [
                ("sudo farlink init --add-site", "farlink init --output {host} --add-site"),
                ("sudo farlink init", $"sudo farlink init --output {{host}} --radio {Ether}"),
            ],
            BeginAsync = async run =>
            {
                await UpstreamAsync(run);
                await EtherAsync(run);
            },
        },
        new("docs/hardware.md") { Instead = Boards, BeginAsync = ChipAsync },
        new("docs/troubleshooting.md")
        {
            Instead =
            [
                ("radio probe --board", $"radio probe --radio {Chip} --board"),

                // That user comes with the package.
                ("install -m 600 -o farlink", "install -m 600"),
            ],
            BeginAsync = async run =>
            {
                await run.ServeAsync("chip", "farlink sim chip --listen 127.0.0.1:5276", "site", "127.0.0.1:5276");
                await ChainAsync(run);
                await run.DoAsync("farlink backup -c farlink.toml --to barn.backup", "site");
            },
        },
        new("docs/security.md") { Home = "base", BeginAsync = ChainAsync },
        new("docs/operations.md") { BeginAsync = EtherAsync },
        new("docs/dashboard.md") { BeginAsync = EtherAsync },
        new("docs/commands.md") { BeginAsync = EtherAsync },
        new("docs/configuration.md") { BeginAsync = EtherAsync },
        new("docs/devices.md") { Home = "base/pki" },
    ];

    /// <summary>That of a page.</summary>
    public static PageSetting Of(string page) => All.FirstOrDefault(one => one.Page == page) ?? new PageSetting(page);

    private static Task<RunningProcess> EtherAsync(PageRun run) =>
        run.ServeAsync("ether", "farlink sim ether --listen 127.0.0.1:4000", "site", "Ether on ");

    /// <summary>The broker with Internet.</summary>
    private static async Task UpstreamAsync(PageRun run)
    {
        const string Listener = "listener 1883 127.0.0.1\\nallow_anonymous true\\nlog_type all\\n";
        await run.DoAsync($"printf '{Listener}' >mosquitto.conf", "base");
        await run.ServeAsync("upstream", "mosquitto -c mosquitto.conf", "base", "running");
    }

    private static async Task ChainAsync(PageRun run)
    {
        await UpstreamAsync(run);
        await EtherAsync(run);
        await run.SystemctlAsync(["systemctl", "start", "farlink-base", "farlink-site"]);
        await run.WaitForAsync("farlink-site", "Session with");
    }

    /// <summary>The site of a chip, which has run.</summary>
    private static async Task ChipAsync(PageRun run)
    {
        await run.ServeAsync("chip", "farlink sim chip --listen 127.0.0.1:5276", "site", "127.0.0.1:5276");
        run.Town.Edit("site/farlink.toml", $"\"{Ether}\"", $"\"{Chip}\"");
        await run.SystemctlAsync(["systemctl", "restart", "farlink-site"]);
        await run.SystemctlAsync(["systemctl", "stop", "farlink-site"]);
    }
}
