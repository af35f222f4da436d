using Farlink.Commands;

namespace Farlink.Tests.Setup;

/// <summary>A base that is there: one site more, all of it anew, or nothing.</summary>
public sealed class InitChangeTests : IDisposable
{
    private const string Config = "house/farlink.toml", Broker = "house/site-barn/ecc.raspberry.cert.pem";

    /// <summary>All but names.</summary>
    private static readonly string[] Base =
    [
        "--role", "base", "--region", "EU868", "--radio", "ether://127.0.0.1:4001", "--preset", "seed", "--upstream",
        "mqtt://127.0.0.1:1883", "--pki", "house/pki", "--output", "house",
    ];

    private readonly InitBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Init_BaseThatIsThere_MayBeLeftAsItIs()
    {
        var before = await MakeBaseAsync();
        Assert.Equal(1, await _bench.AskedAsync(["stop"], "--output", "house"));
        var shown = _bench.Shown.ToString();
        Assert.Contains("Here is a base already, house; its sites: barn.", shown, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", shown, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Init_BaseThatIsThere_MadeAnewKeepsItsCertificates()
    {
        await MakeBaseAsync();
        var (config, broker) = (_bench.Read(Config), _bench.Read(Broker));

        // A word that is none, then anew; name, sites, further names, devices, keep; write.
        Assert.Equal(0, await _bench.AskedAsync(["y", "anew", "", "", "", "", "", ""], [.. Base, "--no-pair"]));

        Assert.Contains("add, anew or stop", _bench.Shown.ToString(), StringComparison.Ordinal);
        Assert.Equal(config, _bench.Read(Config));
        Assert.Equal(broker, _bench.Read(Broker));
    }

    [Fact]
    public async Task Init_NewSiteOfABaseThatIsThere_IsAddedOnDemand()
    {
        await MakeBaseAsync();
        var before = _bench.Read(Config);

        // Add it, its further names, its devices; write.
        Assert.Equal(0, await _bench.AskedAsync(
            ["", "", "", ""], "--role", "base", "--name", "house", "--site", "well", "--output", "house", "--no-pair"));

        Assert.Contains("Add the site well to it", _bench.Shown.ToString(), StringComparison.Ordinal);
        Assert.StartsWith(before, _bench.Read(Config), StringComparison.Ordinal);
        Assert.Contains("name = \"well\"", _bench.Read(Config), StringComparison.Ordinal);
        Assert.True(File.Exists(_bench.File("house/site-well/ecc.raspberry.key.pem")));
    }

    /// <summary>A second site with the options of the first one: it must not end at certificates that are there.</summary>
    [Theory]
    [InlineData("say --add-site well;", "well")]
    [InlineData("say --add-site well, then --add-site mill;", "barn,well,mill")]
    public async Task Init_NewSiteOfABaseThatIsThereAndNobodyToAsk_SaysHowToAddIt(string expected, string sites)
    {
        var before = await MakeBaseAsync();
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => _bench.RunAsync([.. Base, "--name", "house", "--site", sites, "--yes"]));
        Assert.Contains("is a base already; its sites: barn.", refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Init_AllSitesOfABaseAndReplace_MakesItAnew()
    {
        await MakeBaseAsync();
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--name", "house", "--site", "barn,well", "--replace", "--yes"]));
        Assert.Contains("name = \"well\"", _bench.Read(Config), StringComparison.Ordinal);
        Assert.True(File.Exists(_bench.File($"{Config}.bak")));
    }

    /// <returns>What is then there.</returns>
    private async Task<string[]> MakeBaseAsync()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--name", "house", "--site", "barn", "--yes"]));
        return Files();
    }

    /// <summary>Each file with its text.</summary>
    private string[] Files() =>
    [
        .. Directory.GetFiles(_bench.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => $"{path}\n{File.ReadAllText(path)}"),
    ];
}
