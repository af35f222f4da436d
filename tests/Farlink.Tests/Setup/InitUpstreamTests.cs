using Farlink.Commands;
using Farlink.Keys.Certificates;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>What <c>farlink init</c> takes of the broker that a base feeds.</summary>
public sealed class InitUpstreamTests : IDisposable
{
    private static readonly string[] Base =
    [
        "--role", "base", "--name", "house", "--site", "barn", "--region", "EU868", "--radio", "ether://127.0.0.1:4001",
        "--preset", "seed", "--no-pki", "--output", "house",
    ];

    private static readonly string[] Upstream = ["--upstream", "mqtts://broker.example:8883"];

    private readonly InitBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>The copy is one that everybody may read.</summary>
    [Fact]
    public async Task Init_CaWithItsKeyInTheSameFile_IsWrittenWithoutTheKey()
    {
        var pki = MakeCa();
        var certificate = await File.ReadAllTextAsync(pki.CaCertificate);
        var both = _bench.File("both.pem");
        await File.WriteAllTextAsync(both, $"{await File.ReadAllTextAsync(pki.CaKey)}\nnotes\n{certificate}\n{certificate}");

        Assert.Equal(0, await _bench.RunAsync([.. Base, .. Upstream, "--upstream-ca", both, "--yes"]));

        var text = _bench.Read("house/upstream.ca.pem");
        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
        Assert.DoesNotContain("notes", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("-----BEGIN CERTIFICATE-----").Length - 1);
        Assert.Equal(InitFile.ReadableMode, File.GetUnixFileMode(_bench.File("house/upstream.ca.pem")));
    }

    [Theory]
    [InlineData("root:x:0:0", "has no certificate")]
    [InlineData("", "has no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ca.pem")]
    public async Task Init_CaThatIsNone_IsRefusedAndNothingIsWritten(string content, string expected)
    {
        var path = _bench.File("ca.pem");
        await File.WriteAllTextAsync(path, content);
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => _bench.RunAsync([.. Base, .. Upstream, "--upstream-ca", path, "--yes"]));
        Assert.Contains("--upstream-ca: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.File("house")));
    }

    [Fact]
    public async Task Init_PrivateCaByQuestions_IsAskedForAndTaken()
    {
        var pki = MakeCa();

        // Upstream, a wrong CA and the right one, user; write.
        Assert.Equal(0, await _bench.AskedAsync(
            ["mqtts://broker.example", "theirs", "theirs/ecc.ca.cert.pem", "", ""], [.. Base, "--no-pair"]));

        Assert.Contains("theirs does not exist", _bench.Shown.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            (await File.ReadAllTextAsync(pki.CaCertificate)).Trim(), _bench.Read("house/upstream.ca.pem").Trim());
        Assert.Contains("ca = \"upstream.ca.pem\"", _bench.Read("house/farlink.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_BrokerWithoutTls_IsNotAskedForItsCa()
    {
        // Upstream, user; write.
        Assert.Equal(0, await _bench.AskedAsync(["mqtt://broker.example:1883", "", ""], [.. Base, "--no-pair"]));
        Assert.DoesNotContain("CA of that server", _bench.Shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_PasswordWithoutUser_IsRefusedAndNothingIsWritten()
    {
        var path = _bench.File("password");
        await File.WriteAllTextAsync(path, "secret");
        File.SetUnixFileMode(path, InitFile.SecretMode);
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => _bench.RunAsync([.. Base, .. Upstream, "--upstream-password-file", path, "--yes"]));
        Assert.Contains("MQTT has no password without a user", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.File("house")));
    }

    private PkiFolder MakeCa()
    {
        var pki = new PkiFolder(_bench.File("theirs"));
        CertificateAuthority.Initialize(pki, "correct horse", DateTimeOffset.UtcNow, rounds: 1000);
        return pki;
    }
}
