using System.Security.Cryptography.X509Certificates;
using Farlink.Protocol.Text;

namespace Farlink.Keys.Certificates;

/// <summary>
/// Checks certificates against one private CA by a chain of our own: the system's roots count for nothing, nothing is
/// downloaded, and a certificate is good for its purpose only. Thread-safe.
/// </summary>
public sealed class CertificateCheck : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _time;
    private readonly Revocations? _revocations;

    /// <summary>Makes a check.</summary>
    /// <param name="authorityPath">PEM file of the CA's certificate.</param>
    /// <param name="time">Tells which certificates have expired.</param>
    /// <param name="revocations">Tells which were revoked; null: none.</param>
    /// <exception cref="PkiException">The file is missing or holds no certificate.</exception>
    public CertificateCheck(string authorityPath, TimeProvider time, Revocations? revocations = null)
    {
        _revocations = revocations;
        _authority = PemFiles.ReadCertificate(authorityPath);
        _time = time;
    }

    /// <summary>Checks what a device shows a broker.</summary>
    public CertificateVerdict CheckClient(X509Certificate2? certificate) => Check(certificate, LeafPurpose.Client);

    /// <summary>Checks what a broker shows a device, but for its name.</summary>
    public CertificateVerdict CheckServer(X509Certificate2? certificate) => Check(certificate, LeafPurpose.Server);

    /// <summary>Checks what a broker shows a device.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="name">DNS name or address the broker was asked for.</param>
    public CertificateVerdict CheckServer(X509Certificate2? certificate, string name)
    {
        var verdict = CheckServer(certificate);
        if (!verdict.IsGood || certificate!.MatchesHostname(name, allowWildcards: false, allowCommonName: false)) return verdict;
        return new CertificateVerdict(
            CertificateFault.WrongName,
            $"the certificate of {Subject(certificate)} is not for the name {Printable.Escape(name)}");
    }

    /// <summary>Forgets the CA.</summary>
    public void Dispose() => _authority.Dispose();

    private CertificateVerdict Check(X509Certificate2? certificate, LeafPurpose purpose)
    {
        if (certificate is null) return new CertificateVerdict(CertificateFault.Missing, "no certificate was shown");

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(CertificatePurpose.Of(purpose));
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        var good = chain.Build(certificate);
        try
        {
            if (!good) return Explain(certificate, chain, purpose);
            return _revocations?.IsRevoked(certificate) == true
                ? new CertificateVerdict(CertificateFault.Revoked, $"the certificate of {Subject(certificate)} was revoked")
                : new CertificateVerdict(CertificateFault.None, "good");
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    private CertificateVerdict Explain(X509Certificate2 certificate, X509Chain chain, LeafPurpose purpose)
    {
        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        const X509ChainStatusFlags Untrusted =
            X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;
        var subject = Subject(certificate);
        var now = _time.GetUtcNow();
        if ((flags & Untrusted) != 0)
            return new CertificateVerdict(
                CertificateFault.OtherAuthority, $"the certificate of {subject} was not issued by our CA");
        if (now > certificate.NotAfter)
            return new CertificateVerdict(
                CertificateFault.Expired,
                $"the certificate of {subject} expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        if (now < certificate.NotBefore)
            return new CertificateVerdict(
                CertificateFault.NotYetValid,
                $"the certificate of {subject} begins on {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd}; "
                + "is the clock right?");
        if ((flags & X509ChainStatusFlags.NotValidForUsage) != 0)
            return new CertificateVerdict(
                CertificateFault.WrongPurpose,
                $"the certificate of {subject} is not for a {(purpose == LeafPurpose.Client ? "client" : "server")}");
        return new CertificateVerdict(CertificateFault.OtherAuthority, $"the certificate of {subject} is not good ({flags})");
    }

    private static string Subject(X509Certificate2 certificate) => Printable.Escape(certificate.Subject);
}
