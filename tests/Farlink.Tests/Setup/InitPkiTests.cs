using Farlink.Commands;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>A base that makes certificates, a stick, and a site that takes them.</summary>
public sealed class InitPkiTests : IDisposable
{
    private const string Radio = "ether://127.0.0.1:4001";

    private readonly InitBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Init_BaseThenSite_KnowEachOther()
    {
        Assert.Equal(0, await BaseAsync());
        var site = _bench.File("house/site-barn");
        using (var check = new CertificateCheck(Path.Combine(site, SiteFolder.Ca), TimeProvider.System))
        {
            using var broker = PemFiles.ReadWithKey(
                Path.Combine(site, SiteFolder.BrokerCertificate), Path.Combine(site, SiteFolder.BrokerKey));
            Assert.True(check.CheckServer(broker, "mqtt.com").IsGood);
            Assert.True(check.CheckServer(broker, "192.168.2.1").IsGood);
            Assert.False(check.CheckServer(broker, "other.example").IsGood);
            using var device = PemFiles.ReadWithKey(
                Path.Combine(site, "ecc.tank.cert.pem"), Path.Combine(site, "ecc.tank.key.pem"));
            Assert.True(check.CheckClient(device).IsGood);
        }

        // The CA keeps certificates, so that it can revoke them, and no keys but its own, encrypted.
        Assert.Equal(
            ["ecc.ca.key.pem"],
            Directory.GetFiles(_bench.File("house/pki"), "*.key.pem").Select(path => Path.GetFileName(path)));
        Assert.Contains("ENCRYPTED PRIVATE KEY", _bench.Read("house/pki/ecc.ca.key.pem"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(site, "ecc.ca.key.pem")));
        Assert.True(File.Exists(_bench.File("house/pki/ecc.raspberry-barn.cert.pem")));

        // All that the base was told the site need not be told again.
        Assert.Equal(0, await SiteAsync("house/site-barn"));
        foreach (var name in new[] { SiteFolder.Ca, SiteFolder.BrokerCertificate, SiteFolder.BrokerKey })
            Assert.Equal(File.ReadAllText(Path.Combine(site, name)), _bench.Read($"barn/{name}"));
        var text = _bench.Read("barn/farlink.toml");
        Assert.Contains("name = \"barn\"", text, StringComparison.Ordinal);
        Assert.Contains("region = \"US915\"", text, StringComparison.Ordinal);
        Assert.Contains("topic = \"cmnd/#\"", text, StringComparison.Ordinal);
        Assert.Contains("user tank", _bench.Read("barn/acl"), StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.File("barn/ecc.tank.key.pem")));
        Assert.Equal(InitFile.SecretMode, File.GetUnixFileMode(_bench.File($"barn/{SiteFolder.BrokerKey}")));
    }

    [Fact]
    public async Task Init_SharedKey_IsTheSameAtBothEnds()
    {
        Assert.Equal(0, await BaseAsync("--session", "psk", "--link-id", "9"));
        Assert.Equal(0, await SiteAsync("house/site-barn"));
        var key = LinkKeyFile.Read(_bench.File("house/barn.key"));
        Assert.Equal(key, LinkKeyFile.Read(_bench.File("barn/link.key")));
        Assert.Contains("id = 9", _bench.Read("house/farlink.toml"), StringComparison.Ordinal);
        Assert.Contains("id = 9", _bench.Read("barn/farlink.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_StickWithoutModes_IsTaken()
    {
        Assert.Equal(0, await BaseAsync());
        var stick = _bench.File("stick");
        Directory.CreateDirectory(stick);
        foreach (var file in Directory.GetFiles(_bench.File("house/site-barn")))
            File.WriteAllBytes(Path.Combine(stick, Path.GetFileName(file)), File.ReadAllBytes(file));
        File.SetUnixFileMode(Path.Combine(stick, SiteFolder.BrokerKey), InitFolder.OpenMode);

        Assert.Equal(0, await SiteAsync("stick"));

        Assert.Equal(InitFile.SecretMode, File.GetUnixFileMode(_bench.File($"barn/{SiteFolder.BrokerKey}")));
    }

    [Fact]
    public async Task Init_FolderThatIsNotASites_IsRefusedAndNothingIsWritten()
    {
        Assert.Equal(0, await BaseAsync());
        var site = _bench.File("house/site-barn");

        await RefusedAsync<UsageException>("house/pki", "must never be on a site");
        var answers = Path.Combine(site, SiteFolder.Answers);
        var text = File.ReadAllText(answers);
        File.WriteAllText(answers, $"{text}colour = \"red\"\n");
        await RefusedAsync<Configuration.ConfigException>("house/site-barn", "colour");
        File.WriteAllText(answers, text);
        var key = File.ReadAllBytes(Path.Combine(site, SiteFolder.BrokerKey));
        File.Copy(Path.Combine(site, "ecc.tank.key.pem"), Path.Combine(site, SiteFolder.BrokerKey), overwrite: true);
        await RefusedAsync<PkiException>("house/site-barn", "ecc.raspberry.key.pem is not the key of");
        File.WriteAllBytes(Path.Combine(site, SiteFolder.BrokerKey), key);
        File.Delete(Path.Combine(site, SiteFolder.Ca));
        await RefusedAsync<UsageException>("house/site-barn", "ecc.ca.cert.pem is missing");
    }

    [Fact]
    public async Task Init_CertificatesOfAnotherCa_AreRefused()
    {
        Assert.Equal(0, await BaseAsync());
        var other = new PkiFolder(_bench.File("other"));
        CertificateAuthority.Initialize(other, "correct horse", DateTimeOffset.UtcNow, rounds: 1000);
        File.Copy(other.CaCertificate, _bench.File($"house/site-barn/{SiteFolder.Ca}"), overwrite: true);
        await RefusedAsync<PkiException>("house/site-barn", "was not issued by our CA");
    }

    [Fact]
    public async Task Init_CaThatIsThere_IssuesMoreAndItsCertificateStays()
    {
        Assert.Equal(0, await BaseAsync());
        var ca = _bench.Read("house/pki/ecc.ca.cert.pem");
        var issued = _bench.Read("house/pki/ecc.ca.issued");

        Assert.Equal(0, await _bench.RunAsync(
            "--role", "base", "--name", "mill", "--site", "well", "--device", "pump", "--region", "EU868", "--radio", Radio,
            "--preset", "seed", "--upstream", "mqtt://127.0.0.1:1883", "--pki", "house/pki", "--output", "mill", "--yes"));

        Assert.Equal(ca, _bench.Read("house/pki/ecc.ca.cert.pem"));
        Assert.Equal(ca, _bench.Read("mill/site-well/ecc.ca.cert.pem"));
        Assert.StartsWith(issued, _bench.Read("house/pki/ecc.ca.issued"), StringComparison.Ordinal);
        Assert.True(File.Exists(_bench.File("house/pki/ecc.raspberry-well.cert.pem")));
        Assert.True(File.Exists(_bench.File("house/pki/ecc.raspberry-barn.cert.pem")));
        Assert.Empty(Directory.GetFiles(_bench.File("house/pki"), "*.bak*"));
    }

    [Fact]
    public async Task Init_BaseWithoutUpstream_HasABrokerAndAClientForWhoLooks()
    {
        Assert.Equal(0, await BaseAsync());
        using var check = new CertificateCheck(_bench.File("house/pki/ecc.ca.cert.pem"), TimeProvider.System);
        using var broker = PemFiles.ReadWithKey(_bench.File("house/ecc.base.cert.pem"), _bench.File("house/ecc.base.key.pem"));
        Assert.True(check.CheckServer(broker, "pi-of-ann.local").IsGood);
        using var viewer = PemFiles.ReadWithKey(
            _bench.File("house/ecc.viewer.cert.pem"), _bench.File("house/ecc.viewer.key.pem"));
        Assert.True(check.CheckClient(viewer).IsGood);
        Assert.Contains("mosquitto_sub -h pi-of-ann -p 8883", _bench.Output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>In a network that was there before devices find it at other addresses than that of its own WiFi.</summary>
    [Fact]
    public async Task Init_SiteInAnotherNetwork_GetsACertificateForItAndKeepsIt()
    {
        Assert.Equal(0, await BaseAsync("--site-address", "10.0.0.7,barn.example"));
        var file = _bench.File("house/site-barn/ecc.raspberry.cert.pem");
        using (var check = new CertificateCheck(_bench.File("house/pki/ecc.ca.cert.pem"), TimeProvider.System))
        {
            using var broker = PemFiles.ReadCertificate(file);
            foreach (var name in new[] { "mqtt.com", "192.168.2.1", "10.0.0.7", "barn.example" })
                Assert.True(check.CheckServer(broker, name).IsGood, name);
        }

        // Its names are the default; others are another certificate.
        var issued = await File.ReadAllTextAsync(file);
        Assert.Equal(0, await BaseAsync());
        Assert.Equal(issued, await File.ReadAllTextAsync(file));
        var refused = await Assert.ThrowsAsync<UsageException>(() => BaseAsync("--site-address", "10.0.0.8"));
        Assert.Contains("is not for the name 10.0.0.8", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'10.0.0': a DNS name or an address", "--site-address", "10.0.0")]
    [InlineData("of which site? Say --site-address barn=10.0.0.7", "--site", "well", "--site-address", "10.0.0.7")]
    [InlineData("one of the sites barn, then =", "--site-address", "mill=10.0.0.7")]
    [InlineData("--site-address and --no-pki", "--site-address", "10.0.0.7", "--no-pki")]
    public async Task Init_SiteAddressThatCannotBe_IsRefused(string expected, params string[] more)
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => _bench.RunAsync(
        [
            "--role", "base", "--site", "barn", "--region", "EU868", "--radio", Radio, "--preset", "seed", "--output", "house",
            "--yes", .. more,
        ]));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.File("house")));
    }

    /// <summary>Keys of a base and its sites are in it while certificates are made.</summary>
    [Theory]
    [InlineData("house")]
    [InlineData("new/house")]
    public void Make_WorksInAHiddenFolderThatIsGoneAfterwards(string name)
    {
        var output = _bench.File(name);
        if (name == "house") Directory.CreateDirectory(output);
        var work = Path.Combine(output, ".farlink-init.work");
        HashSet<UnixFileMode> modes = [];
        var answers = InitBench.Answers(Configuration.Role.Base, "seed") with
        {
            Layout = new InitLayout(output, output, IsSystem: false),
            Pki = Path.Combine(output, "pki"),
            BrokerNames = ["house"],
        };

        var files = new InitPki(answers, new LookingTime(() => modes.Add(File.GetUnixFileMode(work)))).Make("correct horse");

        Assert.NotEmpty(files);
        Assert.Equal(InitFolder.OwnMode, Assert.Single(modes));
        Assert.Equal(name == "house", Directory.Exists(output));
        Assert.False(Directory.Exists(work));
        if (name != "house") Assert.False(Directory.Exists(_bench.File("new")));
    }

    [Fact]
    public async Task Init_AfterOneThatWasKilled_RemovesItsKeys()
    {
        var work = _bench.File("house/.farlink-init.work");
        Directory.CreateDirectory(work);
        await File.WriteAllTextAsync(Path.Combine(work, "ecc.raspberry.key.pem"), "secret");
        Assert.Equal(0, await BaseAsync("--no-pki"));
        Assert.False(Directory.Exists(work));
    }

    private Task<int> BaseAsync(params string[] more) => _bench.RunAsync(
    [
        "--role", "base", "--name", "house", "--site", "barn", "--device", "tank", "--country", "US", "--radio", Radio,
        "--preset", "tasmota", "--output", "house", "--yes", .. more,
    ]);

    private Task<int> SiteAsync(string folder) => _bench.RunAsync(
        "--role", "site", "--certificates", folder, "--radio", Radio, "--output", "barn", "--yes");

    /// <summary>Time as usual; whenever it is asked for, somebody looks.</summary>
    private sealed class LookingTime(Action look) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            look();
            return base.GetUtcNow();
        }
    }

    private async Task RefusedAsync<T>(string folder, string expected)
        where T : Exception
    {
        var refused = await Assert.ThrowsAsync<T>(() => SiteAsync(folder));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.File("barn")));
    }
}
