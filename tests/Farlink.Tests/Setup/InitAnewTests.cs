using System.Collections;
using Farlink.Configuration;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>A base that is made anew where one is: its answers are the defaults, and no site is lost without a word.</summary>
public sealed class InitAnewTests : IDisposable
{
    private const string Radio = "ether://127.0.0.1:4001?x=3&y=4", Region = "region = \"EU868\"\n";

    private readonly InitBench _bench = new();

    private string Config => _bench.File("house/farlink.toml");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Init_BaseAnew_HasItsOwnAnswersAsDefaults()
    {
        await MakeBaseAsync();
        var text = await File.ReadAllTextAsync(Config);
        Assert.Contains(Region, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            Config, text.Replace(Region, $"{Region}spreading_factor = 9\n", StringComparison.Ordinal));
        var before = Load();

        Assert.Equal(0, await _bench.RunAsync("--role", "base", "--no-pki", "--output", "house", "--replace", "--yes"));

        var now = Load();
        Assert.Equal("home", now.Name);
        Assert.Equal(before.Sites, now.Sites);
        Assert.Equal(["barn", "well"], now.Sites.Select(site => site.Name));
        Assert.Equal(before.Radio.Settings, now.Radio.Settings);
        Assert.Equal("FR", now.Radio.Country);
        Assert.Contains($"uri = \"{Radio}\"", await File.ReadAllTextAsync(Config), StringComparison.Ordinal);
        Assert.Equal(before.Upstream, now.Upstream);
        Assert.Equal("s", _bench.Read("house/upstream.password").Trim());
        Assert.Equal(before.Routes.Select(route => route.Topic), now.Routes.Select(route => route.Topic));
        Assert.DoesNotContain("Warning", _bench.Shown.ToString(), StringComparison.Ordinal);

        // The sites' folders too: they are on that channel.
        Assert.Contains("spreading_factor = 9", _bench.Read("house/site-barn/site.toml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("well is a site of this base that is not among the sites any more", "--site", "barn")]
    [InlineData("well has the link id 6, and here 5", "--site", "well,barn")]
    [InlineData("barn shares a key with this base; without --session psk it must be paired", "--session", "edhoc")]
    [InlineData("the sites of this base are in EU868, and do not hear it in US915", "--region", "US915", "--foreign-region")]
    public async Task Init_BaseAnewThatCutsASiteOff_WarnsOfIt(string expected, params string[] more)
    {
        await MakeBaseAsync();
        Assert.Equal(
            0, await _bench.RunAsync(["--role", "base", "--no-pki", "--output", "house", "--replace", "--yes", .. more]));
        Assert.Contains($"Warning: {expected}", _bench.Shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_BaseAnew_KeepsTheCaThatSignedForItsSites()
    {
        string[] made = ["--role", "base", "--radio", Radio, "--upstream", "none", "--output", "house", "--yes"];
        Assert.Equal(0, await _bench.RunAsync([.. made, "--region", "EU868", "--pki", "elsewhere"]));
        Assert.Equal(0, await _bench.RunAsync(made));
        Assert.False(Directory.Exists(_bench.File("house/pki")));
        Assert.Equal(_bench.File("elsewhere/ecc.ca.cert.pem"), Load().Broker.CaFile);
    }

    [Theory]
    [InlineData("edhoc", true)]
    [InlineData("psk", false)]
    public async Task Init_BaseWithoutCertificates_SaysWhatMustBeBrought(string session, bool mayBeLater)
    {
        Assert.Equal(0, await _bench.RunAsync(
            "--role", "base", "--site", "barn", "--region", "EU868", "--radio", Radio, "--preset", "seed", "--session", session,
            "--no-pki", "--upstream", "none", "--output", "house", "--yes"));
        var text = _bench.Output.ToString();
        Assert.Contains(
            "Bring ecc.ca.cert.pem, ecc.base.cert.pem and ecc.base.key.pem (mode 0600)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("private keys are in it", text, StringComparison.Ordinal);
        Assert.Equal(
            mayBeLater, text.Contains(
                "--role site --no-certificates --name barn --region EU868 --preset seed", StringComparison.Ordinal));
    }

    /// <summary>Two sites with shared keys, links 5 and 6, and a broker with a password.</summary>
    private async Task MakeBaseAsync()
    {
        await File.WriteAllTextAsync(_bench.File("secret"), "s");
        File.SetUnixFileMode(_bench.File("secret"), InitFile.SecretMode);
        Assert.Equal(0, await _bench.RunAsync(
            "--role", "base", "--name", "home", "--site", "barn,well", "--session", "psk", "--link-id", "5", "--country", "FR",
            "--radio", Radio, "--preset", "tasmota", "--upstream", "mqtt://127.0.0.1:1884", "--upstream-user", "ann",
            "--upstream-password-file", _bench.File("secret"), "--no-pki", "--output", "house", "--yes"));
    }

    private FarlinkConfig Load()
    {
        var (config, problems) = ConfigLoader.Load(Config, Role.Base, new Hashtable());
        Assert.DoesNotContain(problems, problem => problem.Severity == Severity.Error);
        return config!;
    }
}
