using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests;

/// <summary>
/// From nothing to a message that has crossed: a base and a site by <c>farlink init</c>, paired by files, on a simulated air,
/// with no file that another command or a person wrote.
/// </summary>
public sealed partial class InitTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Workshop.CreateAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Init_BaseSiteAndPairing_CarryADevicesMessage()
    {
        await _shop.PhysicalEtherAsync(_shop.File("air.pcap"));
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        var (house, barn) = (_shop.File("house/farlink.toml"), _shop.File("barn/farlink.toml"));
        var station = await Workshop.DoAsync(0, [.. BaseArguments, "--no-doctor"]);
        Assert.Contains("good, a base named house", station, StringComparison.Ordinal);
        var site = await Workshop.DoAsync(0, [.. SiteArguments, "--no-doctor"]);
        Assert.Contains("good, a site named barn", site, StringComparison.Ordinal);
        await PairAsync(barn, house);

        await using var watcher = await Watcher.StartAsync(_shop, 2);
        var running = _shop.Keep(RunningProcess.Farlink("base", "-c", house));
        await running.WaitForAsync("is running");
        running = _shop.Keep(RunningProcess.Farlink("site", "-c", barn, "--log-level", "debug"));
        await running.WaitForAsync("Session with link 1");
        var device = _shop.Keep(RunningProcess.Farlink(
            "device", "--host", "127.0.0.1", "--port", $"{_shop.SitePort}", "--tls-name", "mqtt.com",
            "--ca", _shop.File("house/site-barn/ecc.ca.cert.pem"), "--cert", _shop.File("house/site-barn/ecc.esp8266.cert.pem"),
            "--key", _shop.File("house/site-barn/ecc.esp8266.key.pem"), "--user", "esp8266",
            "--password", Password().Match(site).Groups[1].Value, "--interval", "300ms", "--count", "2"));
        Assert.Equal(0, await device.WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(["Good job! You are connected 1 times", "Good job! You are connected 2 times"], watcher.Lines);
    }

    [Fact]
    public async Task Init_Again_OverwritesNothingUnlessItIsTold()
    {
        await Workshop.DoAsync(0, [.. BaseArguments, "--no-doctor"]);
        var before = await File.ReadAllTextAsync(_shop.File("house/farlink.toml"));
        string[] other =
        [
            "init", "--role", "base", "--name", "mill", "--site", "barn", "--region", "EU868", "--radio", Radio, "--no-pki",
            "--output", _shop.File("house"), "--yes", "--no-doctor",
        ];

        var refused = await Workshop.DoAsync(2, other);
        Assert.Contains("--replace", refused, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(_shop.File("house/farlink.toml")));

        await Workshop.DoAsync(0, [.. other, "--replace"]);
        Assert.Equal(before, await File.ReadAllTextAsync(_shop.File("house/farlink.toml.bak")));
    }

    [Fact]
    public async Task Init_SecondSite_IsAddedToTheBaseAndPairsWithIt()
    {
        await Workshop.DoAsync(0, [.. BaseArguments, "--no-doctor"]);
        var (house, well) = (_shop.File("house/farlink.toml"), _shop.File("well/farlink.toml"));
        var before = await File.ReadAllTextAsync(house);

        await Workshop.DoAsync(
            0, "init", "--add-site", "well", "--output", _shop.File("house"), "--yes", "--no-doctor");
        await Workshop.DoAsync(
            0, "init", "--role", "site", "--certificates", _shop.File("house/site-well"), "--radio", Radio, "--no-wifi",
            "--listen", $"127.0.0.1:{_shop.SitePort}", "--output", _shop.File("well"), "--yes", "--no-doctor");
        await PairAsync(well, house);

        Assert.StartsWith(before, await File.ReadAllTextAsync(house), StringComparison.Ordinal);
        Assert.Contains("well", await Workshop.DoAsync(0, "pair", "list", "-c", house), StringComparison.Ordinal);
        var check = await Workshop.DoAsync(0, "config", "check", "-c", house);
        Assert.DoesNotContain("well is not paired", check, StringComparison.Ordinal);
        Assert.Contains("barn is not paired", check, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_NobodyToAsk_NamesTheOptionAndWritesNothing()
    {
        var refused = await Workshop.DoAsync(2, "init", "--output", _shop.File("house"));
        Assert.Contains("--role", refused, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shop.File("house")));
    }

    [Fact]
    public async Task Init_WithDoctor_EndsWithItsReport()
    {
        var output = await Workshop.DoAsync(0, SiteWithoutCertificates);
        Assert.Contains("good, a site named barn", output, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^(ok|skip) ", output);
        Assert.Matches("(warn|fail) (.|\n)* failed, (.|\n)*Shown once(.|\n)*Next:", output);
    }

    private string Radio => $"ether://127.0.0.1:{_shop.EtherPort}";

    private string[] BaseArguments =>
    [
        "init", "--role", "base", "--name", "house", "--site", "barn", "--device", "esp8266", "--region", "EU868",
        "--radio", Radio, "--preset", "seed", "--upstream", $"mqtt://127.0.0.1:{_shop.UpstreamPort}",
        "--output", _shop.File("house"), "--yes",
    ];

    private string[] SiteArguments =>
    [
        "init", "--role", "site", "--certificates", _shop.File("house/site-barn"), "--radio", Radio, "--no-wifi",
        "--listen", $"127.0.0.1:{_shop.SitePort}", "--output", _shop.File("barn"), "--yes",
    ];

    private string[] SiteWithoutCertificates =>
    [
        "init", "--role", "site", "--name", "barn", "--region", "EU868", "--radio", "ether://127.0.0.1:1", "--no-certificates",
        "--no-wifi", "--output", _shop.File("barn"), "--yes",
    ];

    private async Task PairAsync(string site, string station)
    {
        var offer = await Workshop.DoAsync(0, "pair", "offer", "-c", site, "--output", _shop.File("barn.offer"));
        var answer = await Workshop.DoAsync(
            0, "pair", "accept", _shop.File("barn.offer"), "-c", station, "--fingerprint", Workshop.FingerprintIn(offer),
            "--output", _shop.File("barn.answer"));
        await Workshop.DoAsync(
            0, "pair", "accept", _shop.File("barn.answer"), "-c", site, "--fingerprint", Workshop.FingerprintIn(answer));
    }

    [GeneratedRegex("device esp8266, password ([a-z2-9-]+)", RegexOptions.None)]
    private static partial Regex Password();
}
