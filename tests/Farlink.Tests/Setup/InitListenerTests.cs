namespace Farlink.Tests.Setup;

/// <summary>Where the listeners of a new site are, and what is said of it.</summary>
public sealed class InitListenerTests : IDisposable
{
    private static readonly string[] Site =
    [
        "--role", "site", "--name", "barn", "--region", "EU868", "--radio", "ether://127.0.0.1:4001", "--device", "tank",
        "--no-certificates", "--no-wifi", "--yes",
    ];

    private readonly InitBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("mutual", "10.0.0.1:9000", "10.0.0.1:9000")]
    [InlineData("password", "10.0.0.1:9000", "10.0.0.1:9000")]
    [InlineData("plain", "10.0.0.1:9000", "10.0.0.1:9000")]
    [InlineData("mutual,password,plain", "10.0.0.1:9000", "10.0.0.1:9000", "10.0.0.1:9001", "10.0.0.1:1883")]
    [InlineData("password,plain", "10.0.0.1:9000", "10.0.0.1:9000", "10.0.0.1:1883")]
    [InlineData("password", "10.0.0.1", "10.0.0.1:8884")]
    [InlineData("plain", "10.0.0.1", "10.0.0.1:1883")]
    public async Task Init_Listen_IsWhereItIsSaidAndOthersAreTold(string words, string listen, params string[] expected)
    {
        Assert.Equal(0, await _bench.RunAsync([.. Site, "--preset", "seed", "--listener", words, "--listen", listen]));
        var found = _bench.Read("farlink.toml").Split('\n')
            .Where(line => line.StartsWith("address = ", StringComparison.Ordinal)).Select(line => line.Split('"')[1]);
        Assert.Equal(expected, found);
        var shown = _bench.Shown.ToString();
        foreach (var other in expected.Skip(1)) Assert.Contains($" is at {other}", shown, StringComparison.Ordinal);
        Assert.Equal(expected.Length > 1, shown.Contains("Warning: --listen names port 9000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tasmota", "mutual", true)]
    [InlineData("tasmota", "mutual,plain", false)]
    [InlineData("seed", "mutual", false)]
    public async Task Init_TasmotaWithoutAListenerForIt_IsWarnedOf(string preset, string words, bool isOdd)
    {
        Assert.Equal(0, await _bench.RunAsync(
            [.. Site, "--preset", preset, "--listener", words, "--listen", "10.0.0.1", "--json", "--no-doctor"]));
        using var report = System.Text.Json.JsonDocument.Parse(_bench.Output.ToString());
        var warnings = report.RootElement.GetProperty("warnings").EnumerateArray().Select(one => one.GetString()!);
        Assert.Equal(
            isOdd, warnings.Any(text => text.Contains("--listener mutual,plain", StringComparison.Ordinal)));
    }
}
