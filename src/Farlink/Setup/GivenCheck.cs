using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>What is wrong with options, all of it at once and before anything is asked.</summary>
internal static class GivenCheck
{
    /// <exception cref="UsageException">Something is; it has a line for each.</exception>
    public static void Check(InitGiven given)
    {
        // Only a base that is there gets a site more.
        if (given is { AddSite: not null, Role: null }) given = given with { Role = Role.Base };
        List<string> problems =
            [.. Empty(given), .. Values(given), .. Pairs(given), .. OfNoWifi(given), .. OfAddition(given), .. OfOtherRole(given)];
        if (problems.Count > 0)
            throw new UsageException($"Nothing was written.\n  {string.Join("\n  ", problems)}");
    }

    private static IEnumerable<string> Values(InitGiven given)
    {
        Func<string, string?> nameRule = given.Role == Role.Site ? AnswerRules.Name : AnswerRules.BaseName;
        (string Flag, string?[] Values, Func<string, string?> Rule)[] all =
        [
            ("--name", [given.Name], nameRule),
            ("--country", [given.Country], AnswerRules.Country),
            ("--region", [given.Region], AnswerRules.Region),
            ("--radio", [given.Radio], AnswerRules.Radio),
            ("--board", [given.Board], AnswerRules.Board),
            ("--element", [given.Element], ElementQuestions.Refuse),
            ("--preset", [.. given.Presets ?? []], AnswerRules.Preset),
            ("--device", [.. given.Devices ?? []], AnswerRules.Device),
            ("--site", [.. given.Sites ?? []], AnswerRules.Name),
            ("--add-site", [given.AddSite], AnswerRules.Name),
            ("--site-address", [.. given.SiteAddresses ?? []], SiteNames.RefuseOption),
            ("--upstream", [given.Upstream], AnswerRules.Upstream),
            ("--listen", [given.Listen], AnswerRules.Listen),
            ("--listener", [.. given.Listeners ?? []], AnswerRules.Listener),
            ("--upstream-ca", [given.UpstreamCa], UpstreamCa.Refuse),
            ("--upstream-password-file", [given.UpstreamPasswordFile], Existing),
            ("--passphrase-file", [given.PassphraseFile], Existing),
        ];
        return all.SelectMany(
            one => one.Values.OfType<string>().Select(one.Rule).OfType<string>().Select(why => $"{one.Flag}: {why}"));
    }

    /// <summary>Lists with nothing in them, as of a variable that is not set; no device at all may be meant.</summary>
    private static IEnumerable<string> Empty(InitGiven given)
    {
        (string Flag, IReadOnlyList<string>? Values)[] all =
        [
            ("--preset", given.Presets), ("--site", given.Sites), ("--site-address", given.SiteAddresses),
            ("--listener", given.Listeners),
        ];
        return all.Where(one => one.Values is { Count: 0 }).Select(one => $"{one.Flag}: it is empty. Is a variable unset?");
    }

