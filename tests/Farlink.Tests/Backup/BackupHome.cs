using System.Collections;
using System.Text;
using Farlink.Backup;
using Farlink.Configuration;
using Farlink.Keys.Backup;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Storage;

namespace Farlink.Tests.Backup;

/// <summary>
/// A base on a disk: two paired sites, a CA and its list of revocations, an upstream broker with a password, a store, and a key
/// outside its folder. Backups of it are made with few rounds.
/// </summary>
internal sealed class BackupHome : IDisposable
{
    public const string Passphrase = "correct horse battery";

    private static readonly Lazy<string> Authority = new(MakeAuthority);
    private static readonly DateTimeOffset Now = new(2027, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly string _root = Directory.CreateTempSubdirectory("farlink-home-").FullName;
    private readonly List<FileElement> _elements = [];

    public BackupHome()
    {
        MakeFolder(Folder);
        MakeFolder(Outside);
        CopyFolder(Authority.Value, File("pki"));
        PrivateFile.Write(File("upstream.password"), "secret of upstream"u8);
        PrivateFile.Write(Path.Combine(Outside, "client.key.pem"), "no key, but private"u8);
        System.IO.File.WriteAllText(Path.Combine(Outside, "client.cert.pem"), "no certificate");
        System.IO.File.WriteAllText(Config, Toml("home"));
        System.IO.File.SetUnixFileMode(
            Config, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        NewKeyFile.Create(File("base.key.pem"));
        Pair("barn", 1);
        Pair("well", 2);
        using var store = SqliteStore.Open(Store);
        store.Commit([new CommitRequest(1, new Instant(1), [
            new StoreOperation.Hello(1, 100, 200, 0), new StoreOperation.Accept(Row(1)),
            new StoreOperation.Accept(Row(2) with { Deadline = new Instant(900) })])]);
    }

    public string Folder => Path.Combine(_root, "etc");

    public string Outside => Path.Combine(_root, "ssl");

    public string Config => File("farlink.toml");

    public string Store => File("base.db");

    public string Backup => Path.Combine(_root, "home.backup");

    public PairingFolder Pairings => new(File("base.pairings"), LinkRole.BaseStation, Store);

    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>A folder beside, for a second disk.</summary>
    public string Other(string name) => Path.Combine(_root, name);

    public void Dispose()
    {
        foreach (var element in _elements) element.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Makes a backup over one that may be there, until somebody gives up.</summary>
    public void MakeCancelled(CancellationToken cancellationToken)
    {
        using var job = new BackupJob(Config, Load(Config)) { Rounds = 1 };
        job.Write(Backup, Passphrase, replace: true, new Hashtable(), Now, cancellationToken);
    }

    /// <summary>A backup that was begun.</summary>
    public BackupJob Begin() => new(Config, Load(Config)) { Rounds = 1 };

    /// <summary>Writes one that was begun.</summary>
    public static BackupManifest Write(BackupJob job, string to) =>
        job.Write(to, Passphrase, replace: true, new Hashtable(), Now);

    public BackupManifest Make(string? to = null, params string[] variables)
    {
        var environment = new Hashtable();
        foreach (var name in variables) environment[name] = "x";
        using var job = new BackupJob(Config, Load(Config)) { Rounds = 1 };
        return job.Write(to ?? Backup, Passphrase, replace: false, environment, Now);
    }

    /// <summary>Restores; over what is there if need be.</summary>
    public RestoreResult Restore(string? folder = null, string? configuration = null, Action<string>? step = null,
        bool keepStore = false)
    {
        using var stream = System.IO.File.OpenRead(Backup);
        using var archive = BackupReader.Open(stream, Passphrase, "home.backup");
        var plan = RestorePlan.Of(archive.Manifest, folder, folder is null ? configuration ?? Config : null);
        return new RestoreJob(plan, step) { KeepStore = keepStore }.Run(archive);
    }

    public IReadOnlyList<string> Conflicts(bool keepStore = false)
    {
        using var stream = System.IO.File.OpenRead(Backup);
        using var archive = BackupReader.Open(stream, Passphrase, "home.backup");
        return RestorePlan.Of(archive.Manifest, null, Config).Conflicts(keepStore);
    }

    public void Pair(string name, byte link)
    {
        var element = Element(File("base.key.pem"));
        var own = new PairedEnd(LinkRole.BaseStation, "home", element.PublicKey);
        var key = Path.Combine(_root, $"{name}-{Guid.NewGuid():N}.pem");
        NewKeyFile.Create(key);
        var site = new PairedEnd(LinkRole.Site, name, Element(key).PublicKey);
        Pairings.Add(PairingRecord.Make(link, own, site, element), replace: true);
    }

    /// <summary>The sites that are paired, by the configuration's folder.</summary>
    public static string PairedIn(string folder) => string.Join(
        ' ', new PairingFolder(Path.Combine(folder, "base.pairings"), LinkRole.BaseStation, Path.Combine(folder, "base.db"))
            .Load().Select(record => record.Site.Name));

    /// <summary>Renews the CA's list, which the base has too; its number.</summary>
    public int Revoke()
    {
        using var authority = CertificateAuthority.Open(new PkiFolder(File("pki")), Passphrase);
        return (int)authority.Revoke(null, DateTimeOffset.UtcNow).Number;
    }

    /// <summary>The number of the list that is there.</summary>
    public static int ListIn(string folder)
    {
        using var authority = PemFiles.ReadCertificate(Path.Combine(folder, "pki/ecc.ca.cert.pem"));
        return (int)RevocationList.Read(Path.Combine(folder, "pki/ecc.ca.crl.pem"), authority).Number;
    }

    public static StoreImage ImageOf(string store)
    {
        using var opened = SqliteStore.Open(store);
        return opened.Load();
    }

    /// <summary>Contents by path, relative; without what a restore keeps beside, and the store by its id.</summary>
    public string State()
    {
        // The store is not even opened: to close it would end the lock that this process has on it.
        var paths = Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_root, path))
            .Where(path => path.Contains('/', StringComparison.Ordinal) && !IsBeside(path)
                && path is not ("etc/base.db" or "etc/base.db.room")
                && !path.StartsWith("etc/base.db-", StringComparison.Ordinal));
        return string.Join('\n', paths.Order(StringComparer.Ordinal).Select(path =>
            $"{path} {Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(Path.Combine(_root, path)))}"));
    }

    /// <summary>What a restore has prepared and not moved.</summary>
    public IReadOnlyList<string> Staged() =>
        [.. Directory.EnumerateFileSystemEntries(_root, "*restore", SearchOption.AllDirectories)];

    public static string Toml(string name) => $"""
        role = "base"
        name = "{name}"
        [link]
        store = "base.db"
        [broker]
        ca = "pki/ecc.ca.cert.pem"
        crl = "pki/ecc.ca.crl.pem"
        [upstream]
        url = "mqtts://127.0.0.1:8883"
        user = "farlink"
        password_file = "upstream.password"
        cert = "../ssl/client.cert.pem"
        key = "../ssl/client.key.pem"
        [[route]]
        topic = "#"
        direction = "both"
        """;

    public static void CopyFolder(string from, string to)
    {
        MakeFolder(to);
        foreach (var file in Directory.GetFiles(from)) System.IO.File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from)) CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private static FarlinkConfig Load(string path)
    {
        var (config, problems) = ConfigLoader.Load(path, null, new Hashtable());
        Assert.True(config is not null, string.Join('\n', problems));
        return config!;
    }

    private static bool IsBeside(string path) => path.Contains("before-restore", StringComparison.Ordinal)
        || path.Contains(".restore/", StringComparison.Ordinal) || path.EndsWith(".farlink-restore", StringComparison.Ordinal);

    private static void MakeFolder(string folder) =>
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>A passphrase of a CA takes its time: one for all tests.</summary>
    private static string MakeAuthority()
    {
        var folder = Directory.CreateTempSubdirectory("farlink-home-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var pki = new PkiFolder(folder);
        CertificateAuthority.Initialize(pki, Passphrase, DateTimeOffset.UtcNow, rounds: 1000);
        using var authority = CertificateAuthority.Open(pki, Passphrase);
        authority.Revoke(null, DateTimeOffset.UtcNow);
        return folder;
    }

    private static OutboxRow Row(long row) => new()
    {
        Row = row,
        Link = 1,
        Message = new MqttMessage { Topic = $"t{row}", Payload = new byte[] { 1 } },
        Accepted = new Instant(row),
    };

    private FileElement Element(string path)
    {
        var element = FileElement.Open(path);
        _elements.Add(element);
        return element;
    }
}
