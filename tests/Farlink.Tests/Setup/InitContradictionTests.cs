using Farlink.Commands;

namespace Farlink.Tests.Setup;

/// <summary>Answers that are good by themselves, and contradict each other.</summary>
public sealed class InitContradictionTests : IDisposable
{
    /// <summary>A site by simulated radio, but for its country, region and WiFi.</summary>
    private static readonly string[] Plain =
    [
        "--role", "site", "--name", "barn", "--radio", "ether://127.0.0.1:4001", "--preset", "seed", "--device", "tank",
        "--no-certificates", "--listener", "mutual",
    ];

    /// <summary>A site with the folder that a base made for it.</summary>
    private static readonly string[] Brought =
    [
        "--role", "site", "--certificates", "house/site-barn", "--radio", "ether://127.0.0.1:4001", "--device", "tank",
        "--listener", "mutual", "--no-wifi", "--output", "barn",
    ];

    private readonly InitBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("--yes")]
    [InlineData("--json")]
    public async Task Init_CountryOfAnotherRegionAndNobodyToAsk_IsRefusedAndNothingIsWritten(string flag)
    {
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => _bench.RunAsync([.. Plain, "--no-wifi", "--country", "US", "--region", "EU868", flag]));
        Assert.Contains(
            "country US and region EU868 do not fit: in US it is US915.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--foreign-region", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_bench.Folder));
    }

    [Theory]
    [InlineData("US", "EU868", true, "--foreign-region")]
    [InlineData("FR", "EU868", false)]
    [InlineData("NZ", "AS923", false)]
    [InlineData("CN", "EU868", false)]
    public async Task Init_CountryAndRegionThatFitOrAreMeant_AreTaken(
        string country, string region, bool isOdd, params string[] more)
    {
        Assert.Equal(
            0, await _bench.RunAsync([.. Plain, "--no-wifi", "--country", country, "--region", region, "--yes", .. more]));
        Assert.Equal(
            isOdd, _bench.Shown.ToString().Contains(
                $"Warning: country {country} and region {region} do not fit", StringComparison.Ordinal));
        Assert.Contains($"region = \"{region}\"", _bench.Read("farlink.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_ForeignRegionThatIsMeant_IsNotAskedFor()
    {
        // Write.
        Assert.Equal(0, await _bench.AskedAsync(
            [""], [.. Plain, "--no-wifi", "--country", "US", "--region", "EU868", "--foreign-region", "--no-pair"]));
        Assert.Contains("region = \"EU868\"", _bench.Read("farlink.toml"), StringComparison.Ordinal);
    }

    /// <summary>What the base was told once counts for its sites; another country is looked at.</summary>
    [Fact]
    public async Task AddSite_CountryOfAnotherRegion_IsRefusedUnlessTheBaseHasIt()
    {
        await MakeBaseAsync("--country", "US", "--foreign-region");
        string[] well = ["--add-site", "well", "--output", "house", "--yes"];
        var refused = await Assert.ThrowsAsync<UsageException>(() => _bench.RunAsync([.. well, "--country", "JP"]));
        Assert.Contains("country JP and region EU868 do not fit", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.File("house/site-well")));

        Assert.Equal(0, await _bench.RunAsync(well));
        Assert.True(Directory.Exists(_bench.File("house/site-well")));
    }

    [Theory]
    [InlineData("US915", "n", "", "")]
    [InlineData("EU868", "y", "")]
    public async Task Init_CountryOfAnotherRegion_IsAskedFor(string expected, params string[] lines)
    {
        Assert.Equal(
            0, await _bench.AskedAsync(lines, [.. Plain, "--no-wifi", "--country", "US", "--region", "EU868", "--no-pair"]));
        Assert.Contains($"region = \"{expected}\"", _bench.Read("farlink.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_SiteOtherThanItsFolderByOptions_IsWarnedOfEach()
    {
        await MakeBaseAsync();
        Assert.Equal(0, await _bench.RunAsync([.. Brought, "--name", "other", "--region", "US915", "--preset", "seed", "--yes"]));
        var shown = _bench.Shown.ToString();
        Assert.Contains("Warning: the base knows this site as barn, and it is named other", shown, StringComparison.Ordinal);
        Assert.Contains("Warning: the base is in EU868, and this site in US915", shown, StringComparison.Ordinal);
        Assert.Contains("presets as tasmota, and here they are seed", shown, StringComparison.Ordinal);
        Assert.Contains("name = \"other\"", _bench.Read("barn/farlink.toml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "barn", "EU868", "cmnd/#")]
    [InlineData("n", "other", "US915", "/esp8266")]
    public async Task Init_SiteOtherThanItsFolder_IsAskedOf(string answer, string name, string region, string topic)
    {
        await MakeBaseAsync();

        // Take the base's name, region, presets; write.
        Assert.Equal(0, await _bench.AskedAsync(
            [answer, answer, answer, ""],
            [.. Brought, "--name", "other", "--region", "US915", "--preset", "seed", "--no-pair"]));

        var text = _bench.Read("barn/farlink.toml");
        foreach (var line in new[] { $"name = \"{name}\"", $"region = \"{region}\"", $"topic = \"{topic}\"" })
            Assert.Contains(line, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_ListenElsewhereThanInTheWifi_IsAskedForAgain()
    {
        _bench.Whisper("");

        // WiFi, its name and channel, where to listen; write.
        Assert.Equal(0, await _bench.AskedAsync(
            ["y", "", "", "10.0.0.2", "", ""],
            [.. Plain, "--country", "FR", "--region", "EU868", "--listen", "10.0.0.1", "--no-pair"]));
        Assert.Contains("address = \"192.168.2.1:8883\"", _bench.Read("farlink.toml"), StringComparison.Ordinal);
    }

    private async Task MakeBaseAsync(params string[] more) => Assert.Equal(0, await _bench.RunAsync(
    [
        "--role", "base", "--name", "house", "--site", "barn", "--device", "tank", "--region", "EU868", "--radio",
        "ether://127.0.0.1:4001", "--preset", "tasmota", "--output", "house", "--yes", .. more,
    ]));
}
