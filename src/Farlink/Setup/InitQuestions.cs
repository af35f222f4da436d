using Farlink.Configuration;
using Farlink.Protocol.Airtime;

namespace Farlink.Setup;

/// <summary>Asks for what options have not said: one line a question, with a default where there is one.</summary>
/// <param name="context">The host.</param>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
/// <param name="layout">Where files go.</param>
internal sealed class InitQuestions(InitContext context, IQuestions ask, InitGiven given, InitLayout layout)
{
    private const string UsualSite = "barn", UsualBase = "house";

    /// <summary>Asks.</summary>
    /// <exception cref="Commands.UsageException">An answer is missing and there is nobody to ask.</exception>
    public async Task<InitAnswers> AskAsync(CancellationToken stop)
    {
        ask.Say("An empty line takes what is in brackets. Ctrl-C ends this; nothing is written before the last question.");
        var role = given.Role ?? AskRole();
        GivenCheck.Check(given with { Role = role });
        var folder = role == Role.Site ? OpenFolder() : null;
        var name = given.Name ?? AskName(role, folder);
        var (country, region) = AskRegion(folder);
        var (radio, board) = await new RadioQuestions(context, ask, given).AskAsync(stop);
        var answers = new InitAnswers
        {
            Layout = layout,
            Role = role,
            Name = name,
            Country = country,
            Region = region,
            Radio = radio,
            Board = board,
            IsShared = given.IsShared ?? folder?.IsShared ?? false,
            LinkId = given.LinkId ?? folder?.LinkId ?? 1,
            Presets = given.Presets ?? AskPresets(folder),
            Certificates = folder,
        };
        return role == Role.Site
            ? new SiteQuestions(ask, given, context).Ask(answers) : new BaseQuestions(ask, given, context).Ask(answers);
    }

    private Role AskRole()
    {
        var answer = ask.Ask(new Question("Is this a site (with the devices) or a base (with Internet)", "--role site|base")
        {
            Refuse = text => text is "site" or "base" ? null : "site or base",
        });
        return answer == "base" ? Role.Base : Role.Site;
    }

    private SiteFolder? OpenFolder()
    {
        if (given.NoCertificates) return null;
        if (given.Certificates is { } named) return SiteFolder.Open(Path.GetFullPath(named, context.CurrentFolder));
        ask.Say("The base makes this site's certificates: farlink init there writes a folder site-NAME. Bring it here.");
        var answer = ask.Ask(new Question(
            "Folder that was brought from the base; nothing: bring it later", "--certificates DIR or --no-certificates")
        {
            Default = "",
            Refuse = text => Directory.Exists(Path.GetFullPath(text, context.CurrentFolder)) ? null : "there is no such folder",
        });
        return answer.Length == 0 ? null : SiteFolder.Open(Path.GetFullPath(answer, context.CurrentFolder));
    }

    private string AskName(Role role, SiteFolder? folder) => role == Role.Site
        ? ask.Ask(new Question("Name of this site, the same that the base calls it by", "--name")
        {
            Default = folder?.Name ?? UsualSite,
            Refuse = AnswerRules.Name,
        })
        : ask.Ask(new Question("Name of this base", "--name") { Default = UsualBase, Refuse = AnswerRules.BaseName });

    private (string? Country, string Region) AskRegion(SiteFolder? folder)
    {
        var country = given.Country ?? folder?.Country;
        if (given.Region is { } named && RegionDoubt.IsMeant(ask, country, named)) return (country, named);
        if (country is null && folder?.Region is null && ask.CanAsk)
        {
            country = ask.Ask(new Question("Country, two letters (FR, US, ..)", "--country") { Refuse = AnswerRules.Country })
                .ToUpperInvariant();
        }

        var suggested = folder?.Region ?? (country is null ? null : RegionByCountry.Find(country));
        ask.Say("The region says on which channel, how long and how loud a radio may send. A country may differ: check.");
        while (true)
        {
            var region = ask.Ask(new Question(
                $"Region ({string.Join(", ", Regions.All.Select(known => known.Name))})", "--region")
            {
                Default = suggested,
                Refuse = AnswerRules.Region,
            }).ToUpperInvariant();
            if (RegionDoubt.IsMeant(ask, country, region)) return (country, region);
        }
    }

    private IReadOnlyList<string> AskPresets(SiteFolder? folder)
    {
        ask.Say("Topics that cross the radio; nothing else does:");
        foreach (var preset in Presets.All) ask.Say($"  {preset.Name}: {preset.Title}");
        var answer = ask.Ask(new Question("Presets, with commas between", "--preset")
        {
            Default = folder is { Presets.Count: > 0 } ? string.Join(',', folder.Presets) : "seed",
            Refuse = AnswerRules.Each(AnswerRules.Preset),
        });
        return AnswerRules.Split(answer);
    }
}
