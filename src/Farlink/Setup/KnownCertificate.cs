using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;

namespace Farlink.Setup;

/// <summary>A certificate that a base wants and its CA has issued before.</summary>
/// <param name="Wanted">Which.</param>
/// <param name="Path">Its file at the CA.</param>
/// <param name="Fault">Why it is not the one that is wanted, or no longer good; null: it fits.</param>
internal sealed record KnownCertificate(WantedCertificate Wanted, string Path, string? Fault)
{
    /// <summary>Those that there are.</summary>
    /// <exception cref="PkiException">The CA's certificate or its list of revocations cannot be read.</exception>
    public static IReadOnlyList<KnownCertificate> Find(InitAnswers answers, TimeProvider time)
    {
        if (answers.Pki is null) return [];
        var pki = new PkiFolder(answers.Pki);
        if (!File.Exists(pki.CaCertificate)) return [];
        var there = WantedCertificate.Of(answers).Where(wanted => File.Exists(pki.Certificate(wanted.FileName))).ToList();
        if (there.Count == 0) return [];
        using var check = new CertificateCheck(
            pki.CaCertificate, time, Revocations.Open(pki.RevocationList, pki.CaCertificate));
        return
        [
            .. there.Select(wanted =>
                new KnownCertificate(wanted, pki.Certificate(wanted.FileName), FaultOf(wanted, pki, check))),
        ];
    }

    private static string? FaultOf(WantedCertificate wanted, PkiFolder pki, CertificateCheck check)
    {
        try
        {
            using var certificate = PemFiles.ReadCertificate(pki.Certificate(wanted.FileName));
            var verdict = wanted.Request.Purpose == LeafPurpose.Server
                ? CheckServer(check, certificate, wanted.Request) : check.CheckClient(certificate);

            // One that begins later speaks of this host's clock, not of the certificate.
            if (!verdict.IsGood && verdict.Fault != CertificateFault.NotYetValid) return verdict.Text;
            var folder = new PkiFolder(wanted.Folder);
            var (file, key) = (folder.Certificate(wanted.Name), folder.Key(wanted.Name));
            if (!File.Exists(file) && !File.Exists(key)) return FaultElsewhere(wanted, pki);
            using var own = PemFiles.ReadWithKey(file, key);
            return own.RawData.AsSpan().SequenceEqual(certificate.RawData) ? null : $"{file} is another certificate";
        }
        catch (Exception failure) when (failure is PkiException or KeyFileException)
        {
            return failure.Message;
        }
    }

    /// <summary>
    /// For each name, and each address that somebody has named: a site without a WiFi of its own may lack that one's.
    /// </summary>
    private static CertificateVerdict CheckServer(CertificateCheck check, X509Certificate2 certificate, LeafRequest wanted)
    {
        var addresses = wanted.Addresses.Where(address => !address.Equals(InitPki.SiteAddress)).Select(address => $"{address}");
        var verdicts = wanted.Names.Concat(addresses).Select(name => check.CheckServer(certificate, name)).ToList();
        return verdicts.OrderBy(verdict => verdict.IsGood).First();
    }

    /// <summary>Of one whose key is not here: it was carried to its bearer, or it is another bearer's.</summary>
    private static string? FaultElsewhere(WantedCertificate wanted, PkiFolder pki)
    {
        if (wanted.Site is not { } site) return $"its key is not in {wanted.Folder}";
        return File.Exists(pki.Certificate(WantedCertificate.BrokerOf(site)))
            ? null : $"it is of a device elsewhere; for one at {site} take another name";
    }
}
