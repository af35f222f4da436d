using System.Collections;
using Farlink.Backup;
using Farlink.Configuration;
using Farlink.Keys.Backup;
using Farlink.Keys.Elements;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;

namespace Farlink.Tests.Backup;

/// <summary>A site on a disk: a key, and a pairing.</summary>
internal sealed class BackupSite : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-site-").FullName;
    private readonly FileElement _own;

    public BackupSite()
    {
        System.IO.File.WriteAllText(
            File("farlink.toml"), "role = \"site\"\nname = \"barn\"\n[broker]\nkind = \"external\"\n[[route]]\ntopic = \"#\"\n");
        NewKeyFile.Create(File("site.key.pem"));
        _own = FileElement.Open(File("site.key.pem"));
    }

    public PairingFolder Pairings => new(File("site.pairings"), LinkRole.Site, File("farlink.db"));

    public string File(string name) => Path.Combine(_folder, name);

    public void Dispose()
    {
        _own.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public void Pair(string peer, byte link)
    {
        var key = File($"{peer}.pem");
        NewKeyFile.Create(key);
        using var other = FileElement.Open(key);
        var (own, station) = (
            new PairedEnd(LinkRole.Site, "barn", _own.PublicKey), new PairedEnd(LinkRole.BaseStation, peer, other.PublicKey));
        Pairings.Add(PairingRecord.Make(link, own, station, _own), replace: true);
    }

    public void Make()
    {
        var config = ConfigLoader.Load(File("farlink.toml"), null, new Hashtable()).Config!;
        using var job = new BackupJob(File("farlink.toml"), config) { Rounds = 1 };
        job.Write(File("backup"), BackupHome.Passphrase, replace: false, new Hashtable(), DateTimeOffset.UnixEpoch);
    }

    public void Restore(string? folder = null)
    {
        using var stream = System.IO.File.OpenRead(File("backup"));
        using var archive = BackupReader.Open(stream, BackupHome.Passphrase, "backup");
        new RestoreJob(RestorePlan.Of(archive.Manifest, folder ?? _folder, null)).Run(archive);
    }
}
