using System.Collections;
using Farlink.Backup;
using Farlink.Configuration;
using Farlink.Keys.Backup;

namespace Farlink.Tests.Backup;

/// <summary>What belongs into a backup is what the configuration names, and nothing is forgotten.</summary>
public sealed class BackupContentsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-contents-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_SiteWithABrokerOfItsOwn_HasEveryFileThatItNames()
    {
        var contents = Of("""
            role = "site"
            name = "barn"
            [link]
            key_file = "keys/link.key"
            store = "/var/lib/farlink/barn.db"
            [broker]
            ca = "pki/ca.pem"
            crl = "pki/crl.pem"
            cert = "pki/cert.pem"
            key = "file:pki/key.pem"
            password_file = "users"
            acl_file = "acl"
            [[route]]
            topic = "#"
            """);

        Assert.Equal(
            """
            Configuration farlink.toml needed
            Key keys/link.key needed
            KeyUse keys/link.key.use
            Key site.key.pem
            Ended /var/lib/farlink/barn.db.ended
            Certificate pki/ca.pem needed
            Revocations pki/crl.pem
            Certificate pki/cert.pem needed
            Key pki/key.pem needed
            Passwords users needed
            Access acl needed
            """, Words(contents));
        Assert.Equal("/var/lib/farlink/barn.db", contents.Store);
        Assert.Equal(Path.Combine(_folder, "site.pairings"), contents.Pairings);
        Assert.Empty(contents.Elements);
    }

    [Fact]
    public void Of_BaseWithSitesAndUpstream_HasTheirFilesToo()
    {
        var contents = Of("""
            role = "base"
            name = "home"
            [broker]
            ca = "ca.pem"
            crl = "crl.pem"
            [upstream]
            url = "mqtts://broker.example:8883"
            ca = "up/ca.pem"
            crl = "up/crl.pem"
            cert = "up/cert.pem"
            key = "up/key.pem"
            user = "farlink"
            password_file = "up/password"
            [[site]]
            name = "barn"
            key_file = "barn.key"
            [[site]]
            name = "well"
            session = "psk"
            [[route]]
            topic = "#"
            """);

        Assert.Equal(
            """
            Configuration farlink.toml needed
            Key barn.key needed
            KeyUse barn.key.use
            Key well.key needed
            KeyUse well.key.use
            Key base.key.pem
            Ended farlink.db.ended
            Certificate ca.pem
            Revocations crl.pem
            Certificate ecc.base.cert.pem
            Key ecc.base.key.pem
            Certificate up/ca.pem needed
            Revocations up/crl.pem
            Certificate up/cert.pem needed
            Key up/key.pem needed
            Passwords up/password needed
            """, Words(contents));
    }

    [Fact]
    public void Of_ExternalBroker_HasItsFilesOnce()
    {
        var contents = Of("""
            role = "site"
            name = "barn"
            [link]
            key_file = "link.key"
            [broker]
            kind = "external"
            url = "mqtts://127.0.0.1:8883"
            ca = "ca.pem"
            crl = "crl.pem"
            cert = "cert.pem"
            key = "key.pem"
            user = "farlink"
            password_file = "password"
            [[route]]
            topic = "#"
            """);

        Assert.Equal(
            ["ca.pem", "crl.pem", "cert.pem", "key.pem", "password"],
            contents.Files.Select(file => Path.GetFileName(file.Path)).SkipWhile(name => name != "ca.pem"));
    }

    [Fact]
    public void Of_RadioHeadMode_HasItsKey()
    {
        var contents = Of("""
            role = "site"
            name = "barn"
            [link]
            mode = "radiohead"
            key_file = "aes.key"
            [[route]]
            topic = "a"
            """);

        Assert.Contains(
            contents.Files,
            file => file is { Kind: BackupKind.Key, IsNeeded: true } && file.Path == Path.Combine(_folder, "aes.key"));
    }

    [Fact]
    public void Of_KeysInChipsAndTokens_AreNamedWithoutTheirPinAndNotFiles()
    {
        var contents = Of("""
            role = "base"
            name = "home"
            [broker]
            cert = "cert.pem"
            key = "pkcs11:token=t;object=o;pin-value=1234"
            [[site]]
            name = "barn"
            session = "psk"
            [[route]]
            topic = "#"
            """);

        var element = Assert.Single(contents.Elements);
        Assert.Contains("token=t;object=o", element, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", element, StringComparison.Ordinal);
        Assert.DoesNotContain(contents.Files, file => file.Path.Contains("pkcs11", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_ReKeyUnderWay_HasTheNextKey()
    {
        var contents = Of(
            "role = \"site\"\nname = \"barn\"\n[link]\nkey_file = \"link.key\"\n[[route]]\ntopic = \"#\"\n",
            $"file:{_folder}/site.key.2.pem", "atecc608:?slot=3");
        Assert.Contains(contents.Files, file => file.Path == Path.Combine(_folder, "site.key.2.pem"));
        Assert.Contains("slot=3", Assert.Single(contents.Elements), StringComparison.Ordinal);
    }

    /// <summary>
    /// Whoever adds a path to the configuration finds this test, and puts the path into BackupContents and onto this list.
    /// </summary>
    [Fact]
    public void Configuration_PathsInIt_AreThoseThatABackupKnows() => Assert.Equal(
        """
        BrokerConfig.AclFile
        BrokerConfig.CaFile
        BrokerConfig.CertificateFile
        BrokerConfig.KeyFile
        BrokerConfig.PasswordFile
        BrokerConfig.RevocationFile
        BrokerUrl.WebSocketPath
        DashboardConfig.CertificateFile
        DashboardConfig.KeyFile
        LinkConfig.Element
        LinkConfig.KeyFile
        LinkConfig.PairingFolder
        LinkConfig.StorePath
        LinkedSite.KeyFile
        UpstreamConfig.CaFile
        UpstreamConfig.CertificateFile
        UpstreamConfig.KeyFile
        UpstreamConfig.PasswordFile
        UpstreamConfig.RevocationFile
        """,
        string.Join('\n', Paths(typeof(FarlinkConfig), []).Order(StringComparer.Ordinal)));

    private static IEnumerable<string> Paths(Type type, HashSet<Type> seen)
    {
        if (type.Namespace != typeof(FarlinkConfig).Namespace || !seen.Add(type)) yield break;
        foreach (var property in type.GetProperties())
        {
            var isPath = property.Name.EndsWith("File", StringComparison.Ordinal)
                || property.Name.EndsWith("Path", StringComparison.Ordinal)
                || property.Name.EndsWith("Folder", StringComparison.Ordinal) || property.Name == "Element";
            if (isPath && property.PropertyType == typeof(string)) yield return $"{type.Name}.{property.Name}";
            foreach (var inner in property.PropertyType.GetGenericArguments().Append(property.PropertyType))
                foreach (var path in Paths(inner, seen)) yield return path;
        }
    }

    private BackupContents Of(string toml, params string[] rekeys)
    {
        var path = Path.Combine(_folder, "farlink.toml");
        File.WriteAllText(path, toml);
        var (config, problems) = ConfigLoader.Load(path, null, new Hashtable());
        Assert.True(config is not null, string.Join('\n', problems));
        return BackupContents.Of(path, config!, rekeys);
    }

    private string Words(BackupContents contents) => string.Join('\n', contents.Files.Select(file =>
        $"{file.Kind} {BackupEntry.PathIn(file.Path, _folder)}{(file.IsNeeded ? " needed" : "")}"));
}
