using System.Collections;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Farlink.Configuration;
using Farlink.Configuration.Reference;
using Farlink.Hosting;
using Farlink.Keys.Files;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;
using Farlink.Tests.Reference;
using Microsoft.Extensions.Logging;

namespace Farlink.Tests;

/// <summary>What becomes of a configuration that is read again while its end runs.</summary>
public sealed class ReloaderTests : IDisposable
{
    private const int FewestTried = 40;
    private const string OtherBroker =
        "[broker]\nkind = \"external\"\nurl = \"mqtts://b\"\ncert = \"x.pem\"\nkey = \"x.key\"\n";

    private const string Page =
        "[dashboard]\nlisten = \"127.0.0.1:8080\"\ncertificate = \"x.pem\"\nkey = \"x.key\"\n";

    private const string Site = "role = \"site\"\n[[route]]\ntopic = \"a\"\n";

    private static readonly string[] Texts =
    [
        "other", "other.file", "127.0.0.1:9999", "mqtts://other.example", "wss://other.example/mqtt", "sx1262:", "other/#", "2",
        "ether://127.0.0.1:9999", "file:other.key",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-reload-").FullName;
    private readonly Lines _log = new();
    private bool _takesRoutes = true;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string Config => Path.Combine(_folder, "farlink.toml");

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Run_EverySettingOfTheReferenceChanged_IsTakenOrNamed()
    {
        List<string> silent = [];
        var tried = 0;
        foreach (var entry in Entries.All)
        {
            if (Change(entry) is not { } change) continue;
            var (one, key, toml) = change;
            var told = Reload(one.Role, one.Text, TomlEdit.Set(one.Text, key, toml));

            // What is refused is said too; but it is no change that could have been left out.
            if (told.Contains("was not read again", StringComparison.Ordinal)) continue;
            tried++;
            if (!IsNamed(told, key.FullName)) silent.Add($"{key.FullName} = {toml}\n{told}");
        }

        Assert.Empty(silent);
        Assert.True(tried >= FewestTried, $"only {tried} settings could be changed");
    }

    [Fact]
    public void Run_RoleIsGone_ChangesNothingAndSaysSo()
    {
        var after = Site.Replace("role = \"site\"\n", "log_level = \"debug\"\n", StringComparison.Ordinal);
        var told = Reload(Role.Site, Site, after);
        Assert.Contains("has lost its role: is the file whole?", told, StringComparison.Ordinal);
        Assert.DoesNotContain("was read again", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "broker.ca", "ecc.ca.cert.pem")]
    [InlineData("[broker]\nkind = \"external\"\nurl = \"mqtts://b\"\nca = \"x.pem\"\n", "broker.ca", "x.pem")]
    [InlineData(
        "[broker]\nkind = \"external\"\nurl = \"mqtts://b\"\ncert = \"x.pem\"\nkey = \"x.key\"\n", "broker.cert", "x.pem")]
    [InlineData("[link]\nkey_file = \"x.key\"\n", "link.key_file", "x.key")]
    [InlineData(Page, "dashboard.certificate", "x.pem")]
    [InlineData(Page, "dashboard.key", "x.key")]
    public void Run_AnotherFileWhereOneIsReadAtTheStartOnly_IsNamed(string more, string key, string file)
    {
        PutFiles(more);
        var told = Reload(Role.Site, Site + more, Site + more, () => Rewrite(file));
        Assert.Contains($"needs a restart: {key} (its file has changed)", told, StringComparison.Ordinal);
        Assert.DoesNotContain("needs a restart", Reload(Role.Site, Site + more, Site + more), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ecc.ca.cert.pem", "gone")]
    [InlineData("", "ecc.ca.cert.pem", "nonsense")]
    [InlineData(OtherBroker, "x.pem", "gone")]
    [InlineData(OtherBroker, "x.key", "of another")]
    [InlineData(OtherBroker, "x.key", "open")]
    [InlineData("[link]\nkey_file = \"x.key\"\n", "x.key", "gone")]
    [InlineData("[link]\nkey_file = \"x.key\"\n", "x.key", "open")]
    [InlineData("[link]\nkey_file = \"x.key\"\n", "x.key", "nonsense")]
    [InlineData(Page, "x.key", "of another")]
    [InlineData(Page, "x.pem", "nonsense")]
    public void Run_FileThatTheNextStartCouldNotUse_ChangesNothingAndSaysSo(string more, string file, string damage)
    {
        PutFiles(more);
        var told = Reload(Role.Site, Site + more, "log_level = \"debug\"\n" + Site + more, () => Break(file, damage));
        Assert.Contains("was not read again, all stays as it was: ", told, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, file), told, StringComparison.Ordinal);
        Assert.DoesNotContain("was read again", told, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadWithKeys_FileAndEnvironment_AreThoseOfOneReading()
    {
        File.WriteAllText(Config, Site + "[radio]\nspreading_factor = 8\n");
        var environment = new Hashtable { ["FARLINK_BROKER__CA"] = "other.pem" };
        var (config, problems, keys) = ConfigLoader.LoadWithKeys(Config, Role.Site, environment);
        Assert.True(config is not null, string.Join('\n', problems));
        Assert.Equal(ConfigKeys.Read(Config, environment), keys);
        Assert.Equal(("8", "other.pem"), (keys["radio.spreading_factor"], keys["broker.ca"]));
    }

    [Fact]
    public void Run_EndWithoutABrokerOfItsOwn_TellsNothingOfOne() =>
        Assert.DoesNotContain("our own broker", Reload(Role.Site, Site, Site), StringComparison.Ordinal);

    [Fact]
    public void Run_RoutesOfAnEndThatCannotChangeThem_AreNamed()
    {
        _takesRoutes = false;
        var told = Reload(Role.Site, Site, Site.Replace("\"a\"", "\"b\"", StringComparison.Ordinal));
        Assert.Contains("needs a restart: route[0].topic", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LevelThatTheCommandLineOverrides_IsNamed()
    {
        var told = Reload(Role.Site, Site, "log_level = \"debug\"\n" + Site, isLevelGiven: true);
        Assert.Contains("log_level (the command line says otherwise)", told, StringComparison.Ordinal);
    }

    /// <summary>A case in which a key may have another value, and that value; null if none is known.</summary>
    private static (ReferenceCase Case, RecordedKey Key, string Toml)? Change(KeyEntry entry)
    {
        foreach (var reading in entry.Readings)
        {
            foreach (var toml in Values(reading.Key.Form))
            {
                var isThere = reading.Case.Text.Contains($"{reading.Key.Key} = {toml}\n", StringComparison.Ordinal);
                if (isThere || toml == reading.Key.Form.Default) continue;
                if (Trial.Takes(reading, toml)) return (reading.Case, reading.Key, toml);
            }
        }

        return null;
    }

    private static IEnumerable<string> Values(KeyForm form) => form.Kind switch
    {
        KeyKind.Flag => ["true", "false"],
        KeyKind.Texts => ["[\"other\"]"],
        KeyKind.Span => [.. form.Values, .. Ends(form).Select(seconds => TomlValue.Of(TimeSpan.FromSeconds(seconds)))],
        KeyKind.Integer or KeyKind.Number => [.. form.Values, .. Ends(form).Select(number => TomlValue.Of(number))],
        _ => [.. form.Values, .. Texts.Select(text => TomlValue.Of(text))],
    };

    /// <summary>Whether a key is said to be taken, or to need a restart; a warning about its value is neither.</summary>
    private static bool IsNamed(string told, string key) => told.Split('\n').Any(line =>
        (line.StartsWith("The configuration was read again:", StringComparison.Ordinal)
            || line.StartsWith("needs a restart:", StringComparison.Ordinal))
        && line.Contains(key, StringComparison.Ordinal));

    private static IEnumerable<double> Ends(KeyForm form) => new[] { form.Least, form.Most }.OfType<double>();

    /// <summary>The files that a configuration names, good ones.</summary>
    private void PutFiles(string more)
    {
        var request = new CertificateRequest("CN=x", _key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        foreach (var name in (string[])["ecc.ca.cert.pem", "x.pem"]) Put(name, certificate.ExportCertificatePem());
        if (more.Contains("key_file", StringComparison.Ordinal)) Rewrite("x.key");
        else Put("x.key", _key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Another file of the same use: a key of 16 octets, or the same certificate in other octets.</summary>
    private void Rewrite(string file)
    {
        var path = Path.Combine(_folder, file);
        var isKeyOfLink = file == "x.key" && (!File.Exists(path) || new FileInfo(path).Length == LinkKeyFile.KeyOctets);
        if (isKeyOfLink) PrivateFile.Write(path, RandomNumberGenerator.GetBytes(LinkKeyFile.KeyOctets), replace: true);
        else Put(file, File.ReadAllText(path) + "\n");
    }

    private void Break(string file, string damage)
    {
        var path = Path.Combine(_folder, file);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        switch (damage)
        {
            case "gone":
                File.Delete(path);
                break;
            case "open":
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherRead);
                break;
            case "of another":
                Put(file, other.ExportPkcs8PrivateKeyPem());
                break;
            default:
                Put(file, "nonsense");
                break;
        }
    }

    private void Put(string file, string text) =>
        PrivateFile.Write(Path.Combine(_folder, file), Encoding.ASCII.GetBytes(text), replace: true);

    /// <summary>What is told when a configuration becomes another one.</summary>
    private string Reload(Role role, string before, string after, Action? meanwhile = null, bool isLevelGiven = false)
    {
        _log.Clear();
        File.WriteAllText(Config, before);
        var (config, problems) = ConfigLoader.Load(Config, role, new Hashtable());
        Assert.True(config is not null, $"{before}{string.Join('\n', problems)}");
        var reloader = new Reloader(
            Config, role, ConfigKeys.Read(Config, new Hashtable()), StartFiles.Read(config), new StillEnd(_takesRoutes),
            new LogLevelSwitch(LogLevel.Information), isLevelGiven, _ => false, _log);
        File.WriteAllText(Config, after);
        meanwhile?.Invoke();
        reloader.Run();
        return _log.All;
    }

    /// <summary>An end without a broker of its own, of which only this is asked: whether it can go by other routes.</summary>
    private sealed class StillEnd(bool takesRoutes) : IRunningEnd
    {
        public Task Completion => Task.CompletedTask;

        public long Beats => 0;

        public EmbeddedBroker? Broker => null;

        public X509Certificate2? ClientCertificate => null;

        public ServiceStatus Status() => throw new NotSupportedException();

        public bool TryPause(int link, bool isPaused) => false;

        public bool TryFlush(int link) => false;

        public bool TryUse(IReadOnlyList<Route> routes) => takesRoutes;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Lines : ILogger
    {
        private readonly List<string> _lines = [];

        public string All => string.Join('\n', _lines);

        public void Clear() => _lines.Clear();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Add(formatter(state, exception));
    }
}
