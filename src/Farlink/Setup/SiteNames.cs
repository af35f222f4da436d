using System.Net;
using System.Security.Cryptography.X509Certificates;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>
/// Names and addresses by which devices reach a site's broker, beside the name and the address of a site that is their WiFi's
/// access point: a site in a network that was there before has others, and its certificate must say them.
/// </summary>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
internal sealed class SiteNames(IQuestions ask, InitGiven given)
{
    private const string Flag = "--site-address";
    private const char Divider = '=';

    /// <summary>What is wrong with a value of the option, <c>[SITE=]NAME-or-ADDRESS</c>; null: nothing.</summary>
    public static string? RefuseOption(string text) => Refuse(text[(text.IndexOf(Divider, StringComparison.Ordinal) + 1)..]);

    /// <summary>Those of each site, which may be none.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="pki">The folder of the CA: a certificate that is there has its names as the default.</param>
    /// <exception cref="UsageException">An option is of no site, or of nobody knows which.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Ask(IReadOnlyList<string> sites, string pki)
    {
        if (given.SiteAddresses is not null && sites.Count > 0) CheckGiven(given.SiteAddresses, sites);
        return sites.ToDictionary(site => site, site => given.SiteAddresses is { } said ? Of(said, site) : AskFor(site, pki));
    }

    /// <summary>DNS names among some.</summary>
    public static IEnumerable<string> Names(IReadOnlyList<string> some) => some.Where(one => !AddressText.TryParse(one, out _));

    /// <summary>Addresses among some.</summary>
    public static IEnumerable<IPAddress> Addresses(IReadOnlyList<string> some)
    {
        foreach (var one in some)
            if (AddressText.TryParse(one, out var address)) yield return address;
    }

    private static string? Refuse(string text)
    {
        var isName = text.Length is > 0 and <= 253 && text.Split('.').All(
            label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
        var isNumber = text.Length > 0 && text.All(c => char.IsAsciiDigit(c) || c == '.');
        return AddressText.TryParse(text, out _) || (isName && !isNumber) ? null
            : $"'{Printable.Escape(text)}': a DNS name or an address of the site's broker, as devices say it";
    }

    private static void CheckGiven(IReadOnlyList<string> said, IReadOnlyList<string> sites)
    {
        foreach (var one in said)
        {
            var end = one.IndexOf(Divider, StringComparison.Ordinal);
            if (end < 0 ? sites.Count == 1 : sites.Contains(one[..end])) continue;
            var shown = Printable.Escape(one);
            throw new UsageException(end < 0
                ? $"Nothing was written.\n  {Flag} {shown}: of which site? Say {Flag} {sites[0]}={shown}"
                : $"Nothing was written.\n  {Flag} {shown}: one of the sites {string.Join(", ", sites)}, then =");
        }
    }

    private static IReadOnlyList<string> Of(IReadOnlyList<string> said, string site) =>
    [
        .. said.Where(one => !one.Contains(Divider, StringComparison.Ordinal)
                || one.StartsWith($"{site}{Divider}", StringComparison.Ordinal))
            .Select(one => one[(one.IndexOf(Divider, StringComparison.Ordinal) + 1)..]),
    ];

    private IReadOnlyList<string> AskFor(string site, string pki)
    {
        var now = OfNow(new PkiFolder(pki).Certificate(WantedCertificate.BrokerOf(site)));
        if (!ask.CanAsk) return now;
        ask.Say($"Devices find the broker of {site} at {InitPki.ServerName} and {InitPki.SiteAddress}, if it is their WiFi.");
        return AnswerRules.Split(ask.Ask(new Question(
            $"Further names and addresses of {site} in other networks, with commas between; nothing: none", Flag)
        {
            Default = string.Join(',', now),
            Refuse = AnswerRules.Each(Refuse),
        }));
    }

    /// <summary>Those that a certificate has.</summary>
    private static IReadOnlyList<string> OfNow(string file)
    {
        if (!File.Exists(file)) return [];
        try
        {
            using var certificate = PemFiles.ReadCertificate(file);
            var all = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
            var names = all.SelectMany(one => one.EnumerateDnsNames()).Where(name => name != InitPki.ServerName);
            var addresses = all.SelectMany(one => one.EnumerateIPAddresses())
                .Where(address => !address.Equals(InitPki.SiteAddress)).Select(address => address.ToString());
            return [.. names.Concat(addresses).Where(one => Refuse(one) is null)];
        }
        catch (PkiException)
        {
            return [];
        }
    }
}
