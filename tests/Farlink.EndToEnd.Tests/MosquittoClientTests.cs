namespace Farlink.EndToEnd.Tests;

/// <summary>
/// Figure 7 of the seed's report: the genuine mosquitto clients against our broker, and everything it must refuse.
/// </summary>
public sealed class MosquittoClientTests : IAsyncLifetime
{
    private Workshop _shop = null!;
    private RunningProcess _site = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
        _site = await _shop.SiteAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("tlsv1.2", "311")]
    [InlineData("tlsv1.3", "311")]
    [InlineData("tlsv1.2", "5")]
    [InlineData("tlsv1.3", "5")]
    public async Task PubAndSub_WithCertificateAndPassword_Work(string tls, string version)
    {
        string[] common = ["-V", version, "--tls-version", tls, "-u", "esp8266", "-P", "secret", .. _shop.Credentials()];
        await using var sub = RunningProcess.Start(
            "stdbuf", ["-oL", "mosquitto_sub", .. To(common), "-C", "1", "-W", "30", "-d"]);
        await sub.WaitForAsync("received SUBACK");
        var (code, output) = await PublishAsync("hello", common);
        Assert.True(code == 0, output);
        Assert.Equal(0, await sub.WaitForExitAsync());
        Assert.Contains("hello", sub.Lines);
    }

    [Fact]
    public async Task Pub_WithoutCertificate_IsRefusedAndLogged()
    {
        var (code, _) = await PublishAsync("x", "-u", "esp8266", "-P", "secret", "--cafile", _shop.File("pki/ecc.ca.cert.pem"));
        Assert.NotEqual(0, code);
        await _site.WaitForAsync("no certificate was shown");
    }

    [Fact]
    public async Task Pub_CertificateOfAnotherCa_IsRefusedAndLogged()
    {
        var theirs = await OtherCaAsync(3650);
        var (code, _) = await PublishAsync(
            "x", "-u", "esp8266", "-P", "secret", "--cafile", _shop.File("pki/ecc.ca.cert.pem"), "--cert", theirs.Certificate,
            "--key", theirs.Key);
        Assert.NotEqual(0, code);
        await _site.WaitForAsync("the certificate of CN=esp8266 was not issued by our CA");
    }

    [Fact]
    public async Task Pub_ExpiredCertificate_IsRefusedAndLogged()
    {
        // Signed by our own CA, with a validity that openssl sets in the past.
        var (key, request, certificate) = (_shop.File("old.key"), _shop.File("old.csr"), _shop.File("old.pem"));
        await OpenSslAsync("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key);
        await OpenSslAsync("req", "-new", "-key", key, "-subj", "/CN=esp8266", "-out", request);
        await File.WriteAllTextAsync(_shop.File("index"), string.Empty);
        await File.WriteAllTextAsync(_shop.File("ca.cnf"), $"""
            [ca]
            default_ca = farlink
            [farlink]
            database = {_shop.File("index")}
            new_certs_dir = {Path.GetDirectoryName(key)}
            rand_serial = yes
            default_md = sha256
            policy = any
            x509_extensions = client
            [any]
            commonName = supplied
            [client]
            extendedKeyUsage = clientAuth
            """);
        await OpenSslAsync(
            "ca", "-batch", "-config", _shop.File("ca.cnf"), "-cert", _shop.File("pki/ecc.ca.cert.pem"),
            "-keyfile", _shop.File("pki/ecc.ca.key.pem"), "-passin", "pass:correct horse",
            "-startdate", "20200101000000Z", "-enddate", "20200201000000Z", "-in", request, "-out", certificate, "-notext");
        var (code, _) = await PublishAsync(
            "x", "-u", "esp8266", "-P", "secret", "--cafile", _shop.File("pki/ecc.ca.cert.pem"), "--cert", certificate,
            "--key", key);
        Assert.NotEqual(0, code);
        await _site.WaitForAsync("the certificate of CN=esp8266 expired on 2020-02-01");
    }

    [Fact]
    public async Task Pub_WrongPassword_IsRefusedAndLogged()
    {
        var (code, output) = await PublishAsync("x", ["-u", "esp8266", "-P", "wrong", .. _shop.Credentials()]);
        Assert.NotEqual(0, code);
        Assert.Contains("bad user name or password", output, StringComparison.OrdinalIgnoreCase);
        await _site.WaitForAsync("wrong user name or password (user esp8266)");
    }

    [Fact]
    public async Task Pub_TopicTheAclDenies_IsRefusedAndLogged()
    {
        string[] arguments =
        [
            "-h", "localhost", "-p", $"{_shop.SitePort}", "-V", "5", "-u", "esp8266", "-P", "secret", .. _shop.Credentials(),
            "-q", "1", "-t", "/other", "-m", "x",
        ];
        var (_, output) = await RunningProcess.RunAsync("mosquitto_pub", arguments);
        Assert.Contains("Not authorized", output, StringComparison.Ordinal);
        await _site.WaitForAsync("the ACL does not let user esp8266 publish to /other");
    }

    [Fact]
    public async Task Sub_TopicTheAclDenies_IsRefusedAndLogged()
    {
        string[] arguments =
        [
            "-h", "localhost", "-p", $"{_shop.SitePort}", "-u", "esp8266", "-P", "secret", .. _shop.Credentials(),
            "-t", "/other", "-W", "5",
        ];
        var (_, output) = await RunningProcess.RunAsync("mosquitto_sub", arguments);
        Assert.Contains("All subscription requests were denied", output, StringComparison.Ordinal);
        await _site.WaitForAsync("the ACL allows user esp8266 nothing under /other");
    }

    [Fact]
    public async Task Pub_WithoutTls_IsRefusedAndLogged()
    {
        var (code, _) = await PublishAsync("x", "-u", "esp8266", "-P", "secret");
        Assert.NotEqual(0, code);
        await _site.WaitForAsync("TLS was not agreed");
    }

    private static async Task OpenSslAsync(params string[] arguments)
    {
        var (code, output) = await RunningProcess.RunAsync("openssl", arguments);
        Assert.True(code == 0, output);
    }

    private string[] To(params string[] more) => ["-h", "localhost", "-p", $"{_shop.SitePort}", "-t", "/esp8266", .. more];

    private Task<(int Code, string Output)> PublishAsync(string message, params string[] more) =>
        RunningProcess.RunAsync("mosquitto_pub", [.. To(more), "-q", "1", "-m", message]);

    private async Task<(string Certificate, string Key)> OtherCaAsync(int days)
    {
        var folder = _shop.File("theirs");
        await RunningProcess.RunAsync(NativeProgram.Path, "pki", "init", "--dir", folder);
        await RunningProcess.RunAsync(
            NativeProgram.Path, "pki", "issue", "--dir", folder, "--client", "--name", "esp8266", "--days", $"{days}");
        return (Path.Combine(folder, "ecc.esp8266.cert.pem"), Path.Combine(folder, "ecc.esp8266.key.pem"));
    }
}
