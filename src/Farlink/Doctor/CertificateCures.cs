using System.Net;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;
using Farlink.Setup;

namespace Farlink.Doctor;

/// <summary>
/// The commands that make certificates and put them where the configuration has them. A base mostly has the CA; a site has none
/// and must not get one: its certificates are made at the base, and brought.
/// </summary>
/// <param name="context">The end.</param>
internal sealed class CertificateCures(ProgramContext context)
{
    private const string AtTheBase = "  # at the base", Here = "  # here, with what was made there";
    private const string UsualName = "pki", Start = "ecc.", End = ".cert.pem";

    private bool IsSite => context.Subject.IsSite;

    /// <summary>Where the CA is, at a site that at its base: the one that the broker's CA is in, or where init puts it.</summary>
    private PkiFolder Pki
    {
        get
        {
            var folder = Path.GetDirectoryName(context.Subject.ConfigPath)!;
            if (IsSite) return new PkiFolder(InstalledEnd.Is(context.Subject.ConfigPath) ? $"{folder}/{UsualName}" : UsualName);
            var usual = new PkiFolder(Path.Combine(folder, UsualName));
            if (context.Config.Broker.CaFile is not { Length: > 0 } file) return usual;
            var ofBroker = new PkiFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
            return File.Exists(ofBroker.CaKey) ? ofBroker : usual;
        }
    }

    /// <summary>For the certificate of a CA that is missing, or has ended.</summary>
    /// <param name="file">Its file.</param>
    public string Authority(string file)
    {
        if (CertificateChecks.NoTls(context) is not null || file != context.Config.Broker.CaFile)
            return $"sudo install -m 644 ecc.ca.cert.pem {file}  # from whoever has the CA of that broker";
        if (IsSite)
        {
            return $"{Program} pki init --dir {Pki.Path}{AtTheBase}, if it has no CA yet\n"
                + $"sudo install -m 644 ecc.ca.cert.pem {file}{Here}";
        }

        // A CA is not written over: one that has ended stays, under another name.
        var (pki, isThere) = (Pki, File.Exists(Pki.CaCertificate));
        var init = $"{Program} pki init --dir {pki.Path}";
        if (pki.CaCertificate != file) return $"{(isThere ? "" : $"{init}\n")}sudo install -m 644 {pki.CaCertificate} {file}";
        return isThere ? $"{InstalledEnd.Sudo(pki.Path)}mv {pki.Path} {pki.Path}.old\n{init}" : init;
    }

    /// <summary>For the certificate and key of the broker.</summary>
    /// <param name="more">Addresses besides those of its listeners.</param>
    public string Issue(params IEnumerable<IPAddress> more)
    {
        var broker = context.Config.Broker;
        var name = IsSite ? WantedCertificate.BrokerOf(context.Config.Name) : NameOf(broker.CertificateFile) ?? "base";
        return Server(name, Names(more), broker.CertificateFile, broker.KeyFile);
    }

    /// <summary>For the certificate and key of the dashboard, which has both; then the service starts with them.</summary>
    public string Dashboard()
    {
        var page = context.Config.Dashboard;
        var wanted = DashboardChecks.Names(page);
        var addresses = wanted.Where(name => IPAddress.TryParse(name, out _)).ToList();
        IReadOnlyList<string> names = [.. wanted.Except(addresses).Where(IsWord)];
        if (names.Count == 0) names = BaseQuestions.BrokerNames(Environment.MachineName);
        var options = string.Concat(names.Select(name => $" --name {name}"))
            + string.Concat(addresses.Select(address => $" --address {address}"));
        return Server("dashboard", options, page.CertificateFile!, page.KeyFile!)
            + $"\nsudo systemctl restart {context.Subject.Unit}";
    }

    /// <summary>For the certificate with which this end comes to another broker.</summary>
    /// <param name="file">Its file.</param>
    public string Client(string file) => $"{Program} pki show --dir {Pki.Path}\n"
        + $"{Program} pki issue --dir {Pki.Path} --client --name {NameOf(file) ?? "NAME"} --replace";

    /// <summary>For the list of revocations.</summary>
    public string Revocations()
    {
        var (pki, file) = (Pki, context.Config.Broker.RevocationFile);
        var revoke = $"{Program} pki revoke --dir {pki.Path}";
        return pki.RevocationList == file ? revoke : $"{revoke}\nsudo install -m 644 {pki.RevocationList} {file}";
    }

    private string Program => $"{InstalledEnd.Sudo(Pki.Path)}farlink";

    /// <summary>The commands that make a server's certificate and key, and put them where the configuration has them.</summary>
    private string Server(string name, string names, string certificate, string keyUri)
    {
        var pki = Pki;
        var issue = $"{Program} pki issue --dir {pki.Path} --server{names} --file {name} --replace";

        // At the base it lies in the folder of the CA; here it was brought into the folder where one is.
        var made = IsSite ? new PkiFolder("") : pki;
        var (atOnce, later) = IsSite ? (AtTheBase, Here) : ("", "");
        List<string> lines = [issue + atOnce];
        if (made.Certificate(name) != certificate)
            lines.Add($"sudo install -m 644 {made.Certificate(name)} {certificate}{later}");
        if (KeyCures.FileOf(keyUri) is not { } key) return string.Join('\n', lines);
        if (made.Key(name) != key) lines.Add(KeyCures.Install(context, made.Key(name), key));
        else if (InstalledEnd.Is(key)) lines.Add(KeyCures.Own(context, key));
        return string.Join('\n', lines);
    }

    /// <summary>What devices ask for: at a site its name; at a base what the certificate has now, or the host's names.</summary>
    private string Names(IEnumerable<IPAddress> besides)
    {
        var addresses = context.Config.Broker.Listeners.Select(listener => listener.Endpoint.Address)
            .Where(address => !IsAny(address)).Concat(besides);
        IReadOnlyList<string> names = [context.Subject.BrokerName];
        if (!IsSite)
        {
            var (known, more) = OfNow(context.Config.Broker.CertificateFile);
            names = known.Count > 0 ? known : BaseQuestions.BrokerNames(Environment.MachineName);
            addresses = addresses.Concat(more);
        }

        return string.Concat(names.Select(name => $" --name {name}"))
            + string.Concat(addresses.Distinct().Select(address => $" --address {address}"));
    }

    private static (IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses) OfNow(string file)
    {
        try
        {
            using var certificate = PemFiles.ReadCertificate(file);
            var all = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
            return ([.. all.SelectMany(one => one.EnumerateDnsNames()).Where(IsWord)],
                [.. all.SelectMany(one => one.EnumerateIPAddresses())]);
        }
        catch (PkiException)
        {
            return ([], []);
        }
    }

    /// <summary>NAME of ecc.NAME.cert.pem; null if the file is not named so.</summary>
    private static string? NameOf(string file)
    {
        var name = Path.GetFileName(file);
        return name.StartsWith(Start, StringComparison.Ordinal) && name.EndsWith(End, StringComparison.Ordinal)
            && name.Length > Start.Length + End.Length && IsWord(name) ? name[Start.Length..^End.Length] : null;
    }

    /// <summary>Whether a shell takes it as it is: names come out of files.</summary>
    private static bool IsWord(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
