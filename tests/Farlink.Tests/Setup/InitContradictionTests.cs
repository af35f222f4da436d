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

    private readonly InitBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("US", "EU868", true)]
    [InlineData("FR", "EU868", false)]
    [InlineData("NZ", "AS923", false)]
    public async Task Init_CountryOfAnotherRegionByOptions_IsWarnedOf(string country, string region, bool isOdd)
    {
        Assert.Equal(0, await _bench.RunAsync([.. Plain, "--no-wifi", "--country", country, "--region", region, "--yes"]));
        Assert.Equal(
            isOdd, _bench.Shown.ToString().Contains(
                $"Warning: country {country} and region {region} do not fit", StringComparison.Ordinal));
        Assert.Contains($"region = \"{region}\"", _bench.Read("farlink.toml"), StringComparison.Ordinal);
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
    public async Task Init_ListenElsewhereThanInTheWifi_IsAskedForAgain()
    {
        _bench.Whisper("");

        // WiFi, its name and channel, where to listen; write.
        Assert.Equal(0, await _bench.AskedAsync(
            ["y", "", "", "10.0.0.2", "", ""],
            [.. Plain, "--country", "FR", "--region", "EU868", "--listen", "10.0.0.1", "--no-pair"]));
        Assert.Contains("address = \"192.168.2.1:8883\"", _bench.Read("farlink.toml"), StringComparison.Ordinal);
    }
}
