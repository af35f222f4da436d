using static Farlink.EndToEnd.Tests.Documentation.Treatment;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>
/// How documented commands are treated. Without a rule here a command of one of <see cref="Programs"/> is run as it is shown
/// and must end with 0; one of any other program fails the test.
/// </summary>
internal static class DocumentedCommands
{
    private const string Try = "docs/try.md", Quickstart = "docs/quickstart.md", Troubleshooting = "docs/troubleshooting.md";
    private const string SecondSite = "A second site", Well = "well";
    private const string Dashboard = "docs/dashboard.md";
    private const string FirstMessage = "Good job! You are connected 1 times";

    /// <summary>Programs that may be run: this one, and what <c>eng/test.sh</c> installs or every Debian has.</summary>
    public static IReadOnlySet<string> Programs { get; } = new HashSet<string>
    {
        "farlink", "mosquitto_pub", "mosquitto_sub", "mosquitto_passwd", "openssl", "systemctl", "getent", "ss", "cat", "cp",
        "curl", "df", "findmnt", "free", "install",
    };

    /// <summary>The rules.</summary>
    public static IReadOnlyList<CommandRule> Rules { get; } =
        [.. NotRun(), .. Elsewhere(), .. Services(), .. Questions(), .. Others()];

    /// <summary>
    /// The rule for a command: one of its page counts more than one of all, one of its section still more, a longer one more
    /// than a shorter one.
    /// </summary>
    public static CommandRule Find(DocumentedCommand command) => Rules.Where(rule => rule.Fits(command))
        .OrderByDescending(rule => rule.Page is not null).ThenByDescending(rule => rule.Section is not null)
        .ThenByDescending(rule => rule.Starts.Length)
        .FirstOrDefault() ?? new CommandRule("", Runs);

    private static IEnumerable<CommandRule> NotRun()
    {
        const string Pi = "of a Raspberry Pi alone", Machine = "changes the machine that runs the tests";
        return
        [
            Not("sudo apt", Machine), Not("sudo reboot", Machine), Not("sudo usermod", Machine), Not("sudo mount", Machine),
            Not("sudo umount", Machine), Not("sudo timedatectl", Machine), Not("sudo journalctl", Machine),
            Not("sudo farlink wifi", "changes the machine's network; WifiMachineTests has a machine of its own for that"),
            Not("sudo raspi-config", Pi), Not("vcgencmd", Pi),
            Not("sudo cp /usr/share/doc/farlink", "the package brings that file; eng/test-package.sh looks"),
            Not("journalctl", "needs a host that systemd runs"), Not("timedatectl", "needs a host that systemd runs"),
            Not("iw dev", "needs a WiFi radio"), Not("ls -l /dev/", "needs SPI or I2C"),
            Not("gpiodetect", "needs GPIO and the package gpiod"), Not("gpioinfo", "needs GPIO and the package gpiod"),
            Not("dotnet", "builds what is being tested; DemoTests.Demo_UnderTheSdk_Works runs the demo so"),
            Not("./eng/test.sh", "it is what runs this"), Not("eng/publish.sh", "made the program that is tested"),
            Not("eng/package.sh", "takes minutes; eng/slow.sh runs it"),
            Not("tests/Farlink.", "eng/test.sh runs all of them"),
            Not("for t in seed", "takes minutes; one trace is measured in try.md"),
            Not("farlink bench link", "takes minutes"),
            Not("farlink bench radio", "takes a minute; eng/slow.sh runs it"),
            Not("farlink bench dashboard", "takes minutes; DashboardBenchTests of the slow tests run it"),
            Not("farlink bench package", "measures, so not while others run; eng/package.sh runs it"),
            Not("farlink init --replace", "asks the page's questions again") with { Page = Quickstart },
            Not("ssh ", "needs another host"), Not("scp ", "needs another host"),
            Not("npm ", "fetches packages and serves the page; the build runs it"),
            Not("sudo systemctl restart", "the site of this page runs already; operations.md starts it so") with
            {
                Page = Dashboard,
            },
            Not("sudo systemctl", "its configuration is still to be edited; quickstart.md starts the service") with
            {
                Page = "docs/by-hand.md",
            },
        ];
    }

    private static IEnumerable<CommandRule> Elsewhere() =>
    [
        On(Try, "README.md", "farlink demo"), On(Quickstart, "README.md", "sudo farlink init"),
        On(Try, "docs/compression.md", "farlink bench codec --trace"),
        On(Quickstart, "docs/configuration.md", "farlink pair -c farlink.toml"),
        On(Quickstart, "docs/by-hand.md", "sudo -u farlink farlink pair -c"),
        On(Quickstart, Troubleshooting, "sudo -u farlink farlink pair -c"),
    ];

