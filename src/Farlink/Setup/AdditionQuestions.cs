using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>What is asked where a base that is there gets one site more. The base itself says the rest.</summary>
/// <param name="context">The host.</param>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
/// <param name="there">The base.</param>
internal sealed class AdditionQuestions(InitContext context, IQuestions ask, InitGiven given, ExistingBase there)
{
    private const int MostLinks = 255;

    private FarlinkConfig Config => there.Config;

    /// <summary>Asks.</summary>
    /// <param name="layout">Where the base's files are.</param>
    /// <exception cref="UsageException">The site is there already, or there is nobody to ask.</exception>
    public InitAnswers Ask(InitLayout layout)
    {
        var name = given.AddSite ?? given.Sites?[0]
            ?? ask.Ask(new Question("Name of the new site", "--add-site") { Refuse = AnswerRules.Name });
        var listed = Config.Sites.FirstOrDefault(site => site.Name == name);
        var pki = Pki(layout);
        if (listed is not null && !given.Replace && (pki is null || IsKnown(pki, name)))
        {
            throw new UsageException(
                $"Nothing was written: {Printable.Escape(name)} is a site of {Printable.Escape(there.Path)} already. For new "
                + "certificates and keys of it say --replace.");
        }

        CheckLink(name, listed);
        var isShared = listed is not null ? listed.KeyFile is not null
            : given.IsShared ?? (Config.Sites.Count > 0 && Config.Sites.All(site => site.KeyFile is not null));
        IReadOnlyDictionary<string, IReadOnlyList<string>> names =
            pki is null ? new Dictionary<string, IReadOnlyList<string>>() : new SiteNames(ask, given).Ask([name], pki);
        return new InitAnswers
        {
            SiteNames = names,
            Layout = layout with { State = Path.GetDirectoryName(Config.Link.StorePath) ?? layout.State },
            Role = Role.Base,
            Name = Config.Name,
            Country = given.Country ?? Config.Radio.Country,
            Region = Config.Radio.Region.Name,
            Channel = SharedChannel.Of(Config.Radio),
            Radio = Config.Radio.Uri.ToString(),
            IsShared = isShared,
            LinkId = listed?.Id ?? given.LinkId ?? FreeLink(),
            Presets = given.Presets ?? there.KnownPresets(),
            Devices = given.Devices ?? (pki is null ? [] : AskDevices()),
            Sites = [name],
            IsAddition = true,
            Pki = pki,
        };
    }

    /// <summary>Refuses a link id that is another site's, or is not the one that a site which is there has.</summary>
    private void CheckLink(string name, LinkedSite? listed)
    {
        if (given.LinkId is not { } wanted || wanted == listed?.Id) return;
        if (listed is not null)
        {
            throw new UsageException(
                $"Nothing was written: {Printable.Escape(name)} has the link id {listed.Id} already; leave --link-id out.");
        }

        if (Config.Sites.FirstOrDefault(site => site.Id == wanted) is not { } holder) return;
        throw new UsageException(
            $"Nothing was written: --link-id {wanted} is the link id of {Printable.Escape(holder.Name)}. {FreeLink()} is free; "
            + "it is taken without --link-id.");
    }

    private static bool IsKnown(string pki, string site) =>
        File.Exists(new PkiFolder(pki).Certificate(WantedCertificate.BrokerOf(site)));

    /// <summary>The folder of the CA that signs: the one that is named, or that of the base; null: none.</summary>
    private string? Pki(InitLayout layout)
    {
        if (given.NoPki) return null;
        if (given.Pki is { } named)
        {
            var folder = Path.GetFullPath(named, context.CurrentFolder);
            return File.Exists(new PkiFolder(folder).CaCertificate) ? folder : throw new UsageException(
                $"--pki {Printable.Escape(named)} holds no CA. A site more needs the one that signed for the others.");
        }

        string[] usual = [Path.GetDirectoryName(Config.Broker.CaFile) ?? "", Path.Combine(layout.Output, "pki")];
        var found = usual.FirstOrDefault(folder => File.Exists(new PkiFolder(folder).CaKey));
        return found ?? throw new UsageException(
            $"No CA is beside {Printable.Escape(there.Path)}. Say --pki DIR, or --no-pki: its certificates are made elsewhere.");
    }

    private IReadOnlyList<string> AskDevices() => AnswerRules.Split(ask.Ask(new Question(
        "Devices at it that get a certificate, with commas between; nothing: none", "--device")
    {
        Default = "",
        Refuse = AnswerRules.Each(AnswerRules.Device),
    }));

    private byte FreeLink()
    {
        var free = Enumerable.Range(1, MostLinks).FirstOrDefault(id => Config.Sites.All(site => site.Id != id));
        return free > 0 ? (byte)free : throw new UsageException($"This base has {MostLinks} sites; there is no link id left.");
    }
}
