using System.Collections;
using System.Net;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Hosting;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime;

namespace Farlink.Tests;

/// <summary>[dashboard], and what the command line makes of it.</summary>
public sealed class DashboardConfigTests : IDisposable
{
    private const string Site = """
        role = "site"
        [radio]
        uri = "radiohead-ether://127.0.0.1:4000"
        [link]
        key_file = "link.key"
        [[route]]
        topic = "/esp8266"
        [dashboard]

        """;

    private const string Hash =
        "pbkdf2-sha256$600000$AAECAwQFBgcICQoLDA0ODw==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_WithoutKeys_HasNone()
    {
        var (config, problems) = Load("");
        Assert.Empty(problems);
        Assert.Null(config!.Dashboard.Listen);
        Assert.Null(DashboardComposition.Options(config.Dashboard));
    }

    [Fact]
    public void Load_OnLoopback_NeedsNoPassword()
    {
        var (config, problems) = Load("listen = \"127.0.0.1:0\"\nhosts = [\"farm.example\", \"[::1]:9000\", \"localhost:9000\"]");
        Assert.Empty(problems);
        var options = DashboardComposition.Options(config!.Dashboard)!;
        Assert.Equal("127.0.0.1:0", options.Listen.ToString());
        Assert.Equal(3, options.Hosts.Count);
        Assert.Null(options.Password);
    }

    [Fact]
    public void Load_ForOthersWithPasswordAndTls_IsTaken()
    {
        var (config, problems) = Load(
            $"listen = \"0.0.0.0:8443\"\npassword_hash = \"{Hash}\"\ncertificate = \"c.pem\"\nkey = \"k.pem\"\npayloads = true");
        Assert.Empty(problems);
        Assert.True(config!.Dashboard.ShowsPayloads);
        Assert.Equal(Path.Combine(_folder, "c.pem"), config.Dashboard.CertificateFile);
    }

    [Theory]
    [InlineData("listen = \"0.0.0.0:8080\"", "dashboard.listen")]
    [InlineData("listen = \"192.168.2.1:8080\"\npassword_hash = \"" + Hash + "\"", "dashboard.listen")]
    [InlineData("listen = \"8080\"", "dashboard.listen")]
    [InlineData("password_hash = \"correct horse\"", "dashboard.password_hash")]
    [InlineData("certificate = \"c.pem\"", "dashboard.key")]
    [InlineData("key = \"k.pem\"", "dashboard.certificate")]
    [InlineData("payloads = true", "dashboard.payloads")]
    [InlineData("hosts = [\"http://farm.example\"]", "dashboard.hosts")]
    [InlineData("hosts = [\"farm.example:99999\"]", "dashboard.hosts")]
    [InlineData("lisden = \"127.0.0.1:8080\"", "dashboard.lisden")]
    public void Load_Wrong_NamesTheKey(string text, string key)
    {
        var (config, problems) = Load(text);
        Assert.Null(config);
        Assert.Equal(key, Assert.Single(problems).Key);
    }

    /// <summary>It may be the password itself.</summary>
    [Fact]
    public void Load_NoHash_IsNotShown() => Assert.DoesNotContain(
        "correct horse", Load("password_hash = \"correct horse\"").Problems[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void Options_OtherAddressOfTheCommandLine_IsCheckedToo()
    {
        var (config, _) = Load("");
        var given = config!.Dashboard with { Listen = new IPEndPoint(IPAddress.Any, 8080) };
        Assert.Contains(
            "password_hash", Assert.Throws<UsageException>(() => DashboardComposition.Options(given)).Message,
            StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => DashboardComposition.DemoOptions(given.Listen!));
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("localhost:8080")]
    [InlineData("127.1:8080")]
    [InlineData("127.0.0.1:99999")]
    public async Task Command_WrongAddress_IsWrongUsage(string address) => Assert.Equal(
        ExitCodes.Usage, await FarlinkProgram.RunAsync(["demo", "--messages", "1", "--dashboard", address]));

    [Theory]
    [InlineData("none", 4)]
    [InlineData("rh-encrypted", 6)]
    public void Watch_RadioHead_KeepsNoFrameThatIsTheMessage(string codec, int kept)
    {
        var (config, problems) = Load(
            "listen = \"127.0.0.1:0\"",
            Site.Replace("[link]", $"[link]\nmode = \"radiohead\"\ncodec = \"{codec}\"", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, one => one.Severity == Severity.Error);
        var watch = DashboardRun.Watch(config!)!;
        watch.Observe(new ChainEvent.FrameSent(
            "site", new byte[] { 1, 10, 5, 0, 0xAA, 0xBB }, new Transmission(default, Duration.FromMilliseconds(50))));
        Assert.Equal(kept, Assert.Single(watch.Frames.After(0, 10)).Octets.Length);
    }

    private (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Load(string text, string before = Site)
    {
        var path = Path.Combine(_folder, "farlink.toml");
        File.WriteAllText(path, before + text + "\n");
        return ConfigLoader.Load(path, null, new Hashtable());
    }
}
