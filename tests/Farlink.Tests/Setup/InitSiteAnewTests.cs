using System.Collections;
using Farlink.Configuration;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>A site that is made anew where one is: its answers are the defaults, and no user is lost without a word.</summary>
public sealed class InitSiteAnewTests : IDisposable
{
    private const string Radio = "ether://127.0.0.1:4001?x=3&y=4", Region = "region = \"EU868\"\n";

    private static readonly string[] Made =
    [
        "--role", "site", "--name", "mill", "--country", "FR", "--radio", Radio, "--preset", "tasmota,esphome", "--device",
        "tank,pump", "--no-certificates", "--listener", "mutual,plain", "--output", "mill", "--yes",
    ];

    private static readonly string[] Again = ["--role", "site", "--output", "mill", "--replace", "--yes"];

    private readonly InitBench _bench = new();

    private string Config => _bench.File("mill/farlink.toml");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Init_SiteAnew_HasItsOwnAnswersAsDefaults()
    {
        await MakeAsync(
            "--wifi", "--ssid", "farm", "--channel", "11", "--interface", "wlan1", "--passphrase-file", Passphrase());
        var (config, acl, passwords) = (_bench.Read("mill/farlink.toml"), _bench.Read("mill/acl"), _bench.Read("mill/passwords"));
        await File.WriteAllTextAsync(
            Config, config.Replace(Region, $"{Region}spreading_factor = 9\n", StringComparison.Ordinal));

        var told = _bench.Output.ToString().Length;

        Assert.Equal(0, await _bench.RunAsync(Again));

        var now = Load();
        Assert.Equal(("mill", "FR", "EU868"), (now.Name, now.Radio.Country, now.Radio.Region.Name));
        Assert.Equal(9, now.Radio.Settings.Modulation.SpreadingFactor.Value);
        Assert.Contains($"uri = \"{Radio}\"", _bench.Read("mill/farlink.toml"), StringComparison.Ordinal);
        Assert.Equal(["192.168.2.1:8883", "192.168.2.1:1883"], now.Broker.Listeners.Select(one => one.Endpoint.ToString()));
        Assert.Equal(acl, _bench.Read("mill/acl"));
        Assert.Equal(passwords, _bench.Read("mill/passwords"));
        Assert.Equal(new KnownWifi("wlan1", "farm", "FR", 11), KnownWifi.Read(_bench.File("mill")));
        Assert.Equal("correct horse", _bench.Read("mill/wifi.passphrase").Trim());
        Assert.DoesNotContain("Warning", _bench.Shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Shown once", _bench.Output.ToString()[told..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_SiteAnewWithItsCertificates_NeedsNoFolder()
    {
        Assert.Equal(0, await _bench.RunAsync(
            "--role", "base", "--site", "mill", "--device", "tank", "--region", "EU868", "--radio", Radio, "--preset", "seed",
            "--session", "psk", "--link-id", "7", "--output", "house", "--yes"));
        Assert.Equal(0, await _bench.RunAsync(
            "--role", "site", "--certificates", "house/site-mill", "--radio", Radio, "--no-wifi", "--listen", "127.0.0.1:9000",
            "--output", "mill", "--yes"));
        var (config, told) = (_bench.Read("mill/farlink.toml"), _bench.Output.ToString().Length);

        Assert.Equal(0, await _bench.RunAsync(Again));

        Assert.Equal(config, _bench.Read("mill/farlink.toml"));
        Assert.Contains("id = 7", config, StringComparison.Ordinal);
        Assert.DoesNotContain("Bring the certificates", _bench.Output.ToString()[told..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pump is in the access list and not among the devices", "--device", "tank")]
    [InlineData("the base of this site is in EU868, and does not hear it in US915", "--region", "US915", "--foreign-region")]
    public async Task Init_SiteAnewThatLosesSomething_WarnsOfIt(string expected, params string[] more)
    {
        await MakeAsync("--no-wifi", "--listen", "127.0.0.1");
        Assert.Equal(0, await _bench.RunAsync([.. Again, .. more]));
        Assert.Contains($"Warning: {expected}", _bench.Shown.ToString(), StringComparison.Ordinal);
    }

    /// <summary>By hand, as the comment in the access list says.</summary>
    [Fact]
    public async Task Init_SiteAnewWithAUserThatIsNoDevice_NamesIt()
    {
        await MakeAsync("--no-wifi", "--listen", "127.0.0.1");
        await File.AppendAllTextAsync(_bench.File("mill/acl"), "\nuser viewer\ntopic read #\n");
        Assert.Equal(0, await _bench.RunAsync(Again));
        Assert.Contains("Warning: viewer is in the access list", _bench.Shown.ToString(), StringComparison.Ordinal);
        Assert.Contains("user viewer", _bench.Read("mill/acl.bak"), StringComparison.Ordinal);
        Assert.Contains("user pump", _bench.Read("mill/acl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_SiteAnewWithoutItsWifi_ListensElsewhereAndRemembersIt()
    {
        await MakeAsync("--wifi", "--ssid", "farm");
        Assert.Equal(0, await _bench.RunAsync([.. Again, "--no-wifi", "--listener", "mutual"]));
        Assert.Equal("0.0.0.0:8883", Assert.Single(Load().Broker.Listeners).Endpoint.ToString());
        Assert.Null(KnownWifi.Read(_bench.File("mill")));
        Assert.Contains("Warning: this host is the devices' access point", _bench.Shown.ToString(), StringComparison.Ordinal);

        // The passphrase stays for whoever changes his mind; an answer it is not.
        Assert.Equal(0, await _bench.RunAsync(Again));
        Assert.Null(KnownWifi.Read(_bench.File("mill")));
    }

    /// <summary>
    /// An adapter that is unplugged, or files that are made elsewhere: nothing listens on other networks for that.
    /// </summary>
    [Fact]
    public async Task Init_SiteAnewWithoutItsAdapter_KeepsWifiAndListeners()
    {
        await MakeAsync("--wifi", "--ssid", "farm");
        var config = _bench.Read("mill/farlink.toml");
        _bench.Interfaces = [];
        Assert.Equal(0, await _bench.RunAsync(Again));
        Assert.Equal(config, _bench.Read("mill/farlink.toml"));
        Assert.Equal("farm", KnownWifi.Read(_bench.File("mill"))?.Ssid);
        Assert.Contains("this host has no WiFi interface", _bench.Shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_SiteAnewWithoutItsState_KeepsPairingAndStore()
    {
        await MakeAsync("--no-wifi", "--listen", "127.0.0.1", "--state", "state");
        var config = _bench.Read("mill/farlink.toml");
        Assert.Contains($"store = \"{_bench.File("state/farlink.db")}\"", config, StringComparison.Ordinal);
        Assert.Equal(0, await _bench.RunAsync(Again));
        Assert.Equal(config, _bench.Read("mill/farlink.toml"));
    }

    [Fact]
    public async Task Init_SiteAnewWithKeysThatAreNoAnswers_NamesThem()
    {
        await MakeAsync("--no-wifi", "--listen", "127.0.0.1");
        var config = _bench.Read("mill/farlink.toml");
        await File.WriteAllTextAsync(Config, config.Replace(Region, $"{Region}power_dbm = 10\n", StringComparison.Ordinal));
        Assert.Equal(0, await _bench.RunAsync(Again));
        Assert.Contains(
            "Warning: farlink.toml has keys that go: radio.power_dbm. Bring them from farlink.toml.bak", _bench.Shown.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the listener plain at 127.0.0.1:1883 goes", "--listener", "mutual")]
    [InlineData("the listener mutual moves from 127.0.0.1:8883 to 127.0.0.1:9000", "--listen", "127.0.0.1:9000")]
    public async Task Init_SiteAnewWithOtherListeners_SaysWhoLosesTheBroker(string expected, params string[] more)
    {
        await MakeAsync("--no-wifi", "--listen", "127.0.0.1");
        Assert.Equal(0, await _bench.RunAsync([.. Again, .. more]));
        Assert.Contains($"Warning: {expected}", _bench.Shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_SiteAnewByQuestions_ShowsWhatItHas()
    {
        await MakeAsync("--no-wifi", "--listen", "127.0.0.1:9000");
        var config = _bench.Read("mill/farlink.toml");

        // Role, certificates, name, region, radio, presets, devices, WiFi, listeners; write.
        Assert.Equal(
            0, await _bench.AskedAsync(["", "", "", "", "", "", "", "", "", ""], "--output", "mill", "--no-pair"));

        Assert.Equal(config, _bench.Read("mill/farlink.toml"));
        var shown = _bench.Shown.ToString();
        foreach (var usual in new[] { "[site]", "[mill]", "[EU868]", "[tasmota,esphome]", "[tank,pump]", "[mutual,plain]" })
            Assert.Contains(usual, shown, StringComparison.Ordinal);
    }

    private async Task MakeAsync(params string[] more) => Assert.Equal(0, await _bench.RunAsync([.. Made, .. more]));

    private string Passphrase()
    {
        var path = _bench.File("passphrase");
        File.WriteAllText(path, "correct horse\n");
        File.SetUnixFileMode(path, InitFile.SecretMode);
        return path;
    }

    private FarlinkConfig Load()
    {
        var (config, problems) = ConfigLoader.Load(Config, Role.Site, new Hashtable());
        Assert.DoesNotContain(problems, problem => problem.Severity == Severity.Error);
        return config!;
    }
}