    private static IEnumerable<string> Pairs(InitGiven given)
    {
        if (given is { Pki: not null, NoPki: true }) yield return "--pki and --no-pki: one of them";
        if (given is { SiteAddresses: not null, NoPki: true })
            yield return "--site-address and --no-pki: it is a part of certificates, and none are made";
        if (given is { Certificates: not null, NoCertificates: true })
            yield return "--certificates and --no-certificates: one of them";
        if (given is { LinkId: not null, IsShared: not true })
            yield return "--link-id belongs to --session psk: pairing gives it by itself";
        if (given is { Json: true, Pair: true }) yield return "--pair and --json: pairing asks a person to compare six digits";
        if (given is { IsShared: true, Element: not null })
            yield return "--element: ends that share a key (--session psk) have none of their own";
        if (given is { IsShared: true, Pair: true }) yield return "--pair: ends that share a key (--session psk) are not paired";
        if (given.Upstream is null or AnswerRules.NoUpstream
            && (given.UpstreamUser ?? given.UpstreamCa ?? given.UpstreamPasswordFile) is not null)
            yield return "--upstream-user, --upstream-ca and --upstream-password-file need --upstream URL";
        if (given is { NoPasswords: true, Listeners: { } listeners } && listeners.Any(word => word != "mutual"))
            yield return "--no-passwords: listeners other than mutual have nothing else to go by";
        if (given is { Board: { } board, Radio: { } radio } && AnswerRules.Radio(radio) is null && !AnswerRules.IsChip(radio))
        {
            yield return $"--board {Printable.Escape(board)} and --radio {Printable.Escape(radio)}: one of them. A board is for "
                + "a chip on SPI, and this radio is none";
        }

        if (given is { Wifi: true, Listen: { } listen } && AnswerRules.ListenInWifi(listen) is { } why)
            yield return $"--listen: {why}";
        if (given.Sites is { Count: > 1 } && given.Devices is { Count: > 0 })
            yield return "--device with several --site: whose is it? Make its certificate later, with farlink pki issue";
    }

    /// <summary>What describes an access point that is not wanted, or of which nothing is said.</summary>
    private static IEnumerable<string> OfNoWifi(InitGiven given)
    {
        if (given.Wifi == true || given.Role == Role.Base) return [];
        var cure = given.Wifi is null ? "say --wifi too" : "and --no-wifi is said";
        (string Flag, bool IsGiven)[] all =
        [
            ("--ssid", given.Ssid is not null), ("--passphrase-file", given.PassphraseFile is not null),
            ("--interface", given.Interface is not null), ("--channel", given.Channel is not null),
        ];
        return all.Where(one => one.IsGiven).Select(one => $"{one.Flag} belongs to --wifi: {cure}");
    }

    /// <summary>What the configuration of a base that gets a site more has said already.</summary>
    private static IEnumerable<string> OfAddition(InitGiven given)
    {
        if (given.AddSite is null) return [];
        (string Flag, bool IsGiven)[] all =
        [
            ("--name", given.Name is not null), ("--region", given.Region is not null), ("--board", given.Board is not null),
            ("--element", given.Element is not null),
            ("--radio", given.Radio is not null), ("--site", given.Sites is not null), ("--upstream", given.Upstream is not null),
        ];
        return all.Where(one => one.IsGiven).Select(one => $"{one.Flag} and --add-site: the base that is there says that");
    }

    /// <summary>Options of a site at a base, and the other way round.</summary>
    private static IEnumerable<string> OfOtherRole(InitGiven given)
    {
        (string Flag, bool IsGiven)[] ofBase =
        [
            ("--site", given.Sites is not null), ("--add-site", given.AddSite is not null),
            ("--site-address", given.SiteAddresses is not null),
            ("--upstream", given.Upstream is not null), ("--pki", given.Pki is not null), ("--no-pki", given.NoPki),
        ];
        (string Flag, bool IsGiven)[] ofSite =
        [
            ("--certificates", given.Certificates is not null), ("--no-certificates", given.NoCertificates),
            ("--listen", given.Listen is not null), ("--listener", given.Listeners is not null),
            ("--no-passwords", given.NoPasswords), ("--wifi", given.Wifi == true), ("--ssid", given.Ssid is not null),
            ("--passphrase-file", given.PassphraseFile is not null), ("--interface", given.Interface is not null),
            ("--channel", given.Channel is not null),
        ];
        return given.Role switch
        {
            Role.Site => ofBase.Where(one => one.IsGiven).Select(one => $"{one.Flag} belongs to a base"),
            Role.Base => ofSite.Where(one => one.IsGiven).Select(one => $"{one.Flag} belongs to a site"),
            _ => [],
        };
    }

    private static string? Existing(string path) => File.Exists(path) ? null : $"{Printable.Escape(path)} does not exist";
}
