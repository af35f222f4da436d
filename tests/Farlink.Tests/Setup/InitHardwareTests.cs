using System.Collections;
using Farlink.Commands;
using Farlink.Configuration;

namespace Farlink.Tests.Setup;

/// <summary>What <c>farlink init</c> finds of a host beside its radio: a secure element, WiFi.</summary>
public sealed class InitHardwareTests : IDisposable
{
    private const string Chip = "atecc608:?bus=1&address=0x60&slot=2";

    private static readonly string[] Site =
    [
        "--role", "site", "--name", "barn", "--country", "FR", "--region", "EU868", "--radio", "ether://127.0.0.1:4001",
        "--preset", "seed", "--device", "tank", "--no-certificates", "--listener", "mutual", "--output", "barn",
    ];

    private readonly InitBench _bench = new() { Elements = [Chip] };

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("", true)]
    [InlineData("n", false)]
    public async Task Init_SecureElementThatAnswers_IsAskedFor(string answer, bool isTaken)
    {
        // Keep the key in it; write.
        Assert.Equal(0, await _bench.AskedAsync([answer, ""], [.. Site, "--no-wifi", "--no-pair"]));
        Assert.Equal(isTaken, Element() == Chip);
    }

    [Fact]
    public async Task Init_ElementByOption_IsTakenAndStays()
    {
        const string Token = "pkcs11:token=farlink;object=link";
        Assert.Equal(0, await _bench.RunAsync([.. Site, "--no-wifi", "--element", Token, "--yes"]));
        Assert.Equal(Token, Element());
        Assert.Equal(0, await _bench.RunAsync([.. Site, "--no-wifi", "--replace", "--yes"]));
        Assert.Equal(Token, Element());
    }

    [Theory]
    [InlineData("--element: 'chip'", "--element", "chip")]
    [InlineData("--element: ends that share a key", "--element", Chip, "--session", "psk")]
    public async Task Init_ElementThatCannotBe_IsRefused(string expected, params string[] more)
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => _bench.RunAsync([.. Site, "--no-wifi", "--yes", .. more]));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wlan1", "", "wlan1")]
    [InlineData("wlan1", "Warning: this host has no WiFi interface wlan0; WiFi is on wlan1", "wlan0", "--interface", "wlan0")]
    [InlineData("", "Warning: this host has no WiFi interface, and wlan0 is to be", "wlan0")]
    public async Task Init_WifiOnThisHost_IsLookedForBeforeFilesAreWritten(
        string there, string warning, string expected, params string[] more)
    {
        using var bench = new InitBench { Interfaces = there.Length > 0 ? [there] : [] };
        Assert.Equal(0, await bench.RunAsync([.. Site, "--wifi", "--yes", .. more]));
        var shown = bench.Shown.ToString();
        Assert.Contains(warning, shown, StringComparison.Ordinal);
        Assert.Equal(warning.Length > 0, shown.Contains("Warning", StringComparison.Ordinal));
        Assert.Contains($"interface = \"{expected}\"", bench.Read("barn/wifi.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_HostWithoutWifi_IsNoAccessPointUnasked()
    {
        using var bench = new InitBench { Interfaces = [] };
        Directory.CreateDirectory(bench.SystemFolders.Output);
        Directory.CreateDirectory(bench.SystemFolders.State);
        Assert.Equal(0, await bench.RunAsync([.. Site[..^2], "--yes"]));
        Assert.False(File.Exists(bench.File("etc/farlink/wifi.toml")));
    }

    private string Element() =>
        ConfigLoader.Load(_bench.File("barn/farlink.toml"), Role.Site, new Hashtable()).Config!.Link.Element;
}
