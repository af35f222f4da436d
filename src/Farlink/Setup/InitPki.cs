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
/// <param name="rounds">Of PBKDF2 over the passphrase of a new CA.</param>
internal sealed class InitPki(InitAnswers answers, TimeProvider time, int rounds = CertificateAuthority.KeyDerivationRounds)
{
    /// <summary>The name by which devices ask for a site's broker.</summary>
    public const string ServerName = "mqtt.com";

    /// <summary>A client's name for whoever looks at a base's own broker.</summary>
    public const string Viewer = "viewer";

    private const string CaFiles = "ecc.ca.";

    /// <summary>A site's address in its own WiFi.</summary>
    public static IPAddress SiteAddress { get; } = IPAddress.Parse("192.168.2.1");

    /// <summary>Whether anything is to be made; if not, nobody has to know the passphrase.</summary>
    public static bool IsNeeded(InitAnswers answers) => answers.Pki is { } folder
        && (!File.Exists(new PkiFolder(folder).CaCertificate) || Missing(answers).Any());

    /// <summary>Makes those that are not kept, with a new CA or one that is there.</summary>
    /// <param name="passphrase">Of the CA's key; null: nothing is to be made.</param>
    /// <exception cref="PkiException">The passphrase is wrong or too short, or a name cannot be.</exception>
    public IReadOnlyList<InitFile> Make(string? passphrase)
    {
        var final = new PkiFolder(answers.Pki!);
        if (passphrase is null) return [.. CaOfSites(final, [])];
        using var work = new WorkFolder(answers.Layout.Output);
        var pki = new PkiFolder(work.File("pki"));
        try
        {
            return Make(work, final, pki, passphrase);
        }
        catch (PkiException failure)
        {
            // The paths of drafts mean nothing to anybody.
            throw new PkiException(failure.Message.Replace(pki.Path, final.Path, StringComparison.Ordinal), failure);
        }
    }

    private static IEnumerable<WantedCertificate> Missing(InitAnswers answers) =>
        WantedCertificate.Of(answers).Where(wanted => !answers.IsKept(wanted.FileName));

    private List<InitFile> Make(WorkFolder work, PkiFolder final, PkiFolder pki, string passphrase)
    {
        if (File.Exists(final.CaCertificate)) Copy(final, pki);
        else CertificateAuthority.Initialize(pki, passphrase, time.GetUtcNow(), rounds);
        var missing = Missing(answers).ToList();
        List<InitFile> files = [];
        using (var authority = CertificateAuthority.Open(pki, passphrase))
        {
            var issuer = new Issuer(authority, pki, work, time.GetUtcNow());
            foreach (var wanted in missing)
            {
                work.ThrowIfInterrupted();
                files.AddRange(issuer.Issue(wanted));
            }
        }

        work.ThrowIfInterrupted();
        return
        [
            .. Directory.GetFiles(pki.Path).Order(StringComparer.Ordinal).SelectMany(path => Final(path, final)),
            .. CaOfSites(pki, missing), .. files,
        ];
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

    /// <summary>The CA's certificate, for each site whose folder is here or is made.</summary>
    private IEnumerable<InitFile> CaOfSites(PkiFolder pki, List<WantedCertificate> made) =>
        from site in answers.Sites
        let folder = Path.Combine(answers.Layout.Output, InitPlan.SiteFolderOf(site))
        where Directory.Exists(folder) || made.Exists(one => one.Site == site)
        select new InitFile(Path.Combine(folder, SiteFolder.Ca), File.ReadAllBytes(pki.CaCertificate));

    /// <summary>Issues a certificate for a key that only its bearer gets.</summary>
    private sealed record Issuer(CertificateAuthority Authority, PkiFolder Pki, WorkFolder Work, DateTimeOffset Now)
    {
        public IReadOnlyList<InitFile> Issue(WantedCertificate wanted)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var publicKey = Work.File("public.pem");
            File.WriteAllText(publicKey, key.ExportSubjectPublicKeyInfoPem());

            // What is there already and is not kept is to be replaced; here are copies.
            var issued = Authority.Issue(wanted.Request with { Key = SubjectKey.Read(publicKey), Replace = true }, Now);
            var there = new PkiFolder(wanted.Folder);
            var isOfService = wanted is { Site: null, Request.Purpose: LeafPurpose.Server };
            return
            [
                new InitFile(there.Certificate(wanted.Name), File.ReadAllBytes(Pki.Certificate(issued))),
                InitFile.Secret(there.Key(wanted.Name), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"))
                    with { IsOfService = isOfService },
            ];
        }
    }
}
