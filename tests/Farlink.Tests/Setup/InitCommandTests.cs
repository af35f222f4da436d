using Farlink.Commands;
using Farlink.Mqtt.Access;
using Farlink.Radios.Boards;

namespace Farlink.Tests.Setup;

/// <summary><c>farlink init</c>: by questions and by options, what it refuses, and what it never overwrites.</summary>
public sealed class InitCommandTests : IDisposable
{
    private static readonly string[] Base =
    [
        "--role", "base", "--name", "house", "--country", "FR", "--board", "dragino-lora-gps-hat", "--preset", "seed,tasmota",
        "--site", "barn", "--upstream", "mqtts://broker.example:8883", "--upstream-user", "ann", "--no-pki", "--yes",
    ];

    private static readonly string[] Site =
    [
        "--role", "site", "--name", "barn", "--country", "US", "--board", "dragino-lora-gps-hat", "--preset", "esphome",
        "--device", "tank", "--device", "pump", "--no-certificates", "--wifi", "--ssid", "farm",
        "--listener", "mutual,password", "--yes",
    ];

    private readonly InitBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Init_BaseByQuestions_IsTheSameAsByOptions()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--output", "a"]));
        _bench.Whisper("");

        // Role, name, country, region, board by number, presets, sites, upstream, its CA and user, no certificates; write; do
        // not pair.
        string[] lines =
            ["base", "", "fr", "", "1", "seed, tasmota", "", "mqtts://broker.example:8883", "", "ann", "n", "", ""];
        Assert.Equal(0, await _bench.AskedAsync(lines, "--output", "b"));
        Assert.Equal(_bench.Read("a/farlink.toml"), _bench.Read("b/farlink.toml"));
        Assert.Equal(_bench.Read("a/site-barn/site.toml"), _bench.Read("b/site-barn/site.toml"));
    }

    [Fact]
    public async Task Init_SiteByQuestions_IsTheSameAsByOptions()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Site, "--output", "a"]));
        _bench.Whisper("");

        // Role, certificates later, name, country, region, board, presets, devices, WiFi, its name and channel, listeners;
        // write, pair.
        string[] lines =
        [
            "site", "", "", "us", "", "dragino-lora-gps-hat", "esphome", "tank,pump", "y", "farm", "", "mutual, password",
            "", "y",
        ];
        Assert.Equal(0, await _bench.AskedAsync(lines, "--output", "b"));
        Assert.Equal(_bench.Read("a/farlink.toml"), _bench.Read("b/farlink.toml"));
        Assert.Equal(_bench.Read("a/acl"), _bench.Read("b/acl"));
        Assert.Equal(_bench.File("b"), Assert.Single(_bench.Paired).Output);
        Assert.Equal([_bench.File("a/farlink.toml"), _bench.File("b/farlink.toml")], _bench.Examined);
    }

    [Fact]
    public async Task Init_Site_TellsPasswordsOnceAndKeepsHashes()
    {
        Assert.Equal(0, await _bench.RunAsync(Site));
        var told = _bench.Output.ToString().Split('\n').Single(line => line.Contains("device tank", StringComparison.Ordinal));
        var password = told.Split(' ')[^1];
        var file = PasswordFile.Parse(_bench.Read("passwords"), "passwords");
        Assert.True(file.Verify("tank", System.Text.Encoding.UTF8.GetBytes(password)));
        Assert.Equal(["pump", "tank"], file.Users.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(password, _bench.Read("passwords"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_bench.File("passwords")));
        Assert.Contains(_bench.Read("wifi.passphrase").Trim(), _bench.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--region", "--region", "MOON")]
    [InlineData("--name", "--name", "a/b")]
    [InlineData("--radio", "--radio", "lora:1")]
    [InlineData("--board", "--board", "nothing")]
    [InlineData("--preset", "--preset", "seed,zigbee")]
    [InlineData("--device", "--device", "ca")]
    [InlineData("--device", "--device", "my plug")]
    [InlineData("--listen", "--listen", "here")]
    [InlineData("--listener", "--listener", "open")]
    [InlineData("--country", "--country", "UK")]
    [InlineData("--upstream belongs to a base", "--upstream", "mqtt://broker.example")]
    [InlineData("--passphrase-file", "--passphrase-file", "/nowhere/pass")]
    [InlineData("--certificates", "--certificates", "/nowhere/site-barn")]
    [InlineData("--link-id belongs to --session psk", "--link-id", "3")]
    [InlineData("--session psk", "--session", "psk")]
    [InlineData("one of them", "--no-wifi", "--wifi")]
    [InlineData("listeners other than mutual", "--no-passwords", "--listener", "mutual,plain")]
    [InlineData("--ssid belongs to --wifi: say --wifi too", "--ssid", "farm")]
    [InlineData("--interface belongs to --wifi: say --wifi too", "--interface", "wlan1")]
    [InlineData("--channel belongs to --wifi: say --wifi too", "--channel", "3")]
    [InlineData("--channel belongs to --wifi: and --no-wifi is said", "--no-wifi", "--channel", "3")]
    [InlineData("--listen: '10.0.0.1': devices in this host's WiFi", "--country", "FR", "--wifi", "--listen", "10.0.0.1")]
    [InlineData("--board meshadv and --radio ether://127.0.0.1:4001: one of them", "--board", "meshadv")]
    [InlineData("--preset: it is empty", "--preset", "")]
    [InlineData("--listener: it is empty", "--listener", ",")]
    [InlineData("--output /proc/farlink: nothing can be written in /proc", "--output", "/proc/farlink")]
    [InlineData("/etc/passwd is a file, and a folder is needed", "--output", "/etc/passwd/x")]
    [InlineData("--upstream: 'mqtt://broker.example:0': ", "--upstream", "mqtt://broker.example:0")]
    public async Task Init_ValueThatCannotBe_IsRefusedByItsOptionAndNothingIsWritten(string expected, params string[] more)
    {
        string[] good =
            ["--role", "site", "--region", "EU868", "--radio", "ether://127.0.0.1:4001", "--no-certificates", "--yes"];
        var overridden = more[0] is "--region" or "--radio" ? Without(good, more[0]) : good;
        if (more[0] == "--certificates") overridden = Without(overridden, "--no-certificates");
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => _bench.RunAsync([.. overridden, .. more]));
        Assert.IsType<UsageException>(refused);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_bench.Folder));
    }

    [Theory]
    [InlineData("--site: it is empty", "--site", ",")]
    [InlineData("--site: 256 sites", "--site", null)]
    [InlineData("here for 55 at most", "--session", "psk", "--link-id", "201", "--site", null)]
    public async Task Init_BaseThatCannotBe_IsRefusedAndNothingIsWritten(string expected, params string?[] more)
    {
        var many = string.Join(',', Enumerable.Range(1, 256).Select(number => $"s{number}"));
        var refused = await Assert.ThrowsAsync<UsageException>(() => _bench.RunAsync(
        [
            "--role", "base", "--region", "EU868", "--radio", "ether://127.0.0.1:4001", "--preset", "seed", "--no-pki",
            "--upstream", "mqtt://127.0.0.1:1883", "--yes", .. more.Select(word => word ?? many),
        ]));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_bench.Folder));
    }

    [Fact]
    public async Task Init_SeveralWrongValues_AreAllToldAtOnce()
    {
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => _bench.RunAsync("--role", "site", "--region", "MOON", "--preset", "x", "--site", "barn"));
        foreach (var flag in new[] { "--region: 'MOON'", "--preset: 'x'", "--site belongs to a base" })
            Assert.Contains(flag, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_BoardWithAnotherChip_IsRefusedByTheConfigurationsOwnCheck()
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => _bench.RunAsync(
            "--role", "site", "--region", "EU868", "--radio", "sx1262:", "--board", "dragino-lora-gps-hat", "--no-certificates",
            "--yes"));
        Assert.Contains("--board: radio.board: found \"dragino-lora-gps-hat\"", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_bench.Folder));
    }

    [Theory]
    [InlineData("--role")]
    [InlineData("--region", "--role", "site", "--yes")]
    [InlineData("--board", "--role", "site", "--region", "EU868", "--yes")]
    [InlineData("--preset", "--role", "base", "--name", "house", "--region", "EU868", "--radio", "ether://127.0.0.1:4001")]
    [InlineData(
        "--country", "--role", "site", "--region", "EU868", "--radio", "ether://127.0.0.1:4001", "--wifi", "--yes")]
    [InlineData(
        "--listen", "--role", "site", "--region", "EU868", "--radio", "ether://127.0.0.1:4001", "--listener", "plain", "--yes")]
    public async Task Init_MissingAnswerAndNobodyToAsk_NamesTheOption(string flag, params string[] arguments)
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => _bench.RunAsync(arguments));
        Assert.Contains(flag, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_bench.Folder));
    }

    [Fact]
    public async Task Init_FilesThatAreThere_AreReplacedOnlyOnDemandAndKept()
    {
        Assert.Equal(0, await _bench.RunAsync(Base));
        var first = _bench.Read("farlink.toml");
        string[] other = [.. Without(Base, "--name"), "--name", "home"];
        var refused = await Assert.ThrowsAsync<UsageException>(() => _bench.RunAsync(other));
        Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
        Assert.Contains("farlink.toml", refused.Message, StringComparison.Ordinal);
        Assert.Equal(first, _bench.Read("farlink.toml"));

        Assert.Equal(0, await _bench.RunAsync([.. other, "--replace"]));
        Assert.Equal(first, _bench.Read("farlink.toml.bak"));
        var second = _bench.Read("farlink.toml");
        Assert.NotEqual(first, second);

        Assert.Equal(0, await _bench.RunAsync([.. Base, "--replace"]));
        Assert.Equal(first, _bench.Read("farlink.toml.bak"));
        Assert.Equal(second, _bench.Read("farlink.toml.bak.2"));
    }

    /// <summary>Devices that are set up know their password and the WiFi's.</summary>
    [Fact]
    public async Task Init_SiteAnew_KeepsPasswordsAndTheWifisPassphrase()
    {
        Assert.Equal(0, await _bench.RunAsync(Site));
        var (passwords, passphrase) = (_bench.Read("passwords"), _bench.Read("wifi.passphrase"));

        Assert.Equal(0, await _bench.RunAsync([.. Site, "--device", "lamp", "--replace"]));

        Assert.Equal(passphrase, _bench.Read("wifi.passphrase"));
        var second = _bench.Read("passwords");
        foreach (var line in passwords.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains(line, second, StringComparison.Ordinal);
        Assert.Contains("lamp:", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n", 1)]
    [InlineData("y", 0)]
    public async Task Init_FilesThatAreThere_AreAskedFor(string answer, int status)
    {
        Assert.Equal(0, await _bench.RunAsync(Base));
        var first = _bench.Read("farlink.toml");
        string[] other =
        [
            .. Without(Base, "--name").Where(word => word != "--yes"), "--name", "home", "--upstream-password-file",
            _bench.File("secret"), "--region", "EU868", "--no-pair",
        ];
        await File.WriteAllTextAsync(_bench.File("secret"), "s");
        File.SetUnixFileMode(_bench.File("secret"), UnixFileMode.UserRead);

        Assert.Equal(status, await _bench.AskedAsync([answer], other));

        Assert.Equal(status == 1, first == _bench.Read("farlink.toml"));
        Assert.Equal(status == 0, File.Exists(_bench.File("farlink.toml.bak")));
    }

    [Fact]
    public async Task Init_InTheFoldersOfThePackage_MakesTheWifiAndNamesItsPorts()
    {
        using var bench = new InitBench { IsRoot = true };
        Directory.CreateDirectory(bench.SystemFolders.Output);
        Directory.CreateDirectory(bench.SystemFolders.State);

        Assert.Equal(0, await bench.RunAsync(Site));

        var (wifi, ports) = Assert.Single(bench.Applied);
        Assert.Equal("farm", wifi.Ssid);
        Assert.Equal([8883, 8884], ports);
        var text = bench.Output.ToString();
        Assert.Contains("sudo systemctl enable --now farlink-site", text, StringComparison.Ordinal);
        Assert.Contains("sudo -u farlink farlink pair -c", text, StringComparison.Ordinal);
        Assert.Contains(
            "sudo systemctl stop farlink-site, and at the base: sudo systemctl stop farlink-base", text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("farlink wifi", text, StringComparison.Ordinal);
        Assert.Contains(
            $"store = \"{bench.SystemFolders.State}/farlink.db\"", bench.Read("etc/farlink/farlink.toml"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_ElsewhereOrNotRoot_NamesTheCommandForTheWifi()
    {
        Assert.Equal(0, await _bench.RunAsync(Site));
        Assert.Empty(_bench.Applied);
        Assert.Contains(
            "sudo farlink wifi --ssid farm --country US --channel 6 --interface wlan0 --passphrase-file",
            _bench.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("--broker-port 8883 --broker-port 8884 --apply", _bench.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "board = \"waveshare-sx1262-spi\"")]
    [InlineData(0, "no known board answers")]
    [InlineData(2, "more than one answers")]
    public async Task Init_BoardAuto_TakesTheOnlyOneThatAnswers(int count, string expected)
    {
        var waveshare = KnownBoards.Find("waveshare-sx1262-spi")!;
        using var bench = new InitBench { Boards = [.. new[] { waveshare, KnownBoards.Dragino }.Take(count)] };
        string[] arguments = [.. Without(Base, "--board"), "--board", "auto"];
        if (count == 1)
        {
            Assert.Equal(0, await bench.RunAsync(arguments));
            Assert.Contains(expected, bench.Read("farlink.toml"), StringComparison.Ordinal);
            return;
        }

        var refused = await Assert.ThrowsAsync<UsageException>(() => bench.RunAsync(arguments));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_BoardThatAnswers_IsTheDefaultOfTheQuestion()
    {
        using var bench = new InitBench { Boards = [KnownBoards.Find("meshadv")!] };
        string[] arguments =
            [.. Without(Base, "--board").Where(word => word != "--yes"), "--region", "EU868", "--no-pair"];
        bench.Whisper("");

        // Look, take what answers; write.
        Assert.Equal(0, await bench.AskedAsync(["y", "", ""], arguments));

        Assert.Contains("meshadv: MeshAdv Pi HAT (E22-900M30S)  <- answers", bench.Shown.ToString(), StringComparison.Ordinal);
        Assert.Contains("board = \"meshadv\"", bench.Read("farlink.toml"), StringComparison.Ordinal);
        Assert.Contains("uri = \"sx1262:\"", bench.Read("farlink.toml"), StringComparison.Ordinal);
    }

    /// <summary>Options without one of them, and without its value if it has one.</summary>
    private static string[] Without(string[] arguments, string option)
    {
        var index = Array.IndexOf(arguments, option);
        var isAlone = index + 1 == arguments.Length || arguments[index + 1].StartsWith("--", StringComparison.Ordinal);
        return [.. arguments[..index], .. arguments[(index + (isAlone ? 1 : 2))..]];
    }
}
