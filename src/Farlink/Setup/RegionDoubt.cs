using Farlink.Commands;
using Farlink.Host.Doctor;

namespace Farlink.Setup;

/// <summary>
/// A country and a region that contradict each other: somebody says that they are meant all the same, by an answer or by an
/// option.
/// </summary>
internal static class RegionDoubt
{
    private const string Flag = "--foreign-region";

    /// <summary>Why they contradict each other; null: they do not, as far as is known.</summary>
    /// <param name="country">ISO 3166-1, two capital letters; null: not said.</param>
    /// <param name="region">The region's name.</param>
    public static string? Of(string? country, string region)
    {
        if (country is null || CountryRegions.Of(country) is not { Count: > 0 } fitting || fitting.Contains(region)) return null;
        return $"country {country} and region {region} do not fit: in {country} it is {string.Join(" or ", fitting)}. A radio on "
            + "another region's channels breaks the law there, and does not hear the others";
    }

    /// <summary>Whether a region may stay. Where nobody can be asked it is for <see cref="Refuse"/> to say.</summary>
    /// <param name="ask">Whoever answers.</param>
    /// <param name="given">What options say.</param>
    /// <param name="country">ISO 3166-1, two capital letters; null: not said.</param>
    /// <param name="region">The region's name.</param>
    public static bool IsMeant(IQuestions ask, InitGiven given, string? country, string region)
    {
        if (given.IsForeignRegion || !ask.CanAsk || Of(country, region) is not { } doubt) return true;
        ask.Say($"  {doubt}.");
        return ask.Confirm(new Question($"Keep {country} and {region} all the same", Flag) { Default = "n" });
    }

    /// <summary>
    /// Refuses what nobody was asked about. What the file of a base says that gets a site more was settled before.
    /// </summary>
    /// <param name="answers">The end.</param>
    /// <param name="given">What options say.</param>
    /// <exception cref="UsageException">The region is not one of the country's, and no option says that it is meant.</exception>
    public static void Refuse(InitAnswers answers, InitGiven given)
    {
        if (given.IsForeignRegion || (answers.IsAddition && given.Country is null)) return;
        if (Of(answers.Country, answers.Region) is not { } doubt) return;
        throw new UsageException($"Nothing was written: {doubt}. If it is allowed at this place all the same, say {Flag}.");
    }
}
