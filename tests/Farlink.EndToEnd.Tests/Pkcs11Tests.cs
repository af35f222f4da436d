using System.Runtime.InteropServices;

namespace Farlink.EndToEnd.Tests;

/// <summary>A device whose key is in a PKCS #11 token: SoftHSM, through OpenSSL's engine, as a TPM or a HSM would be.</summary>
public sealed class Pkcs11Tests : IAsyncLifetime
{
    private const string Key = "pkcs11:token=dev;object=client;type=private;pin-value=1234";
    private const string AgreeKey = "pkcs11:token=dev;object=agree;type=private;pin-value=1234";
    private Workshop _shop = null!;
    private Dictionary<string, string> _environment = [];

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        Directory.CreateDirectory(_shop.File("tokens"));
        await File.WriteAllTextAsync(_shop.File("softhsm.conf"), $"directories.tokendir = {_shop.File("tokens")}\n");
        var triplet = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
        _environment = new Dictionary<string, string>
        {
            ["SOFTHSM2_CONF"] = _shop.File("softhsm.conf"),
            ["FARLINK_CA_PASSPHRASE"] = "correct horse",
            ["PKCS11_MODULE_PATH"] = File.Exists("/usr/lib/softhsm/libsofthsm2.so")
                ? "/usr/lib/softhsm/libsofthsm2.so" : $"/usr/lib/{triplet}-linux-gnu/softhsm/libsofthsm2.so",
        };
        await RunAsync(0, "softhsm2-util", "--init-token", "--free", "--label", "dev", "--so-pin", "5678", "--pin", "1234");
        await GenerateAsync("client", "01", "--usage-sign");
        await GenerateAsync("agree", "02", "--usage-derive");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Device_KeyInAToken_IsCertifiedAndConnects()
    {
        await _shop.EtherAsync();
        var site = await _shop.NativeSiteAsync();
        var csr = _shop.File("token.csr.pem");
        var written = await RunAsync(0, NativeProgram.Path, "element", "csr", Key, "--name", "token", "--output", csr);
        Assert.DoesNotContain("1234", written, StringComparison.Ordinal);
        await RunAsync(0, "openssl", "req", "-in", csr, "-verify", "-noout");
        await RunAsync(
            0, NativeProgram.Path, "pki", "issue", "--dir", _shop.File("pki"), "--client", "--name", "token", "--csr", csr);

        var device = await RunAsync(
            0, NativeProgram.Path, "device", "--host", "127.0.0.1", "--port", $"{_shop.SitePort}", "--tls-name", "mqtt.com",
            "--cafile", _shop.File("pki/ecc.ca.cert.pem"), "--cert", _shop.File("pki/ecc.token.cert.pem"), "--key", Key,
            "-u", "esp8266", "-P", "secret", "--interval", "100ms", "--count", "2");

        Assert.DoesNotContain("1234", device, StringComparison.Ordinal);
        Assert.Equal(0, await site.StopAsync());
    }

    [Fact]
    public async Task Pair_KeyInAToken_Agrees()
    {
        var answer = await OfferAndAnswerAsync();
        await RunAsync(
            0, NativeProgram.Path, "pair", "accept", _shop.File("answer"), "-c", _shop.File("site.toml"),
            "--fingerprint", Workshop.FingerprintIn(answer));

        // Both ends computed the same of the other's key: one of them in the token.
        var site = await File.ReadAllTextAsync(_shop.File("site.pairings/001.pairing.json"));
        var station = await File.ReadAllTextAsync(_shop.File("base.pairings/001.pairing.json"));
        Assert.Equal(HelloKey(site), HelloKey(station));
    }

    /// <summary>Negative test 15 with a key in a token: what is no point of the curve never comes to it.</summary>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0x07)]
    [InlineData(0xFF)]
    public async Task Pair_OtherEndsKeyIsNoPoint_IsRefusedAndNothingKept(int octet)
    {
        var answer = await OfferAndAnswerAsync();
        var text = await File.ReadAllTextAsync(_shop.File("answer"));
        var forged = System.Text.RegularExpressions.Regex.Replace(
            text, "(\"key\": \")[0-9a-f]{128}", $"${{1}}{string.Concat(Enumerable.Repeat($"{octet:x2}", 64))}");
        Assert.NotEqual(text, forged);
        await File.WriteAllTextAsync(_shop.File("answer"), forged);

        var refused = await RunAsync(
            1, NativeProgram.Path, "pair", "accept", _shop.File("answer"), "-c", _shop.File("site.toml"),
            "--fingerprint", Workshop.FingerprintIn(answer));

        Assert.Contains("no point of P-256", refused, StringComparison.Ordinal);
        Assert.False(File.Exists(_shop.File("site.pairings/001.pairing.json")));
    }

    [Theory]
    [InlineData("pkcs11:token=none;object=client;pin-value=1234")]
    [InlineData("pkcs11:token=dev;object=none;pin-value=1234")]
    [InlineData("pkcs11:token=dev;object=client;pin-value=9999")]
    public async Task Csr_TokenObjectOrPinIsWrong_SaysWhatToCheckWithoutThePin(string uri)
    {
        var refused = await RunAsync(1, NativeProgram.Path, "element", "csr", uri, "--name", "x");

        Assert.Contains("are token, object and pin-value right", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("pin-value=", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", refused, StringComparison.Ordinal);
    }

    /// <summary>A site whose key is in the token offers itself to a base, which answers.</summary>
    /// <returns>What the base printed: the fingerprint of its answer is in it.</returns>
    private async Task<string> OfferAndAnswerAsync()
    {
        await File.WriteAllTextAsync(
            _shop.File("site.toml"), $"role = \"site\"\nname = \"barn\"\n[link]\nelement = \"{AgreeKey}\"\n");
        await File.WriteAllTextAsync(_shop.File("base.toml"), "role = \"base\"\nname = \"home\"\n");
        var offer = await RunAsync(
            0, NativeProgram.Path, "pair", "offer", "-c", _shop.File("site.toml"), "--output", _shop.File("offer"));
        return await RunAsync(
            0, NativeProgram.Path, "pair", "accept", _shop.File("offer"), "-c", _shop.File("base.toml"),
            "--fingerprint", Workshop.FingerprintIn(offer), "--output", _shop.File("answer"));
    }

    private Task<string> GenerateAsync(string label, string id, string usage) => RunAsync(
        0, "pkcs11-tool", "--module", _environment["PKCS11_MODULE_PATH"], "--login", "--pin", "1234", "--token-label", "dev",
        "--keypairgen", "--key-type", "EC:prime256v1", usage, "--label", label, "--id", id);

    private static string HelloKey(string record) =>
        System.Text.RegularExpressions.Regex.Match(record, "hello_key\": \"([0-9a-f]{64})").Groups[1].Value;

    private async Task<string> RunAsync(int expected, string file, params string[] arguments)
    {
        var (code, output) = await RunningProcess.RunAsync(file, _environment, arguments);
        Assert.True(code == expected, $"{file} {string.Join(' ', arguments)}: exit code {code}\n{output}");
        return output;
    }
}
