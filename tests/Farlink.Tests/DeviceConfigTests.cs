using System.Text.Json;
using Farlink.Commands;
using Farlink.Devices;
using Farlink.Mqtt.Broker;

namespace Farlink.Tests;

/// <summary>What <c>farlink device config</c> prints, and what it refuses to print.</summary>
public sealed class DeviceConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void MongooseOs_KeyInAChip_IsTheSeedsConfiguration()
    {
        var printed = MongooseOs.Print(Settings(ListenerAuth.Mutual) with { Key = "ATCA:0" }, 96);

        Assert.Contains("mos atca-get-pub-key 0 device.pub.pem", printed, StringComparison.Ordinal);
        Assert.Contains("sudo farlink pki issue --dir /etc/farlink/pki --client --name NAME", printed, StringComparison.Ordinal);
        Assert.Contains($"mos put {_folder}/ca.pem", printed, StringComparison.Ordinal);
        Assert.Contains("mqtt.server=mqtt.com:8883 \\", printed, StringComparison.Ordinal);
        Assert.Contains("mqtt.ssl_ca_cert=ca.pem", printed, StringComparison.Ordinal);
        Assert.Contains("mqtt.ssl_cert=device.pem", printed, StringComparison.Ordinal);
        Assert.Contains("mqtt.ssl_key=ATCA:0", printed, StringComparison.Ordinal);
        Assert.Contains("sys.atca.i2c_addr=96", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("gen-c", printed, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(printed[(printed.IndexOf("conf9.json", StringComparison.Ordinal) + 10)..]);
        var mqtt = json.RootElement.GetProperty("mqtt");
        Assert.Equal("ATCA:0", mqtt.GetProperty("ssl_key").GetString());
        Assert.Equal("pa'ss w0rd", mqtt.GetProperty("pass").GetString());
        Assert.Equal("farm", json.RootElement.GetProperty("wifi").GetProperty("sta").GetProperty("ssid").GetString());
        Assert.True(json.RootElement.GetProperty("sys").GetProperty("atca").GetProperty("enable").GetBoolean());
    }

    [Fact]
    public void MongooseOs_Values_AreQuotedForTheShell() =>
        Assert.Contains(
            "'mqtt.pass=pa'\\''ss w0rd'", MongooseOs.Print(Settings(ListenerAuth.Password), 96), StringComparison.Ordinal);

    [Fact]
    public void EspHome_MutualOnEsp32_HasCertificatesInItAndSecretsApart()
    {
        var printed = EspHome.Print(Settings(ListenerAuth.Mutual), "tank", "esp32", "esp32dev");

        Assert.Contains("mqtt_password: \"pa'ss w0rd\"", printed, StringComparison.Ordinal);
        Assert.Contains("  password: !secret mqtt_password", printed, StringComparison.Ordinal);
        Assert.Contains("  certificate_authority: |\n    text of ca.pem\n", printed, StringComparison.Ordinal);
        Assert.Contains("  client_certificate_key: |\n    text of key.pem\n", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("skip_cert_cn_check", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasmota_Plain_IsTypedLineByLine()
    {
        var printed = Tasmota.Print(Settings(ListenerAuth.Plain) with { Password = "secret" }, ownBuild: false);

        Assert.Contains("MqttPort 1883\n", printed, StringComparison.Ordinal);
        Assert.Contains("SetOption103 0", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("Fingerprint", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasmota_OwnBuildWithTls_NamesTheHeadersAndTheClock()
    {
        var printed = Tasmota.Print(Settings(ListenerAuth.Password) with { Password = "secret" }, ownBuild: true);

        Assert.Contains("#define INCLUDE_LOCAL_CERT", printed, StringComparison.Ordinal);
        Assert.Contains("local_ca_descriptor.h", printed, StringComparison.Ordinal);
        Assert.Contains("NtpServer1 192.168.2.1", printed, StringComparison.Ordinal);
        Assert.Contains("SetOption132 0; SetOption165 1; SetOption103 1", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_NoDeviceCanUse_AreRefused()
    {
        var good = Settings(ListenerAuth.Mutual);
        Refused("--ssid", good with { Ssid = new string('x', 32) });
        Refused("--ssid", good with { Ssid = "" });
        Refused("--passphrase", good with { Passphrase = "short" });
        Refused("--passphrase", good with { Passphrase = new string('0', 64) });
        Refused("--server", good with { Server = "192.168.2.1" });
        Refused("--cert and --key", good with { Key = null });
        Refused("--ca", good with { CaFile = null });
        Refused("--user and --password", Settings(ListenerAuth.Plain) with { User = "" });
        Refused("asks for no certificate", Settings(ListenerAuth.Password) with { Key = "x" });
        Assert.Throws<UsageException>(() => MongooseOs.Print(good with { Key = "ATCA:9" }, 96));

        static void Refused(string words, DeviceSettings settings)
        {
            var refused = Assert.Throws<UsageException>(() => settings.Checked(MongooseOs.LongestSsid));
            Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("esp8266", "no TLS for MQTT on esp8266")]
    [InlineData("bk72xx", "no TLS for MQTT on bk72xx")]
    [InlineData("rp2040", "not on other chips")]
    public void EspHome_ChipWithoutTls_IsRefused(string chip, string words)
    {
        var refused = Assert.Throws<UsageException>(() => EspHome.Print(Settings(ListenerAuth.Password), "tank", chip, "x"));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EspHome_ChipKeyOrDollar_IsRefused()
    {
        Assert.Throws<UsageException>(
            () => EspHome.Print(Settings(ListenerAuth.Mutual) with { Key = "ATCA:0" }, "tank", "esp32", "x"));
        Assert.Throws<UsageException>(
            () => EspHome.Print(Settings(ListenerAuth.Mutual) with { Password = "a$b" }, "tank", "esp32", "x"));
        Assert.Throws<UsageException>(() => EspHome.Print(Settings(ListenerAuth.Mutual), "Tank!", "esp32", "x"));
    }

    [Theory]
    [InlineData("0", "user")]
    [InlineData("1", "user")]
    [InlineData("abc", "user")]
    [InlineData("with blank", "user")]
    [InlineData("semi;colon", "user")]
    [InlineData("secret", "1")]
    public void Tasmota_ValuesThatAreCommandsThere_AreRefused(string password, string user) => Assert.Throws<UsageException>(
        () => Tasmota.Print(Settings(ListenerAuth.Plain) with { Password = password, User = user }, ownBuild: false));

    [Theory]
    [InlineData(false, ListenerAuth.Password)]
    [InlineData(false, ListenerAuth.Mutual)]
    [InlineData(true, ListenerAuth.Mutual)]
    public void Tasmota_ListenerItCannotUse_IsRefused(bool ownBuild, ListenerAuth listener) => Assert.Throws<UsageException>(
        () => Tasmota.Print(Settings(listener) with { Password = "secret" }, ownBuild));

    private DeviceSettings Settings(ListenerAuth listener)
    {
        var isMutual = listener == ListenerAuth.Mutual;
        return new DeviceSettings
        {
            Listener = listener,
            Ssid = "farm",
            Passphrase = "passphrase",
            Server = "mqtt.com",
            Port = listener == ListenerAuth.Plain ? 1883 : 8883,
            User = "esp8266",
            Password = "pa'ss w0rd",
            CaFile = listener == ListenerAuth.Plain ? null : Pem("ca.pem"),
            CertificateFile = isMutual ? Pem("device.pem") : null,
            Key = isMutual ? Pem("key.pem") : null,
        };
    }

    private string Pem(string name)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"text of {name}\n");
        return path;
    }
}
