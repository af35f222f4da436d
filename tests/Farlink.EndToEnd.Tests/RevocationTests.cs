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

    [Fact]
    public async Task Revoke_AtTheBase_TravelsToTheSiteAndIsRememberedThere()
    {
        await _shop.EtherAsync();
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        var station = await _shop.NativeBaseAsync(
            $"mqtt://127.0.0.1:{_shop.UpstreamPort}\"\n[broker]\nca = \"pki/ecc.ca.cert.pem\"\ncrl = \"pki/ecc.ca.crl.pem");
        var site = await _shop.NativeSiteAsync(Broker("site.crl.pem"));
        var config = _shop.File("native-base.toml");
        Assert.Contains("carries no list", await Workshop.DoAsync(1, "pki", "sites", "-c", config), StringComparison.Ordinal);
        var lost = _shop.Keep(Subscriber("esp8266"));
        await site.WaitForAsync("Client esp8266 connected");

        var revoked = await Workshop.DoAsync(
            0, "pki", "revoke", "--dir", _shop.File("pki"), "--name", "esp8266", "-c", config);

        Assert.Contains("pending", revoked, StringComparison.Ordinal);
        await site.WaitForAsync("List of revocations 1 (1 certificates) came from the base, and is in force");
        await site.WaitForAsync("Client esp8266 disconnected");
        await station.WaitForAsync("List of revocations 1 is in force at link 1 (barn)");
        Assert.Contains("effective", await Workshop.DoAsync(0, "pki", "sites", "-c", config), StringComparison.Ordinal);
        var told = await Workshop.DoAsync(0, "pki", "sites", "-c", config, "--json");
        Assert.Contains("\"state\":\"effective\"", told, StringComparison.Ordinal);
        await lost.KillAsync();

        // The file of before, from a backup or none at all, does not let it in again.
        Assert.Equal(0, await site.StopAsync());
        File.Delete(_shop.File("site.crl.pem"));
        site = await _shop.NativeSiteAsync(Broker("site.crl.pem"));
        var (code, _) = await RunningProcess.RunAsync("mosquitto_pub", [.. Arguments("esp8266"), "-m", "x"]);
        Assert.NotEqual(0, code);
        await site.WaitForAsync("the certificate of CN=esp8266 was revoked");
    }

    private RunningProcess Subscriber(string name) => RunningProcess.Start("mosquitto_sub", Arguments(name));

    private string[] Arguments(string name) =>
    [
        "-h", "localhost", "-p", $"{_shop.SitePort}", "-t", "/esp8266", "-i", name, "--cafile", _shop.File("pki/ecc.ca.cert.pem"),
        "--cert", _shop.File($"pki/ecc.{name}.cert.pem"), "--key", _shop.File($"pki/ecc.{name}.key.pem"),
    ];

    private string Broker(string list = "pki/ecc.ca.crl.pem") => $"""
        [broker]
        ca = "pki/ecc.ca.cert.pem"
        crl = "{list}"
        cert = "pki/ecc.raspberry.cert.pem"
        key = "pki/ecc.raspberry.key.pem"
        [[broker.listener]]
        address = "127.0.0.1:{_shop.SitePort}"
        """;
}
