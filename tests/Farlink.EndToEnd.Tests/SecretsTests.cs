namespace Farlink.EndToEnd.Tests;

/// <summary>Negative test 43: nothing that is secret comes out of the programs, even where they tell all they can.</summary>
public sealed class SecretsTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Workshop.CreateAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logs_AtDebug_HoldNoKeyPasswordOrPayload(bool isPaired)
    {
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        if (isPaired) await _shop.PairAsync();
        await using var watcher = await Watcher.StartAsync(_shop, 2);
        var station = await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        Assert.Equal(0, await _shop.Device(2).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(0, await site.StopAsync());
        Assert.Equal(0, await station.StopAsync());
        var listed = await Workshop.DoAsync(0, "pair", "list", "-c", _shop.File("native-base.toml"), "--json");

        var said = site.Output + station.Output + (isPaired ? listed : "");
        Assert.Contains("/esp8266", said, StringComparison.Ordinal);
        foreach (var secret in Secrets(isPaired)) Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Each key as it is in its file, as hexadecimal and as Base64; the password; what devices publish.</summary>
    private IEnumerable<string> Secrets(bool isPaired)
    {
        yield return "secret";
        yield return "Good job!";
        string[] files = isPaired ? ["site.key.pem", "base.key.pem", "pki/ecc.raspberry.key.pem"] : ["pki/ecc.raspberry.key.pem"];
        foreach (var file in files)
        {
            var text = File.ReadAllText(_shop.File(file));
            foreach (var line in text.Split('\n'))
                if (line.Length > 20 && !line.StartsWith('-')) yield return line.Trim();
        }

        if (!isPaired)
        {
            var key = File.ReadAllBytes(_shop.File("link.key"));
            yield return Convert.ToHexString(key);
            yield return Convert.ToBase64String(key);
            yield break;
        }

        foreach (var file in Directory.GetFiles(_shop.File("base.pairings"), "*.pairing.json"))
        {
            using var record = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));
            yield return record.RootElement.GetProperty("hello_key").GetString()!;
        }
    }
}
