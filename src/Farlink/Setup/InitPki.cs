using System.Net;
using System.Security.Cryptography;
using System.Text;
using Farlink.Keys.Certificates;

namespace Farlink.Setup;

/// <summary>
/// Certificates of a base, its sites and devices, made in a folder of our own; nothing is where it belongs before all of it is
/// there. Private keys are made in memory and go to whoever is to have them: none but the CA's own stays with the CA.
/// </summary>
/// <param name="answers">The base.</param>
/// <param name="time">Today.</param>
internal sealed class InitPki(InitAnswers answers, TimeProvider time)
{
    /// <summary>The name by which devices ask for a site's broker.</summary>
    public const string ServerName = "mqtt.com";

    /// <summary>A client's name for whoever looks at a base's own broker.</summary>
    public const string Viewer = "viewer";

    private const string CaFiles = "ecc.ca.";

    /// <summary>A site's address in its own WiFi.</summary>
    public static IPAddress SiteAddress { get; } = IPAddress.Parse("192.168.2.1");

    /// <summary>Makes them, with a new CA or one that is there.</summary>
    /// <param name="passphrase">Of the CA's key.</param>
    /// <param name="replace">Whether certificates of the same name may be replaced.</param>
    /// <exception cref="PkiException">The passphrase is wrong or too short, or a name is taken.</exception>
    public IReadOnlyList<InitFile> Make(string passphrase, bool replace)
    {
        using var work = new WorkFolder();
        var (final, pki) = (new PkiFolder(answers.Pki!), new PkiFolder(work.File("pki")));
        try
        {
            return Make(work, final, pki, passphrase, replace);
        }
        catch (PkiException failure)
        {
            // The paths of drafts mean nothing to anybody.
            throw new PkiException(failure.Message.Replace(pki.Path, final.Path, StringComparison.Ordinal), failure);
        }
    }

    private List<InitFile> Make(WorkFolder work, PkiFolder final, PkiFolder pki, string passphrase, bool replace)
    {
        if (File.Exists(final.CaCertificate)) Copy(final, pki);
        else CertificateAuthority.Initialize(pki, passphrase, time.GetUtcNow());
        List<InitFile> files = [];
        using (var authority = CertificateAuthority.Open(pki, passphrase))
        {
            var issuer = new Issuer(authority, pki, work, replace, time.GetUtcNow());
            foreach (var site in answers.Sites) files.AddRange(OfSite(site, issuer, pki));
            if (answers.Upstream is null) files.AddRange(OfOwnBroker(issuer));
        }

        return [.. Directory.GetFiles(pki.Path).Order(StringComparer.Ordinal).SelectMany(path => Final(path, final)), .. files];
    }

    /// <summary>Without the private keys of others that may lie there.</summary>
    private static void Copy(PkiFolder from, PkiFolder to)
    {
        Directory.CreateDirectory(to.Path, InitFolder.OwnMode);
        foreach (var path in from.AllCertificates().Concat(Directory.GetFiles(from.Path, CaFiles + "*")).Distinct())
            File.Copy(path, Path.Combine(to.Path, Path.GetFileName(path)));
    }

    /// <summary>A file of the CA in its place; none if it is there already.</summary>
    private static IEnumerable<InitFile> Final(string path, PkiFolder final)
    {
        var name = Path.GetFileName(path);
        var target = Path.Combine(final.Path, name);
        var isOfCa = name.StartsWith(CaFiles, StringComparison.Ordinal);
        var file = new InitFile(target, File.ReadAllBytes(path)) { IsContinued = isOfCa };
        if (File.Exists(target) && File.ReadAllBytes(target).AsSpan().SequenceEqual(file.Content)) return [];
        return [name.EndsWith(".key.pem", StringComparison.Ordinal) ? file with { Mode = InitFile.SecretMode } : file];
    }

    private IEnumerable<InitFile> OfSite(string site, Issuer issuer, PkiFolder pki)
    {
        var folder = Path.Combine(answers.Layout.Output, InitPlan.SiteFolderOf(site));
        yield return new InitFile(Path.Combine(folder, SiteFolder.Ca), File.ReadAllBytes(pki.CaCertificate));
        var broker = new LeafRequest
        {
            Purpose = LeafPurpose.Server,
            Names = [ServerName],
            Addresses = [SiteAddress],
            FileName = $"raspberry-{site}",
        };
        foreach (var file in issuer.Issue(broker, folder, "raspberry")) yield return file;
        foreach (var device in answers.Devices)
        {
            foreach (var file in issuer.Issue(Client(device), folder, device)) yield return file;
        }
    }

    private IEnumerable<InitFile> OfOwnBroker(Issuer issuer)
    {
        var output = answers.Layout.Output;
        var broker = new LeafRequest { Purpose = LeafPurpose.Server, Names = answers.BrokerNames, FileName = "base" };
        foreach (var file in issuer.Issue(broker, output, "base"))
            yield return file.Mode == InitFile.SecretMode ? file with { IsOfService = true } : file;
        foreach (var file in issuer.Issue(Client(Viewer), output, Viewer)) yield return file;
    }

    private static LeafRequest Client(string name) => new() { Purpose = LeafPurpose.Client, Names = [name] };

    /// <summary>Issues a certificate for a key that only its bearer gets.</summary>
    private sealed record Issuer(
        CertificateAuthority Authority, PkiFolder Pki, WorkFolder Work, bool Replace, DateTimeOffset Now)
    {
        public IReadOnlyList<InitFile> Issue(LeafRequest request, string folder, string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var publicKey = Work.File("public.pem");
            File.WriteAllText(publicKey, key.ExportSubjectPublicKeyInfoPem());
            var issued = Authority.Issue(request with { Key = SubjectKey.Read(publicKey), Replace = Replace }, Now);
            var there = new PkiFolder(folder);
            return
            [
                new InitFile(there.Certificate(name), File.ReadAllBytes(Pki.Certificate(issued))),
                InitFile.Secret(there.Key(name), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n")),
            ];
        }
    }
}
