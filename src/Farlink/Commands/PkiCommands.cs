using System.CommandLine;
using System.Net;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Output;

namespace Farlink.Commands;

/// <summary><c>farlink pki</c>: the private CA of brokers and devices.</summary>
internal static class PkiCommands
{
    public static Command Create() =>
        new("pki", "The private CA: certificates for brokers and devices")
        {
            CreateInit(), CreateIssue(), CreateRevoke(), CreateShow(), PkiSitesCommand.Create(),
        };

    private static Option<string> Folder() => Options.Required<string>("--dir", "Folder of the CA");

    private static Command CreateInit()
    {
        var folder = Folder();
        var command = new Command(
            "init",
            "Make a CA on P-256: ecc.ca.cert.pem to give to everyone, ecc.ca.key.pem encrypted with a passphrase.\n\n"
            + $"Example: farlink pki init --dir pki   (set {Passphrase.Variable} to run without questions)")
        {
            folder,
        };
        command.SetAction(parsed =>
        {
            var pki = new PkiFolder(parsed.GetValue(folder)!);
            CertificateAuthority.Initialize(pki, Passphrase.Get(confirm: true), DateTimeOffset.UtcNow);
            Console.WriteLine($"{pki.CaCertificate}: the CA's certificate, for every broker and device");
            Console.WriteLine($"{pki.CaKey}: its key, encrypted; keep it off sites, and back it up");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateIssue()
    {
        var folder = Folder();
        var server = Options.Of("--server", "For a broker", false);
        var client = Options.Of("--client", "For a device", false);
        var names = new Option<string[]>("--name")
        {
            Description = "DNS name of a broker (may be given several times), or name of a device",
            Required = true,
        };
        var addresses = new Option<string[]>("--address") { Description = "IP address of a broker (may be given several times)" };
        var file = Options.Optional<string>("--file", "NAME in ecc.NAME.cert.pem and ecc.NAME.key.pem; default the first name");
        var csr = Options.Optional<string>(
            "--csr", "Certify the key of this request, or of a PEM public key, which stays where it is; default a new key");
        var days = Options.Number("--days", "Days it is valid", 3650, 1, 36_500);
        var replace = Options.Of("--replace", "Replace files of that name", false);
        var command = new Command(
            "issue",
            "Issue a certificate, with a new key or for one that stays in its chip.\n\n"
            + "Example: farlink pki issue --dir pki --server --name mqtt.com --address 192.168.2.1 --file raspberry\n"
            + "Example: farlink pki issue --dir pki --client --name esp8266\n"
            + "Example: farlink pki issue --dir pki --client --name esp8266 --csr esp8266.csr.pem")
        {
            folder, server, client, names, addresses, file, csr, days, replace,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(server) == parsed.GetValue(client))
                throw new UsageException("Say what the certificate is for: --server or --client.");
            var request = new LeafRequest
            {
                Purpose = parsed.GetValue(server) ? LeafPurpose.Server : LeafPurpose.Client,
                Names = parsed.GetValue(names) ?? [],
                Addresses = [.. (parsed.GetValue(addresses) ?? []).Select(ParseAddress)],
                FileName = parsed.GetValue(file),
                Key = parsed.GetValue(csr) is { } path ? SubjectKey.Read(path) : null,
                ValidDays = (int)parsed.GetValue(days),
                Replace = parsed.GetValue(replace),
            };
            return Issue(new PkiFolder(parsed.GetValue(folder)!), request);
        });
        return command;
    }

    private static int Issue(PkiFolder pki, LeafRequest request)
    {
        pki.RequireCa();
        using var authority = CertificateAuthority.Open(pki, Passphrase.Get(confirm: false));
        var name = authority.Issue(request, DateTimeOffset.UtcNow);
        Console.WriteLine($"{pki.Certificate(name)}: certificate");
        if (request.Key is null) Console.WriteLine($"{pki.Key(name)}: its key, mode 0600");
        return ExitCodes.Done;
    }

    private static Command CreateRevoke()
    {
        var folder = Folder();
        var name = Options.Optional<string>("--name", "NAME in ecc.NAME.cert.pem");
        var certificate = Options.Optional<string>("--certificate", "The certificate's file, if it is elsewhere");
        var replaced = Options.Of("--replaced", "With --name: not its certificate, but those that it has replaced", false);
        var config = Options.Optional<string>("--config", "A base's configuration: says for each site whether it is in force");
        config.Aliases.Add("-c");
        var command = new Command(
            "revoke",
            "Take a certificate back: it goes onto the list of revocations, ecc.ca.crl.pem. Every broker needs that list; one "
            + "that runs takes the new file within a second, and cuts the device off. A base whose [broker] crl is that file "
            + "carries "
            + "it to its sites. Without a name the list is renewed.\n\n"
            + "Example: farlink pki revoke --dir pki --name esp8266\n"
            + "Example: farlink pki revoke --dir pki --name esp8266 --config farlink.toml   (and say where it is in force)")
        {
            folder, name, certificate, replaced, config,
        };
        command.SetAction(parsed =>
        {
            var pki = new PkiFolder(parsed.GetValue(folder)!);
            if (parsed.GetValue(name) is not null && parsed.GetValue(certificate) is not null)
                throw new UsageException("Give --name or --certificate, not both.");
            if (parsed.GetValue(replaced) && parsed.GetValue(name) is null) throw new UsageException("--replaced needs --name.");
            if (parsed.GetValue(name) is { } known) PkiFolder.CheckName(known);
            var list = Revoke(
                pki, parsed.GetValue(name), parsed.GetValue(certificate), onlyReplaced: parsed.GetValue(replaced));
            Console.WriteLine($"{pki.RevocationList}: list number {list.Number}, {list.Count} certificates; for every broker");
            if (parsed.GetValue(config) is not { } ofBase) return ExitCodes.Done;
            var (newest, sites) = PkiSitesCommand.Read(ofBase);
            if (newest != list.Number)
                throw new PkiException($"The base of {ofBase} carries list {newest}: its [broker] crl is another file.");
            Console.Write(SiteListTable.ToText(sites, newest));
            Console.WriteLine($"Ask again with: farlink pki sites -c {ofBase}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static RevocationList Revoke(PkiFolder pki, string? name, string? path, bool onlyReplaced)
    {
        pki.RequireCa();
        path = name is null ? path : pki.Certificate(name);
        using var revoked = path is null ? null : PemFiles.ReadCertificate(path);
        using var authority = CertificateAuthority.Open(pki, Passphrase.Get(confirm: false));
        if (onlyReplaced)
        {
            var (renewed, count) = authority.RevokeReplaced(name!, DateTimeOffset.UtcNow);
            Console.WriteLine($"{name}: {count} replaced certificates revoked; the present one is good");
            return renewed;
        }

        var list = authority.Revoke(revoked, DateTimeOffset.UtcNow);
        if (revoked is not null) Console.WriteLine($"{Protocol.Text.Printable.Escape(revoked.Subject)}: revoked");
        return list;
    }

    private static Command CreateShow()
    {
        var folder = Folder();
        var json = Options.Of("--json", "Print one JSON object", false);
        var command = new Command(
            "show",
            "List the certificates of a CA: names, purpose, validity, fingerprint.\n\nExample: farlink pki show --dir pki")
        {
            folder, json,
        };
        command.SetAction(parsed =>
        {
            var pki = new PkiFolder(parsed.GetValue(folder)!);
            pki.RequireCa();
            var revocations = Revocations.Open(pki.RevocationList, pki.CaCertificate);
            using var check = new CertificateCheck(pki.CaCertificate, TimeProvider.System, revocations);
            var certificates = pki.AllCertificates()
                .Select(path => Summarise(path, check, pki))
                .ToList();
            Console.Out.Write(
                parsed.GetValue(json) ? CertificateTable.ToJson(certificates) : CertificateTable.ToText(certificates));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>One damaged file must not hide the others.</summary>
    private static CertificateSummary Summarise(string path, CertificateCheck check, PkiFolder pki)
    {
        try
        {
            return CertificateSummary.Read(path, check, isAuthority: path == pki.CaCertificate);
        }
        catch (PkiException failure)
        {
            return CertificateSummary.Unreadable(path, failure.Message);
        }
    }

    private static IPAddress ParseAddress(string text) =>
        AddressText.TryParse(text, out var address)
            ? address
            : throw new UsageException($"--address {text} is not an IP address.");
}