    private static IEnumerable<CommandRule> Services() =>
    [
        Serve("farlink site", "is running"), Serve("farlink site -c farlink.toml --dashboard", "Dashboard at "),
        Serve("farlink base", "is running"), Serve("farlink sim ether", "Ether on "),
        Serve("farlink sim chip", "127.0.0.1:5276"), Serve("farlink radio listen", "Listening packet..."),
        Serve("farlink radio listen", "Listening packet...") with { Page = "docs/radiohead.md", Ends = "Hi Raspi!" },
        Serve("farlink radio listen", "Listening packet...") with { Page = "docs/hardware.md", Ends = "Hi Raspi!" },
        Serve("mosquitto_sub", "Subscribed (mid"),
        Serve("mosquitto_sub", "Subscribed (mid") with { Page = "docs/by-hand.md", Ends = $"/esp8266 {FirstMessage}" },
        Serve("mosquitto_sub", "Subscribed (mid") with { Page = "docs/simulation.md", Ends = "/esp8266 hello" },
        Serve("sudo mosquitto_sub", "Subscribed (mid") with { Page = Quickstart, Ends = FirstMessage },
        Serve("farlink device --ca", FirstMessage) with { Page = Quickstart },
        new("farlink demo", ServesBriefly) { IsWhole = true, Shows = "subscriber" },
        new("farlink demo --dashboard", ServesBriefly) { Shows = "http://127.0.0.1:" },
        new("farlink sim ether --physical", ServesBriefly) { IsWhole = true, Shows = "Ether on " },
    ];

    private static IEnumerable<CommandRule> Questions() =>
    [
        new("farlink pair accept", Asks) { Answers = [("fingerprint", null)] },
        new("farlink dashboard password", Asks)
        {
            Answers = [("Password of the dashboard", "correct horse"), ("The same again", "correct horse")],
            Shows = "password_hash = \"pbkdf2-sha256$",
        },
        new("sudo farlink restore /media/stick/barn.backup -c", Asks)
        {
            Answers = [("[y/N]", "y")], Shows = "Restored: site barn",
        },
        new("sudo -u farlink farlink pair -c", PairsBoth) { Page = Quickstart },
        new("sudo -u farlink farlink pair -c", PairsBoth)
        {
            Page = Quickstart, Section = SecondSite, Pairs = [Well, "base"],
        },
        new("sudo farlink init --add-site", Asks)
        {
            Page = Quickstart, Section = SecondSite,
            Answers = [("Further names", ""), ("Devices at it", ""), ("Write these files", ""), ("Pair now", "")],
            Shows = "good, a base named house",
            ThenAsync = SetUpSecondSiteAsync,
        },
        new("sudo farlink init", Asks)
        {
            Page = Quickstart,
            Answers =
            [
                ("Is this a site", "base"), ("Name of this base", ""), ("Country, two letters", "FR"), ("Region (", ""),
                ("Presets, with commas", ""), ("Names of its sites", ""), ("MQTT server", ""), ("Make these certificates", ""),
                ("Further names", ""), ("Devices at the site", ""), ("Write these files", ""), ("Pair now", ""),
            ],
            Shows = "good, a base named house",

            // Here both ends are one host, and the port is one of both: each has an address of its own.
            Then = town => town.Edit("base/farlink.toml", "0.0.0.0:8883", "127.0.0.2:8883"),
        },
        new("sudo farlink init --role site", Asks)
        {
            Page = Quickstart,
            Answers =
            [
                ("Name of this site", ""), ("Region (", ""), ("Presets, with commas", ""), ("Devices that get", ""),
                ("WiFi access point", "y"), ("Name of the WiFi", ""), ("Passphrase of the WiFi", ""),
                ("Channel of the WiFi", ""), ("Listeners, with commas", ""), ("Write these files", ""), ("Pair now", ""),
            ],
            Shows = "good, a site named barn",
        },
    ];

    private static IEnumerable<CommandRule> Others() =>
    [
        .. Doctor("sudo farlink doctor", " failed, "), .. Doctor("farlink doctor", " failed, "),
        .. Doctor("farlink doctor --only wifi,dns.answer --json", "\"verdict\""),
        new("openssl s_client", Runs)
        {
            Why = "the broker ends it, since no certificate is shown: before or after the end of the input",
            Exits = [0, 1], Shows = "Verification: OK",
        },
        new("farlink demo --mode radiohead --messages 1", Runs) { Page = Try, PrintsSample = true },
        new("farlink radio probe --board dragino-lora-gps-hat", Runs) { Page = "docs/hardware.md", PrintsSample = true },
        new("sudo farlink radio probe", Runs)
        {
            Why = "no board is here", IsWhole = true, Exits = [1], Shows = "No radio answers",
        },
    ];

    /// <summary>
    /// What the page says by its earlier sections: the first message is seen, and the folder is where it belongs.
    /// </summary>
    private static async Task SetUpSecondSiteAsync(PageRun run)
    {
        await run.SeeAsync();
        await run.DoAsync(
            $"mkdir ../{Well} && farlink init --role site --certificates site-well --radio {PageSettings.Ether} "
            + $"--output ../{Well} --yes --no-doctor",
            "base");
    }

    private static CommandRule Not(string starts, string why) => new(starts, IsNotRun) { Why = why };

    private static CommandRule On(string elsewhere, string page, string starts) =>
        new(starts, RunsElsewhere) { Elsewhere = elsewhere, Page = page };

    private static CommandRule Serve(string starts, string shows) => new(starts, Serves) { Shows = shows };

    /// <summary>What it finds depends on the machine: something may be wrong with it.</summary>
    private static IEnumerable<CommandRule> Doctor(string starts, string shows) =>
        [new(starts, Runs) { Why = "the machine may be ill", Exits = [0, 1], Shows = shows }];
}
