using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Protocol.Airtime;

namespace Farlink.Setup;

/// <summary>Asks for what options have not said: one line a question, with a default where there is one.</summary>
/// <param name="context">The host.</param>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
/// <param name="layout">Where files go.</param>
/// <param name="there">An end that is there: one that is made anew has its answers as defaults; null: none.</param>
internal sealed class InitQuestions(
    InitContext context, IQuestions ask, InitGiven given, InitLayout layout, ExistingEnd? there)
{
    private const string UsualSite = "barn", UsualBase = "house";

    /// <summary>Asks.</summary>
    /// <exception cref="Commands.UsageException">An answer is missing and there is nobody to ask.</exception>
    public async Task<InitAnswers> AskAsync(CancellationToken stop)
    {
        ask.Say("An empty line takes what is in brackets. Ctrl-C ends this; nothing is written before \"Write these files\".");
        var role = given.Role ?? AskRole();
        GivenCheck.Check(given with { Role = role });
        var folder = role == Role.Site ? OpenFolder() : null;
        var old = there?.Config.Role == role ? there : null;
        var brought = new FolderQuestions(ask, folder);
        var name = brought.Name(given.Name ?? AskName(role, folder, old));
        var (country, region) = AskRegion(folder, old);
        region = brought.Region(region);
        var (radio, board) = await new RadioQuestions(context, ask, given, old?.Radio()).AskAsync(stop);
        var answers = new InitAnswers
        {
            Layout = layout,
            Role = role,
            Name = name,
            Country = country,
            Region = region,
            Channel = ChannelOf(region, folder, old),
            Radio = radio,
            Board = board,
            IsShared = given.IsShared ?? folder?.IsShared ?? old?.SharedLink is not null,
            LinkId = given.LinkId ?? folder?.LinkId ?? old?.SharedLink ?? 1,
            Presets = brought.Presets(given.Presets ?? AskPresets(folder, old)),
            Certificates = folder,
        };
        answers = answers with { Element = new ElementQuestions(context, ask, given).Ask(answers, old) };
        return role == Role.Site
            ? new SiteQuestions(ask, given, context, there as ExistingSite).Ask(answers)
            : new BaseQuestions(ask, given, context, there as ExistingBase).Ask(answers);
    }

    /// <summary>Of the other end, or of this one before; in another region it means nothing.</summary>
    private static SharedChannel ChannelOf(string region, SiteFolder? folder, ExistingEnd? old)
    {
        if (folder is not null)
        {
            return region.Equals(folder.Region ?? region, StringComparison.OrdinalIgnoreCase)
                ? folder.Channel : SharedChannel.Usual;
        }

        return old is { Config.Radio: var radio } && radio.Region.Name == region ? SharedChannel.Of(radio) : SharedChannel.Usual;
    }

    private Role AskRole()
    {
        var answer = ask.Ask(new Question("Is this a site (with the devices) or a base (with Internet)", "--role site|base")
        {
            Default = there?.Config.Role switch
            {
                Role.Site => "site",
                Role.Base => "base",
                _ => null,
            },
            Refuse = text => text is "site" or "base" ? null : "site or base",
        });
        return answer == "base" ? Role.Base : Role.Site;
    }

    private SiteFolder? OpenFolder()
    {
        if (given.NoCertificates) return null;
        if (given.Certificates is { } named) return SiteFolder.Open(Path.GetFullPath(named, context.CurrentFolder));
        ask.Say("The base makes this site's certificates: farlink init there writes a folder site-NAME. Bring it here.");
        var without = there is ExistingSite { HasCertificates: true } ? "those that are here stay" : "bring it later";
        var answer = ask.Ask(new Question(
            $"Folder that was brought from the base; nothing: {without}", "--certificates DIR or --no-certificates")
        {
            Default = "",
            Refuse = text => Directory.Exists(Path.GetFullPath(text, context.CurrentFolder)) ? null : "there is no such folder",
        });
        return answer.Length == 0 ? null : SiteFolder.Open(Path.GetFullPath(answer, context.CurrentFolder));
    }

    private string AskName(Role role, SiteFolder? folder, ExistingEnd? old) => role == Role.Site
        ? ask.Ask(new Question("Name of this site, the same that the base calls it by", "--name")
        {
            Default = folder?.Name
                ?? (old?.Config.Name is { } known && AnswerRules.Name(known) is null ? known : UsualSite),
            Refuse = AnswerRules.Name,
        })
        : ask.Ask(new Question("Name of this base", "--name")
        {
            Default = old?.Config.Name ?? UsualBase,
            Refuse = AnswerRules.BaseName,
        });

    private (string? Country, string Region) AskRegion(SiteFolder? folder, ExistingEnd? old)
    {
        var before = old?.Config.Radio;
        var country = given.Country ?? folder?.Country ?? before?.Country;
        if (given.Region is { } named && RegionDoubt.IsMeant(ask, given, country, named)) return (country, named);
        if (country is null && folder?.Region is null && ask.CanAsk)
        {
            country = ask.Ask(new Question("Country, two letters (FR, US, ..)", "--country") { Refuse = AnswerRules.Country })
                .ToUpperInvariant();
        }

        var kept = country is null || country == before?.Country ? before?.Region.Name : null;
        var suggested = folder?.Region ?? kept ?? (country is null ? null : CountryRegions.Suggested(country))
            ?? before?.Region.Name;
        ask.Say("The region says on which channel, how long and how loud a radio may send. A country may differ: check.");
        while (true)
        {
            var region = ask.Ask(new Question(
                $"Region ({string.Join(", ", Regions.All.Select(known => known.Name))})", "--region")
            {
                Default = suggested,
                Refuse = AnswerRules.Region,
            }).ToUpperInvariant();
            if (RegionDoubt.IsMeant(ask, given, country, region)) return (country, region);
        }
    }

    private IReadOnlyList<string> AskPresets(SiteFolder? folder, ExistingEnd? old)
    {
        var usual = folder is { Presets: { Count: > 0 } brought } ? brought : old?.KnownPresets() ?? [];
        ask.Say("Topics that cross the radio; nothing else does:");
        foreach (var preset in Presets.All) ask.Say($"  {preset.Name}: {preset.Title}");
        var answer = ask.Ask(new Question("Presets, with commas between", "--preset")
        {
            Default = usual.Count > 0 ? string.Join(',', usual) : "seed",
            Refuse = AnswerRules.Each(AnswerRules.Preset),
        });
        return AnswerRules.Split(answer);
    }
}
