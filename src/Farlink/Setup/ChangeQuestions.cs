using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>
/// What is wanted of a base that is there. Asked before all else: it needs one site more far oftener than all of it anew.
/// </summary>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
/// <param name="there">The base.</param>
internal sealed class ChangeQuestions(IQuestions ask, InitGiven given, ExistingBase there)
{
    private const string Add = "add", Anew = "anew", Stop = "stop";

    private static readonly string[] Words = [Add, Anew, Stop];

    /// <summary>Asks; where options leave no doubt nothing is asked.</summary>
    /// <exception cref="UsageException">Options name a site that it does not have, and there is nobody to ask.</exception>
    public BaseChange Ask()
    {
        if (given.AddSite is not null) return BaseChange.Addition;
        if (given.Replace || given.Role == Role.Site) return BaseChange.Anew;
        var added = Added();
        if (!ask.CanAsk) return added.Count == 0 ? BaseChange.Anew : throw new UsageException(HowToAdd(added));
        if (!IsOpen(added)) return BaseChange.Anew;
        ask.Say($"Here is a base already, {Printable.Escape(there.Config.Name)}; its sites: {SiteNames()}.");
        ask.Say($"  {Add}: one site more, with certificates of the same CA in a folder for it; nothing else changes");
        ask.Say($"  {Anew}: all questions again, with what is there as defaults; certificates that are good can stay");
        ask.Say($"  {Stop}: all stays as it is");
        var what = added.Count == 1 ? $"Add the site {added[0]} to it" : "Add a site to it";
        var question = $"{what}, make it anew, or stop ({string.Join(", ", Words)})";
        var answer = ask.Ask(new Question(question, "--add-site NAME or --replace")
        {
            Default = Add,
            Refuse = text => Words.Contains(text) ? null : $"{Add}, {Anew} or {Stop}",
        });
        return answer switch
        {
            Add => BaseChange.Addition,
            Anew => BaseChange.Anew,
            _ => BaseChange.Nothing,
        };
    }

    /// <summary>Sites that options name and the base does not have.</summary>
    private List<string> Added() =>
        given.Sites is { } named ? [.. named.Where(name => there.Config.Sites.All(site => site.Name != name))] : [];

    /// <summary>
    /// Whether options may mean one site more: they name no other base, and of its sites none, or a new one alone.
    /// </summary>
    private bool IsOpen(List<string> added)
    {
        if (given.Sites is not { } named) return given.Name is null;
        return named.Count == 1 && added.Count == 1 && (given.Name is null || given.Name == there.Config.Name);
    }

    private string HowToAdd(List<string> added) =>
        $"Nothing was written: {Printable.Escape(there.Path)} is a base already; its sites: {SiteNames()}. For one more of the "
        + $"same CA say {string.Join(", then ", added.Select(name => $"--add-site {name}"))}; what is there stays. To make the "
        + "base anew name all of its sites and say --replace.";

    private string SiteNames() => there.Config.Sites.Count == 0
        ? "none" : string.Join(", ", there.Config.Sites.Select(site => Printable.Escape(site.Name)));
}
