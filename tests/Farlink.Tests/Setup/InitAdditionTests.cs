using System.Collections;
using System.Text.Json;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>A site more for a base that is there, and what programs are told.</summary>
public sealed class InitAdditionTests : IDisposable
{
    private const string Own = "\n# my own line\nlog_level = \"warning\" # and why\n";

    private static readonly string[] Base =
    [
        "--role", "base", "--name", "house", "--site", "barn", "--device", "tank", "--region", "EU868", "--radio",
        "ether://127.0.0.1:4001", "--preset", "tasmota", "--output", "house", "--yes",
    ];

    private readonly InitBench _bench = new();

    private string Config => _bench.File("house/farlink.toml");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task AddSite_Base_GetsItsFolderAndKeepsEveryLineOfTheOwner()
    {
        await MakeBaseAsync();
        var before = await File.ReadAllTextAsync(Config);
        File.SetUnixFileMode(Config, InitFile.SecretMode);

        Assert.Equal(0, await _bench.RunAsync("--add-site", "well", "--device", "pump", "--output", "house", "--yes"));

        Assert.StartsWith(before, _bench.Read("house/farlink.toml"), StringComparison.Ordinal);
        Assert.Equal(InitFile.SecretMode, File.GetUnixFileMode(Config));
        Assert.Equal(["barn", "well"], Load().Sites.Select(site => site.Name));
        var site = _bench.File("house/site-well");
        using var check = new CertificateCheck(_bench.File("house/pki/ecc.ca.cert.pem"), TimeProvider.System);
        using var broker = PemFiles.ReadWithKey(
            Path.Combine(site, SiteFolder.BrokerCertificate), Path.Combine(site, SiteFolder.BrokerKey));
        Assert.True(check.CheckServer(broker, "mqtt.com").IsGood);
        Assert.True(File.Exists(Path.Combine(site, "ecc.pump.key.pem")));
        Assert.Empty(Directory.GetFiles(_bench.File("house"), "*.bak*", SearchOption.AllDirectories));

        // And the site has all it needs of it.
        Assert.Equal(0, await _bench.RunAsync(
            "--role", "site", "--certificates", "house/site-well", "--radio", "ether://127.0.0.1:4001", "--output", "well",
            "--yes"));
        Assert.Contains("name = \"well\"", _bench.Read("well/farlink.toml"), StringComparison.Ordinal);
        Assert.Contains("topic = \"cmnd/#\"", _bench.Read("well/farlink.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSite_ToABaseWithSharedKeys_GetsALinkOfItsOwn()
    {
        await MakeBaseAsync("--session", "psk");

        Assert.Equal(0, await _bench.RunAsync("--add-site", "well", "--output", "house", "--yes"));

        Assert.Equal([1, 2], Load().Sites.Select(site => (int)site.Id));
        var key = LinkKeyFile.Read(_bench.File("house/well.key"));
        Assert.Equal(key, LinkKeyFile.Read(_bench.File("house/site-well/link.key")));
        Assert.NotEqual(key, LinkKeyFile.Read(_bench.File("house/barn.key")));
        Assert.Contains("link_id = 2", _bench.Read("house/site-well/site.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSite_ByQuestions_IsOfferedWhereABaseIs()
    {
        await MakeBaseAsync();

        // Add a site, its name, its further names, its devices; write, do not pair.
        Assert.Equal(0, await _bench.AskedAsync(["", "well", "", "", "", ""], "--output", "house"));

        Assert.Contains("Here is a base already, house; its sites: barn.", _bench.Shown.ToString(), StringComparison.Ordinal);
        Assert.Equal(["barn", "well"], Load().Sites.Select(site => site.Name));
    }

    [Fact]
    public async Task AddSite_ConfigurationThatIsALink_IsLeftAndTheLinesAreShown()
    {
        await MakeBaseAsync();
        File.Move(Config, _bench.File("real.toml"));
        File.CreateSymbolicLink(Config, _bench.File("real.toml"));
        var before = _bench.Read("real.toml");

        Assert.Equal(0, await _bench.RunAsync("--add-site", "well", "--output", "house", "--yes"));

        Assert.Equal(before, _bench.Read("real.toml"));
        Assert.NotNull(new FileInfo(Config).LinkTarget);
        Assert.Contains("[[site]]\nname = \"well\"", _bench.Output.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(_bench.File("house/site-well/ecc.raspberry.key.pem")));
    }

    [Theory]
    [InlineData("is a site of", "--add-site", "barn")]
    [InlineData("--name and --add-site", "--add-site", "well", "--name", "mill")]
    [InlineData("--site and --add-site", "--add-site", "well", "--site", "mill")]
    [InlineData("--add-site belongs to a base", "--add-site", "well", "--role", "site")]
    [InlineData("--add-site: 'a b'", "--add-site", "a b")]
    [InlineData("holds no CA", "--add-site", "well", "--pki", "elsewhere")]
    [InlineData("--pair and --json", "--add-site", "well", "--json", "--pair")]
    public async Task AddSite_ThatCannotBe_IsRefusedAndNothingIsWritten(string expected, params string[] arguments)
    {
        await MakeBaseAsync();
        var before = Directory.GetFiles(_bench.Folder, "*", SearchOption.AllDirectories).Length;
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => _bench.RunAsync([.. arguments, "--output", "house", "--yes"]));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(_bench.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task AddSite_BaseOnAChannelOfItsOwn_SiteIsOnItToo()
    {
        await MakeBaseAsync();
        const string Region = "region = \"EU868\"\n";
        await ChangeAsync(
            Region, Region + "frequency_mhz = 868.3\nbandwidth_khz = 250\nspreading_factor = 9\ncoding_rate = \"4/8\"\n"
            + "ldro = \"on\"\nsync_word = 0x34\n");

        Assert.Equal(0, await _bench.RunAsync("--add-site", "well", "--device", "pump", "--output", "house", "--yes"));
        Assert.Equal(0, await _bench.RunAsync(
            "--role", "site", "--certificates", "house/site-well", "--radio", "ether://127.0.0.1:4001", "--output", "well",
            "--yes"));

        var (site, problems) = ConfigLoader.Load(_bench.File("well/farlink.toml"), Role.Site, new Hashtable());
        Assert.True(site is not null, string.Join('\n', problems));
        Assert.Equal(868.3, site.Radio.Settings.Frequency.Megahertz);
        Assert.Equal(Load().Radio.Settings, site.Radio.Settings);
    }

    [Fact]
    public async Task AddSite_CountryThatTheBaseWasToldOnce_IsTheSites()
    {
        await MakeBaseAsync("--country", "FR");
        Assert.Equal(0, await _bench.RunAsync("--add-site", "well", "--output", "house", "--yes"));
        Assert.Equal("FR", Load().Radio.Country);
        Assert.Contains("country = \"FR\"", _bench.Read("house/site-well/site.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSite_PresetThatTheBaseLacks_GetsItsRoutesAtTheBaseOnce()
    {
        await MakeBaseAsync();
        var before = Load().Routes.Count;
        string[] presets = ["--preset", "tasmota,esphome"];

        Assert.Equal(0, await _bench.RunAsync(["--add-site", "well", .. presets, "--output", "house", "--yes"]));
        Assert.Equal(0, await _bench.RunAsync(["--add-site", "mill", .. presets, "--output", "house", "--yes"]));

        var routes = Load().Routes;
        var added = Presets.Find("esphome")!.Routes;
        Assert.Equal(before + added.Count, routes.Count);
        Assert.All(added, route => Assert.Contains(
            routes, own => own.Topic == route.Topic && own.Lets(route.Direction)));
    }

    [Fact]
    public async Task AddSite_RouteThatNamesOtherSites_IsWarnedOf()
    {
        await MakeBaseAsync();
        await ChangeAsync("topic = \"cmnd/#\"\n", "topic = \"cmnd/#\"\nsites = [\"barn\"]\n");
        Assert.Equal(0, await _bench.RunAsync("--add-site", "well", "--output", "house", "--yes"));
        Assert.Contains("Warning: the route cmnd/# is for barn alone", _bench.Shown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--link-id 1 is the link id of barn", "--add-site", "well", "--link-id", "1")]
    [InlineData("barn has the link id 1 already", "--add-site", "barn", "--link-id", "3", "--replace")]
    public async Task AddSite_LinkIdThatCannotBe_IsRefusedAndNothingIsWritten(string expected, params string[] arguments)
    {
        await MakeBaseAsync("--session", "psk");
        var (before, lines) = (await File.ReadAllTextAsync(Config), _bench.Output.ToString());
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => _bench.RunAsync([.. arguments, "--session", "psk", "--output", "house", "--yes"]));
        Assert.Contains($"Nothing was written: {expected}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Config));
        Assert.Equal(lines, _bench.Output.ToString());
        Assert.False(Directory.Exists(_bench.File("house/site-well")));
    }

    [Fact]
    public async Task AddSite_WithoutABase_SaysHowToMakeOne()
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => _bench.RunAsync("--add-site", "well", "--yes"));
        Assert.Contains("farlink init --role base", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_Json_IsOneObjectWithFilesFingerprintsAndSteps()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--json"]));

        using var json = JsonDocument.Parse(_bench.Output.ToString());
        var root = json.RootElement;
        Assert.Equal("base", root.GetProperty("role").GetString());
        Assert.Equal(Config, root.GetProperty("config").GetString());
        Assert.Contains(
            root.GetProperty("files").EnumerateArray(), file => file.GetProperty("path").GetString() == Config
                && file.GetProperty("mode").GetString() == "0644" && file.GetProperty("before").ValueKind == JsonValueKind.Null);
        using var ca = PemFiles.ReadCertificate(_bench.File("house/pki/ecc.ca.cert.pem"));
        var fingerprint = ca.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
        Assert.Equal(fingerprint, root.GetProperty("certificates")[0].GetProperty("sha256").GetString());
        Assert.Equal(5, root.GetProperty("certificates").GetArrayLength());
        Assert.NotEqual(0, root.GetProperty("next_steps").GetArrayLength());
        Assert.True(root.GetProperty("doctor").GetProperty("ok").GetBoolean());
        Assert.Equal("", _bench.Shown.ToString());
    }

    [Fact]
    public async Task Init_JsonOfASite_HasItsPasswordsAndLeavesTheWifiToACommand()
    {
        using var bench = new InitBench { IsRoot = true };
        Directory.CreateDirectory(bench.SystemFolders.Output);
        Directory.CreateDirectory(bench.SystemFolders.State);

        Assert.Equal(0, await bench.RunAsync(
            "--role", "site", "--name", "barn", "--country", "FR", "--radio", "ether://127.0.0.1:4001", "--device", "tank",
            "--no-certificates", "--wifi", "--no-doctor", "--json"));

        Assert.Empty(bench.Applied);
        Assert.Empty(bench.Examined);
        using var json = JsonDocument.Parse(bench.Output.ToString());
        var root = json.RootElement;
        Assert.Equal("tank", root.GetProperty("passwords")[0].GetProperty("device").GetString());
        Assert.Equal(
            bench.Read("etc/farlink/wifi.passphrase").Trim(), root.GetProperty("wifi").GetProperty("passphrase").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("doctor").ValueKind);
        Assert.Contains(
            root.GetProperty("next_steps").EnumerateArray(),
            step => step.GetString()!.StartsWith("WiFi: sudo farlink wifi", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Init_JsonWithAPassphraseToType_NamesTheVariableAndAsksNothing()
    {
        using var bench = new InitBench { IsPassphraseTyped = true };
        var refused = await Assert.ThrowsAsync<UsageException>(() => bench.RunAsync([.. Base, "--json"]));
        Assert.Contains("FARLINK_CA_PASSPHRASE", refused.Message, StringComparison.Ordinal);
        Assert.Equal("", bench.Output.ToString());
    }

    /// <summary>A base, and lines of its owner before the first table.</summary>
    private async Task MakeBaseAsync(params string[] more)
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, .. more]));
        var text = await File.ReadAllTextAsync(Config);
        await File.WriteAllTextAsync(Config, text.Replace("\n[radio]", $"{Own}\n[radio]", StringComparison.Ordinal));
        Assert.Contains(Own, await File.ReadAllTextAsync(Config), StringComparison.Ordinal);
        Assert.Equal("house", Load().Name);
    }

    private async Task ChangeAsync(string line, string instead)
    {
        var text = await File.ReadAllTextAsync(Config);
        Assert.Contains(line, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Config, text.Replace(line, instead, StringComparison.Ordinal));
    }

    private FarlinkConfig Load()
    {
        var (config, problems) = ConfigLoader.Load(Config, Role.Base, new Hashtable());
        Assert.DoesNotContain(problems, problem => problem.Severity == Severity.Error);
        return config!;
    }
}
