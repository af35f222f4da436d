using System.Text.RegularExpressions;
using Farlink.Tests.Shared;

namespace Farlink.EndToEnd.Tests;

/// <summary>A running site reads its configuration again at SIGHUP.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.CreateAsync();
        await _shop.EtherAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private string Config => _shop.File("native-site.toml");

    [Fact]
    public async Task HangUp_ChangedKeys_AreTakenOrNamed()
    {
        var site = await _shop.PlainNativeSiteAsync();
        await ChangeAsync(text => "log_level = \"debug\"\n" + text
            .Replace("[radio]", "[radio]\nfrequency_mhz = 868.1", StringComparison.Ordinal)
            .Replace("topic = \"/esp8266\"", "topic = \"/other\"", StringComparison.Ordinal));

        site.HangUp();

        await site.WaitForAsync("The configuration was read again: log_level, route[0].topic.");
        await site.WaitForAsync("needs a restart: radio.frequency_mhz");

        // The level and the routes are in force: what is on the new topic is taken, and told at debug.
        using var device = await LoginAsync();
        await File.WriteAllTextAsync(_shop.File("acl"), "user esp8266\ntopic readwrite #\n");
        site.HangUp();
        await site.WaitForAsync("The configuration was read again: no key has changed");
        await device.PublishAsync("/other", "x", 1, 1, isRepeat: false);
        await device.ReadAsync(RawMqtt.PubAck);
        await site.WaitForAsync("Took 1 octets on /other");

        // It is named again as long as it waits.
        await site.WaitForAsync("needs a restart: radio.frequency_mhz", count: 2);
        Assert.Equal(0, await site.StopAsync());
    }

    [Theory]
    [InlineData("spreading_factor = 13", "native-site.toml:5:1: error: radio.spreading_factor: found 13")]
    [InlineData("spreading_factor = ", "native-site.toml:5")]
    public async Task HangUp_BadFile_KeepsTheOldOneAndSaysWhere(string line, string expected)
    {
        var site = await _shop.PlainNativeSiteAsync();
        await ChangeAsync(text => "log_level = \"debug\"\n" + text
            .Replace("[radio]", $"[radio]\n{line}", StringComparison.Ordinal));

        site.HangUp();

        var told = await site.WaitForAsync("The configuration was not read again");
        Assert.Contains(expected, told, StringComparison.Ordinal);
        using var device = await LoginAsync();
        Assert.DoesNotContain("read again: log_level", site.Output, StringComparison.Ordinal);
        Assert.Equal(0, await site.StopAsync());
    }

    [Fact]
    public async Task HangUp_BadAccessFile_ChangesNothingAtAll()
    {
        var site = await _shop.PlainNativeSiteAsync();
        await File.WriteAllTextAsync(_shop.File("acl"), "user esp8266\nnonsense\n");
        await ChangeAsync(text => "log_level = \"debug\"\n" + text);
        site.HangUp();
        var told = await site.WaitForAsync("was not read again");
        Assert.Contains("acl:2: expected user, topic or pattern", told, StringComparison.Ordinal);
        Assert.DoesNotContain("read again: log_level", site.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users", "broker.password_file")]
    [InlineData("acl", "broker.acl_file")]
    public async Task HangUp_AccessFileIsGone_NamesItsKey(string file, string key)
    {
        var site = await _shop.PlainNativeSiteAsync();
        File.Delete(_shop.File(file));
        site.HangUp();
        var told = await site.WaitForAsync("was not read again");
        Assert.Contains($"{key}: ", told, StringComparison.Ordinal);
        Assert.Contains($"{file} does not exist", told, StringComparison.Ordinal);
        using var device = await LoginAsync();
    }

    [Fact]
    public async Task HangUp_UserIsGone_IsCutOff()
    {
        var site = await _shop.PlainNativeSiteAsync();
        using var device = await LoginAsync();
        var (code, output) = await RunningProcess.RunAsync("mosquitto_passwd", "-b", _shop.File("users"), "other", "secret");
        Assert.True(code == 0, output);
        (code, output) = await RunningProcess.RunAsync("mosquitto_passwd", "-D", _shop.File("users"), "esp8266");
        Assert.True(code == 0, output);

        site.HangUp();

        await site.WaitForAsync("its user is no longer in the password file");
        Assert.Null(await device.ReadAsync());
    }

    [Fact]
    public async Task HangUp_RenewedCertificate_IsShownWithoutARestart()
    {
        var site = await _shop.PlainNativeSiteAsync();
        using var device = await LoginAsync();
        var before = await ShownAsync();
        await Workshop.DoAsync(
            0, "pki", "issue", "--dir", _shop.File("pki"), "--server", "--name", "mqtt.com", "--file", "raspberry", "--replace");
        Assert.Equal(before, await ShownAsync());

        site.HangUp();

        await site.WaitForAsync("The broker shows another certificate: CN=mqtt.com");
        Assert.NotEqual(before, await ShownAsync());

        // Nobody was cut off for it.
        await device.SendAsync(RawMqtt.PingReq, 0, []);
        await device.ReadAsync(RawMqtt.PingResp);
    }

    [Theory]
    [InlineData("client", "is not the certificate of a server")]
    [InlineData("key of another", "is not the key of")]
    [InlineData("key gone", "does not exist")]
    [InlineData("key open", "chmod 600")]
    [InlineData("link key gone", "link.key does not exist")]
    public async Task HangUp_FilesThatTheNextStartCouldNotUse_ChangesNothingAtAll(string damage, string expected)
    {
        var site = await _shop.PlainNativeSiteAsync();
        var before = await ShownAsync();
        var (certificate, key) = (_shop.File("pki/ecc.raspberry.cert.pem"), _shop.File("pki/ecc.raspberry.key.pem"));
        if (damage == "client") File.Copy(_shop.File("pki/ecc.esp8266.cert.pem"), certificate, overwrite: true);
        if (damage is "client" or "key of another") File.Copy(_shop.File("pki/ecc.esp8266.key.pem"), key, overwrite: true);
        if (damage == "key gone") File.Delete(key);
        if (damage == "key open") File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.OtherRead);
        if (damage == "link key gone") File.Delete(_shop.File("link.key"));
        await ChangeAsync(text => "log_level = \"debug\"\n" + text);

        site.HangUp();

        var told = await site.WaitForAsync("was not read again");
        Assert.Contains(expected, told, StringComparison.Ordinal);
        Assert.DoesNotContain("read again: log_level", site.Output, StringComparison.Ordinal);
        Assert.Equal(before, await ShownAsync());
    }

    [Fact]
    public async Task Start_CertificateOfAClient_SaysWhatIsWrongAndWhatToDo()
    {
        var site = await _shop.PlainNativeSiteAsync();
        Assert.Equal(0, await site.StopAsync());
        foreach (var kind in (string[])["cert", "key"])
            File.Copy(_shop.File($"pki/ecc.esp8266.{kind}.pem"), _shop.File($"pki/ecc.raspberry.{kind}.pem"), overwrite: true);
        var said = await Workshop.DoAsync(1, "site", "-c", Config);
        Assert.Contains("farlink pki issue --server", said, StringComparison.Ordinal);
        Assert.DoesNotContain("a mistake of farlink", said, StringComparison.Ordinal);
        Assert.Contains(
            "error: broker.cert: ", await Workshop.DoAsync(2, "config", "check", "-c", Config), StringComparison.Ordinal);
    }

    private async Task ChangeAsync(Func<string, string> change) =>
        await File.WriteAllTextAsync(Config, change(await File.ReadAllTextAsync(Config)));

    private async Task<RawMqtt> LoginAsync()
    {
        var device = await RawMqtt.OpenAsync(_shop.PlainSitePort);
        await device.LoginAsync("esp8266", isClean: true, "esp8266", "secret");
        return device;
    }

    /// <summary>The certificate that the broker shows to who comes now, in PEM.</summary>
    private async Task<string> ShownAsync()
    {
        var (_, output) = await RunningProcess.RunAsync(
            "openssl", "s_client", "-connect", $"127.0.0.1:{_shop.SitePort}", "-servername", "mqtt.com", "-CAfile",
            _shop.File("pki/ecc.ca.cert.pem"), "-cert", _shop.File("pki/ecc.esp8266.cert.pem"), "-key",
            _shop.File("pki/ecc.esp8266.key.pem"));

        // What openssl says on its other stream may come between two lines.
        output = output.Replace("DONE\n", "", StringComparison.Ordinal);
        var shown = Regex.Match(output, "-----BEGIN CERTIFICATE-----.*-----END CERTIFICATE-----", RegexOptions.Singleline);
        Assert.True(shown.Success, output);
        return shown.Value;
    }
}
