using System.Net;
using System.Security.Cryptography.X509Certificates;
using Farlink.Host.Doctor;
using Farlink.Hosting;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Text;
using Farlink.Runtime.Services;

namespace Farlink.Doctor;

/// <summary>The certificates of the embedded broker, and of this end at other brokers.</summary>
internal static class CertificateChecks
{
    private const int P256Bits = 256;
    private const string Pki = "/etc/farlink/pki";

    /// <summary>At the base, and with what it makes at the site.</summary>
    private const string Anew =
        $"sudo farlink pki issue --dir {Pki} --server --name mqtt.com --address 192.168.2.1 --file raspberry-NAME --replace"
        + "; sudo install -m 644 ecc.raspberry-NAME.cert.pem /etc/farlink/ecc.raspberry.cert.pem"
        + "; sudo install -m 600 -o farlink ecc.raspberry-NAME.key.pem /etc/farlink/ecc.raspberry.key.pem";

    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("cert.ca", "The CA's certificate is there and in force", "broker.ca, upstream.ca",
            $"sudo farlink pki init --dir {Pki}; sudo install -m 644 ecc.ca.cert.pem /etc/farlink/ecc.ca.cert.pem", Authority),
        ProgramCheck.Of("cert.server", "The broker has a certificate of our CA, and its key",
            "broker.cert, broker.key, broker.ca", Anew, Server),
        ProgramCheck.Of("cert.names", "It is for the name and the addresses that devices use",
            "names and addresses in broker.cert", Anew, NamesAsync),
        ProgramCheck.Of("cert.expiry", "No certificate of this end ends soon",
            "the ends of broker.cert, upstream.cert and dashboard.certificate",
            $"sudo farlink pki issue --dir {Pki} .. --replace; sudo install FILES; sudo systemctl reload farlink-site", Expiry),
        ProgramCheck.Of("cert.revocations", "The list of revocations is the CA's, and not too old", "broker.crl",
            $"sudo farlink pki revoke --dir {Pki}", List),
        ProgramCheck.Of("cert.handshake", "The broker that runs shows that certificate, and wants one", "a TLS handshake with it",
            "sudo systemctl restart farlink-site", TlsProbe.ExamineAsync),
    ];

    /// <summary>A finding where the embedded broker has no TLS.</summary>
    public static Finding? NoTls(ProgramContext context) =>
        SubjectOf.OwnListeners(context.Config).Any(listener => listener.Auth != ListenerAuth.Plain)
            ? null : Finding.Skip("no listener of an embedded broker has TLS");

    /// <summary>The clock that the service checks certificates by.</summary>
    public static VerificationClock Clock(ProgramContext context) => new(context.Time);

    /// <summary>What goes wrong with certificates and keys, and says itself how it is put right.</summary>
    public static bool IsExpected(Exception failure) => failure is PkiException or KeyFileException or ElementException;

    private static Finding Authority(ProgramContext context)
    {
        var config = context.Config;
        List<string?> files = [config.Upstream?.CaFile, config.Broker.External?.CaFile];
        if (NoTls(context) is null && config.Broker.Listeners.Any(listener => listener.Auth == ListenerAuth.Mutual))
            files.Add(config.Broker.CaFile);
        var authorities = files.OfType<string>().Distinct().ToList();
        return authorities.Count == 0
            ? Finding.Skip("no CA of one's own is used")
            : Ends(context, authorities, new CertificateCures(context).Authority);
    }

    private static Finding Expiry(ProgramContext context)
    {
        var files = ServiceHost.Certificates(context.Config);
        return files.Count == 0
            ? Finding.Skip("this end has no certificate")
            : Ends(context, files, file => Renew(context, file));
    }

    private static string Renew(ProgramContext context, string file)
    {
        var cures = new CertificateCures(context);
        return file == context.Config.Broker.CertificateFile ? cures.Issue()
            : file == context.Config.Dashboard.CertificateFile ? cures.Dashboard() : cures.Client(file);
    }

    private static Finding Ends(ProgramContext context, List<string> files, Func<string, string> cure)
    {
        var now = Clock(context).GetUtcNow();
        List<string> good = [];
        foreach (var file in files)
        {
            try
            {
                using var certificate = PemFiles.ReadCertificate(file);
                DateTimeOffset end = certificate.NotAfter.ToUniversalTime();
                if (end < now) return Finding.Fail($"{file} ended on {end:yyyy-MM-dd}", cure(file));
                if (end - now < ExpiryWatch.WarnBefore)
                    return Finding.Warn($"{file} ends on {end:yyyy-MM-dd}, in {(end - now).TotalDays:0} days", cure(file));
                good.Add($"{Path.GetFileName(file)} until {end:yyyy-MM-dd}");
            }
            catch (PkiException failure)
            {
                return KeyCures.Of(context, [file], failure, cure(file));
            }
        }

        return Finding.Ok(string.Join(", ", good));
    }

    private static Finding Server(ProgramContext context)
    {
        if (NoTls(context) is { } none) return none;
        var broker = context.Config.Broker;
        if (KeyCures.OfRoot(context, [broker.KeyFile]) is { } closed) return closed;
        try
        {
            using var certificate = PemFiles.ReadForTls(broker.CertificateFile, broker.KeyFile);
            using var key = certificate.GetECDsaPublicKey();
            if (key is null || key.KeySize != P256Bits)
                return Finding.Warn($"{broker.CertificateFile} is not on P-256: an ESP8266 may not be able to", Issue(context));
            if (!File.Exists(broker.CaFile)) return Finding.Ok($"{broker.CertificateFile} and its key");
            using var check = new CertificateCheck(broker.CaFile, Clock(context));
            var verdict = check.CheckServer(certificate);
            return verdict.IsGood
                ? Finding.Ok($"{broker.CertificateFile}, of our CA") : Finding.Fail(verdict.Text, Issue(context));
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            return KeyCures.Of(context, [broker.CertificateFile, broker.KeyFile, broker.CaFile], failure, Issue(context));
        }
    }

    private static async Task<Finding> NamesAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (NoTls(context) is { } none) return none;
        try
        {
            using var certificate = PemFiles.ReadCertificate(context.Config.Broker.CertificateFile);
            var names = Wanted(context).Distinct().ToList();
            var missing = names.Where(name => !certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false))
                .ToList();
            if (missing.Count > 0)
            {
                return Finding.Fail(
                    $"{context.Config.Broker.CertificateFile} is not for {string.Join(", ", missing)}: devices refuse it",
                    Issue(context));
            }

            return await OfEveryAddressAsync(context, certificate, cancellationToken)
                ?? Finding.Ok(names.Count > 0 ? $"for {string.Join(", ", names)}" : "no name is asked for here");
        }
        catch (PkiException failure)
        {
            return KeyCures.Of(context, [context.Config.Broker.CertificateFile], failure, Issue(context));
        }
    }

    /// <summary>What devices of a site ask for; those of a base come from elsewhere, by names that nobody knows here.</summary>
    private static IEnumerable<string> Wanted(ProgramContext context)
    {
        if (context.Subject.IsSite) yield return context.Subject.BrokerName;
        foreach (var listener in context.Config.Broker.Listeners.Where(listener => listener.Auth != ListenerAuth.Plain))
            if (!IsAny(listener.Endpoint.Address)) yield return $"{listener.Endpoint.Address}";
    }

    /// <summary>
    /// A site that listens everywhere is reached at whatever addresses it has; by a name they do not matter, so that this is
    /// a warning. Null: nothing is odd.
    /// </summary>
    private static async Task<Finding?> OfEveryAddressAsync(
        ProgramContext context, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var isEvery = context.Config.Broker.Listeners.Any(
            listener => listener.Auth != ListenerAuth.Plain && IsAny(listener.Endpoint.Address));
        if (!context.Subject.IsSite || !isEvery) return null;
        var own = await context.AddressesAsync(cancellationToken);
        var isFor = own.Any(
            address => certificate.MatchesHostname($"{address}", allowWildcards: false, allowCommonName: false));
        return own.Count == 0 || isFor ? null : Finding.Warn(
            $"{context.Config.Broker.CertificateFile} is for no address of this host ({string.Join(", ", own.Take(4))}): a "
            + $"device that does not find it by the name {context.Subject.BrokerName} refuses it",
            new CertificateCures(context).Issue(own));
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static string Issue(ProgramContext context) => new CertificateCures(context).Issue();

    private static Finding List(ProgramContext context)
    {
        var broker = context.Config.Broker;
        var renew = new CertificateCures(context).Revocations();
        if (!File.Exists(broker.RevocationFile)) return Finding.Skip("there is no list: nothing was revoked");
        try
        {
            var list = Revocations.Open(broker.RevocationFile, broker.CaFile).Current;
            if (list is null) return Finding.Skip("there is no list: nothing was revoked");
            return list.Next is { } next && next < Clock(context).GetUtcNow()
                ? Finding.Warn($"list {list.Number} was to be renewed on {next:yyyy-MM-dd}; it stays in force", renew)
                : Finding.Ok($"list {list.Number}, {Counted.Of(list.Count, "certificate")} revoked");
        }
        catch (PkiException failure)
        {
            return KeyCures.Of(context, [broker.RevocationFile, broker.CaFile], failure, renew);
        }
    }
}
