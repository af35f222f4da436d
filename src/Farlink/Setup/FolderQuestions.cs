namespace Farlink.Setup;

/// <summary>
/// What a site is told by options or by a person, and what its base wrote into the folder that it made for it: where the two
/// differ, somebody is asked which counts; where nobody is there, the plan warns.
/// </summary>
/// <param name="ask">Whoever answers.</param>
/// <param name="folder">The folder; null: none, and nothing can differ.</param>
internal sealed class FolderQuestions(IQuestions ask, SiteFolder? folder)
{
    /// <summary>What differs in answers, as it is told.</summary>
    public static IEnumerable<string> Doubts(InitAnswers answers)
    {
        if (answers.Certificates is not { } brought) yield break;
        if (brought.Name is { } name && name != answers.Name)
            yield return $"the base knows this site as {name}, and it is named {answers.Name}: the base will refuse it";
        if (brought.Region is { } region && !IsSame(region, answers.Region))
            yield return $"the base is in {region}, and this site in {answers.Region}: they do not hear each other";
        if (brought.Presets.Count > 0 && !IsSame(brought.Presets, answers.Presets))
        {
            yield return $"the base has this site's presets as {Names(brought.Presets)}, and here they are "
                + $"{Names(answers.Presets)}: what only one end has a route for does not cross";
        }

        if (brought.IsShared is { } isShared && isShared != answers.IsShared)
            yield return $"at the base it is --session {Session(isShared)}, and here {Session(answers.IsShared)}";
        else if (answers.IsShared && brought.LinkId is { } id && id != answers.LinkId)
            yield return $"the base has the link id {id} for this site, and here it is {answers.LinkId}: it will not be heard";
    }

    /// <summary>The name that counts.</summary>
    public string Name(string said) =>
        folder?.Name is { } known && known != said && IsTaken("name", known, said, "--name") ? known : said;

    /// <summary>The region that counts.</summary>
    public string Region(string said) =>
        folder?.Region is { } known && !IsSame(known, said) && IsTaken("region", known, said, "--region")
            ? known.ToUpperInvariant() : said;

    /// <summary>The presets that count.</summary>
    public IReadOnlyList<string> Presets(IReadOnlyList<string> said) =>
        folder is { Presets: { Count: > 0 } known } && !IsSame(known, said)
            && IsTaken("presets", Names(known), Names(said), "--preset") ? known : said;

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(IReadOnlyList<string> some, IReadOnlyList<string> others) => some.ToHashSet().SetEquals(others);

    private static string Names(IReadOnlyList<string> presets) => string.Join(", ", presets);

    private static string Session(bool isShared) => isShared ? "psk" : "edhoc";

    private bool IsTaken(string what, string known, string said, string flag) => ask.CanAsk && ask.Confirm(
        new Question($"The folder of the base has the {what} {known}, and not {said}. Take that of the base", flag)
        {
            Default = "y",
        });
}
