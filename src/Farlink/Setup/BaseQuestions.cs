using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Files;

namespace Farlink.Setup;

/// <summary>What a base is asked besides: its sites, the broker it feeds, its CA.</summary>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
/// <param name="context">The host.</param>
/// <param name="there">A base that is there and is made anew: its answers are the defaults; null: none.</param>
internal sealed class BaseQuestions(IQuestions ask, InitGiven given, InitContext context, ExistingBase? there)
{
    private const string UsualDevice = "esp8266";

    /// <summary>Asks.</summary>
    /// <exception cref="UsageException">An answer cannot be, or is missing and there is nobody to ask.</exception>
    /// <exception cref="KeyFileException">The file with the upstream password cannot be read.</exception>
    public InitAnswers Ask(InitAnswers answers)
    {
        var sites = given.Sites ?? AskList("Names of its sites, with commas between", "--site", UsualSites(), AnswerRules.Name);
        var most = answers.IsShared ? byte.MaxValue - answers.LinkId + 1 : byte.MaxValue;
        if (sites.Count > most)
        {
            throw new UsageException(
                $"Nothing was written.\n  --site: {sites.Count} sites; a base has a link id of 1 to {byte.MaxValue} for each, "
                + $"here for {most} at most");
        }

        var upstream = AskUpstream();
        var pki = AskPki(answers.Layout);
        IReadOnlyDictionary<string, IReadOnlyList<string>> names =
            pki is null ? answers.SiteNames : new SiteNames(ask, given).Ask(sites, pki);
        var devices = given.Devices ?? (pki is null || sites.Count > 1 ? [] : AskList(
            "Devices at the site that get a certificate, with commas between", "--device", UsualDevice, AnswerRules.Device));
        return answers with
        {
            Sites = sites,
            SiteNames = names,
            Upstream = upstream,
            Pki = pki,
            Devices = devices,
            BrokerNames = BrokerNames(context.HostName),
        };
    }

    /// <summary>Names by which this host is found in its network: its own, and that of multicast DNS.</summary>
    public static IReadOnlyList<string> BrokerNames(string host)
    {
        var isName = host.Length is > 0 and < 64 && host[0] != '-' && host[^1] != '-'
            && host.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        var name = isName ? host.ToLowerInvariant() : "farlink-base";
        return [name, $"{name}.local"];
    }

    private string UsualSites()
    {
        var known = there?.Config.Sites.Select(site => site.Name).Where(name => AnswerRules.Name(name) is null).ToList() ?? [];
        return known.Count > 0 ? string.Join(',', known) : "barn";
    }

    private IReadOnlyList<string> AskList(string text, string flag, string usual, Func<string, string?> rule) =>
        AnswerRules.Split(ask.Ask(new Question(text, flag) { Default = usual, Refuse = AnswerRules.Each(rule) }));

    private UpstreamAnswers? AskUpstream()
    {
        var usual = there?.UpstreamUrl() ?? AnswerRules.NoUpstream;
        var url = given.Upstream ?? ask.Ask(new Question(
            "MQTT server with Internet that it feeds, mqtts://host:port; none: Farlink's own broker, here", "--upstream")
        {
            Default = usual,
            Refuse = AnswerRules.Upstream,
        });
        if (url == AnswerRules.NoUpstream) return null;

        // Of another broker neither user nor password nor CA is to be guessed from this one.
        var before = url == usual ? there?.Config.Upstream : null;
        var ca = AskCa(url, before);
        var user = given.UpstreamUser ?? before?.User;
        if (user is null && given.Upstream is null && ask.CanAsk)
        {
            var typed = ask.Ask(new Question("User there; nothing: none", "--upstream-user") { Default = "" });
            user = typed.Length > 0 ? typed : null;
        }

        var password = Password(given.UpstreamPasswordFile ?? (user == before?.User ? Existing(before?.PasswordFile) : null));
        if (user is not null && password is null && ask.CanAsk)
        {
            var typed = ask.AskSecret(new Question("Password there; nothing: none", "--upstream-password-file")
            {
                Default = "",
                IsKnown = true,
            });
            password = typed.Length > 0 ? typed : null;
        }

        if (user is null && password is not null)
        {
            throw new UsageException(
                "Nothing was written.\n  --upstream-password-file: MQTT has no password without a user. Say --upstream-user too");
        }

        return new UpstreamAnswers(url, user, password, ca);
    }

    /// <summary>The file of a private CA; null: the system's authorities, or no TLS.</summary>
    private string? AskCa(string url, UpstreamConfig? before)
    {
        if (given.UpstreamCa is { } named) return Path.GetFullPath(named, context.CurrentFolder);
        var known = Existing(before?.CaFile);
        if (given.Upstream is not null || !ask.CanAsk || !BrokerUrl.TryParse(url, out var server) || !server.UseTls) return known;
        var answer = ask.Ask(new Question("CA of that server, a PEM file; nothing: a public one", "--upstream-ca")
        {
            Default = known ?? "",
            Refuse = text => UpstreamCa.Refuse(Path.GetFullPath(text, context.CurrentFolder)),
        });
        return answer.Length == 0 ? null : Path.GetFullPath(answer, context.CurrentFolder);
    }

    private static string? Existing(string? path) => File.Exists(path) ? path : null;

    private static string? Password(string? file) =>
        file is null ? null : PrivateText.Read(file);

    private string? AskPki(InitLayout layout)
    {
        if (given.NoPki) return null;
        var folder = Path.GetFullPath(given.Pki ?? there?.CaFolder ?? Path.Combine(layout.Output, "pki"), context.CurrentFolder);
        if (given.Pki is not null) return folder;
        ask.Say("A site's broker and its devices know each other by certificates of a CA of your own, whose key stays here.");
        var wanted = ask.Confirm(new Question("Make these certificates here", "--pki DIR or --no-pki") { Default = "y" });
        return wanted ? folder : null;
    }
}
