namespace Farlink.EndToEnd.Tests;

/// <summary>A lost device is shut out by one command, while the site runs.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Workshop.CreateAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Revoke_ConnectedClient_IsCutOffAndRefusedAndOthersAreNot()
    {
        await _shop.EtherAsync();
        await Workshop.DoAsync(0, "pki", "issue", "--dir", _shop.File("pki"), "--client", "--name", "other");
        var site = await _shop.NativeSiteAsync(Broker());
        var lost = _shop.Keep(Subscriber("esp8266"));
        await site.WaitForAsync("Client esp8266 connected");

        var revoked = await Workshop.DoAsync(0, "pki", "revoke", "--dir", _shop.File("pki"), "--name", "esp8266");

        Assert.Contains("CN=esp8266: revoked", revoked, StringComparison.Ordinal);
        await site.WaitForAsync("the certificate of CN=esp8266 was revoked");
        await site.WaitForAsync("Client esp8266 disconnected");
        await lost.KillAsync();
        var (code, _) = await RunningProcess.RunAsync("mosquitto_pub", [.. Arguments("esp8266"), "-m", "x"]);
        Assert.NotEqual(0, code);
        var (good, output) = await RunningProcess.RunAsync("mosquitto_pub", [.. Arguments("other"), "-m", "x", "-q", "1"]);
        Assert.True(good == 0, output);
        Assert.Equal(0, await site.StopAsync());
    }

    private RunningProcess Subscriber(string name) => RunningProcess.Start("mosquitto_sub", Arguments(name));

    private string[] Arguments(string name) =>
    [
        "-h", "localhost", "-p", $"{_shop.SitePort}", "-t", "/esp8266", "-i", name, "--cafile", _shop.File("pki/ecc.ca.cert.pem"),
        "--cert", _shop.File($"pki/ecc.{name}.cert.pem"), "--key", _shop.File($"pki/ecc.{name}.key.pem"),
    ];

    private string Broker() => $"""
        [broker]
        ca = "pki/ecc.ca.cert.pem"
        crl = "pki/ecc.ca.crl.pem"
        cert = "pki/ecc.raspberry.cert.pem"
        key = "pki/ecc.raspberry.key.pem"
        [[broker.listener]]
        address = "127.0.0.1:{_shop.SitePort}"
        """;
}
