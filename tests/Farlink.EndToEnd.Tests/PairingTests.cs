namespace Farlink.EndToEnd.Tests;

/// <summary>Pairing by files, sessions by EDHOC, and the end of a pairing, with the program's own commands.</summary>
public sealed class PairingTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Workshop.CreateAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Chain_PairedEnds_DeliversUntilUnpairedAndNotAfter()
    {
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await _shop.PairAsync();
        await using var watcher = await Watcher.StartAsync(_shop, 3);
        var station = await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        Assert.Equal(0, await _shop.Device(3).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.DoesNotContain("psk", site.Output + station.Output, StringComparison.Ordinal);

        // A copy of the pairing from before does not bring it back.
        var record = _shop.File("base.pairings/001.pairing.json");
        File.Copy(record, _shop.File("copy"));
        await Workshop.DoAsync(0, "unpair", "barn", "-c", _shop.File("native-base.toml"));
        Assert.False(File.Exists(record));
        await station.WaitForAsync("is no longer paired: its frames are refused from now on");
        File.Copy(_shop.File("copy"), record);
        Assert.Equal(0, await _shop.Device(1).WaitForExitAsync());
        await station.WaitForAsync("neither paired nor configured here");
        Assert.Equal("offline", await _shop.PresenceAsync());
        Assert.Equal(0, await station.StopAsync());
        var listed = await Workshop.DoAsync(0, "pair", "list", "-c", _shop.File("native-base.toml"));
        Assert.Contains("Nothing is paired", listed, StringComparison.Ordinal);
        var refused = await Workshop.DoAsync(1, "base", "-c", _shop.File("native-base.toml"));
        Assert.Contains("No site of this base is paired. Pair one with: farlink pair", refused, StringComparison.Ordinal);
    }

    /// <summary>Test 41, with real ends that run, and start again afterwards.</summary>
    [Fact]
    public async Task Rekey_RunningSite_GoesOnWithANewKeyAndTheOldOneIsRefused()
    {
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await _shop.WritePairedAsync();
        var config = _shop.File("native-site.toml");
        Assert.Contains("is not paired", await Workshop.DoAsync(1, "pair", "rekey", "-c", config), StringComparison.Ordinal);
        await _shop.PairAsync();
        var station = await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        var before = await Workshop.DoAsync(0, "pair", "list", "-c", _shop.File("native-base.toml"));

        var rekeyed = await Workshop.DoAsync(0, "pair", "rekey", "-c", config);

        Assert.Contains("site.key.2.pem is the key of this site now", rekeyed, StringComparison.Ordinal);
        await station.WaitForAsync("link 1 (barn) has another key now: the one before is refused");
        await using (var watcher = await Watcher.StartAsync(_shop, 1))
        {
            Assert.Equal(0, await _shop.Device(1).WaitForExitAsync());
            Assert.Equal(0, await watcher.WaitForExitAsync());
        }

        Assert.NotEqual(before, await Workshop.DoAsync(0, "pair", "list", "-c", _shop.File("native-base.toml")));
        Assert.False(File.Exists(_shop.File("base.pairings/001.next.json")));

        // Both start again with it; the old key is not needed any more.
        Assert.Equal(0, await site.StopAsync());
        Assert.Equal(0, await station.StopAsync());
        File.Delete(_shop.File("site.key.pem"));
        await _shop.NativeBaseAsync();
        site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
    }

    [Fact]
    public async Task Accept_WrongFingerprintOtherRoleOrOldAnswer_KeepsNothingAndSaysWhy()
    {
        await _shop.WritePairedAsync();
        var (site, station) = (_shop.File("native-site.toml"), _shop.File("native-base.toml"));
        await Workshop.DoAsync(0, "pair", "offer", "-c", site, "--output", _shop.File("offer"));

        var wrong = await Workshop.DoAsync(
            1, "pair", "accept", _shop.File("offer"), "-c", station, "--fingerprint", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AA");
        Assert.Contains("The fingerprints differ", wrong, StringComparison.Ordinal);
        var role = await Workshop.DoAsync(1, "pair", "accept", _shop.File("offer"), "-c", site, "--fingerprint", "X");
        Assert.Contains("a site pairs with a base", role, StringComparison.Ordinal);
        var none = await Workshop.DoAsync(1, "pair", "accept", _shop.File("nothing"), "-c", station, "--fingerprint", "X");
        Assert.Contains("Cannot read", none, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_shop.File("text"), "{\"farlink\": 1}");
        var text = await Workshop.DoAsync(1, "pair", "accept", _shop.File("text"), "-c", station, "--fingerprint", "X");
        Assert.Contains("is not an offer of a pairing of farlink", text, StringComparison.Ordinal);
        Assert.Contains("Nothing is paired", await Workshop.DoAsync(0, "pair", "list", "-c", station), StringComparison.Ordinal);

        // A site that is not paired does not run, and says what to do.
        Assert.Contains("Pair both: farlink pair", await Workshop.DoAsync(1, "site", "-c", site), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_ExistingNameWithAnotherKey_NeedsReplace()
    {
        await _shop.PairAsync();
        var (site, station) = (_shop.File("native-site.toml"), _shop.File("native-base.toml"));
        File.Delete(_shop.File("site.key.pem"));
        var offered = await Workshop.DoAsync(0, "pair", "offer", "-c", site, "--output", _shop.File("offer"));
        string[] accept =
            ["pair", "accept", _shop.File("offer"), "-c", station, "--fingerprint", Workshop.FingerprintIn(offered),
                "--output", _shop.File("answer")];

        Assert.Contains("say --replace", await Workshop.DoAsync(1, accept), StringComparison.Ordinal);

        Assert.Contains("as link 1", await Workshop.DoAsync(0, [.. accept, "--replace"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bulk_ListWithOneWrongFingerprint_KeepsNothingUntilAllAreRight()
    {
        await _shop.WritePairedAsync();
        var station = _shop.File("native-base.toml");
        List<string> lines = ["# offer, fingerprint"];
        foreach (var name in new[] { "barn", "well", "boat" })
        {
            var folder = Directory.CreateDirectory(_shop.File(name)).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, "farlink.toml"), $"role = \"site\"\nname = \"{name}\"\n");
            var offered = await Workshop.DoAsync(
                0, "pair", "offer", "-c", Path.Combine(folder, "farlink.toml"), "--output", _shop.File($"{name}.offer"));
            lines.Add($"{name}.offer, {Workshop.FingerprintIn(offered)}");
        }

        await File.WriteAllLinesAsync(_shop.File("sites.csv"), [.. lines, "barn.offer, AAAA"]);
        string[] bulk = ["pair", "bulk", _shop.File("sites.csv"), "-c", station, "--output", _shop.File("answers")];
        Assert.Contains("sites.csv:5: the fingerprint of barn.offer", await Workshop.DoAsync(1, bulk), StringComparison.Ordinal);
        Assert.Contains("Nothing is paired", await Workshop.DoAsync(0, "pair", "list", "-c", station), StringComparison.Ordinal);

        await File.WriteAllLinesAsync(_shop.File("sites.csv"), lines);
        var done = await Workshop.DoAsync(0, bulk);

        Assert.Contains("link 3 boat", done, StringComparison.Ordinal);
        var well = OfLine(done, "link 2 well");
        var paired = await Workshop.DoAsync(
            0, "pair", "accept", _shop.File("answers/well.answer.json"), "-c", _shop.File("well/farlink.toml"),
            "--fingerprint", well);
        Assert.Contains("as link 2", paired, StringComparison.Ordinal);

        // The answer for one site fits no other.
        var boat = OfLine(done, "link 3 boat");
        var other = await Workshop.DoAsync(
            1, "pair", "accept", _shop.File("answers/boat.answer.json"), "-c", _shop.File("barn/farlink.toml"),
            "--fingerprint", boat);
        Assert.Contains("answers another offer", other, StringComparison.Ordinal);
    }

    private static string OfLine(string output, string begins) => Workshop.FingerprintIn(
        output.Split('\n').Single(line => line.StartsWith(begins, StringComparison.Ordinal)));
}
