using Farlink.Host.Doctor;

namespace Farlink.Setup;

/// <summary>A country and a region that contradict each other: asks whether they are meant all the same.</summary>
internal static class RegionDoubt
{
    /// <summary>Why they contradict each other; null: they do not, as far as is known.</summary>
    /// <param name="country">ISO 3166-1, two capital letters; null: not said.</param>
    /// <param name="region">The region's name.</param>
    public static string? Of(string? country, string region)
    {
        if (country is null || CountryRegions.Of(country) is not { Count: > 0 } fitting || fitting.Contains(region)) return null;
        return $"country {country} and region {region} do not fit: in {country} it is {string.Join(" or ", fitting)}. A radio on "
            + "another region's channels breaks the law there, and does not hear the others";
    }

    /// <summary>Whether a region may stay. Where nobody is there the plan warns.</summary>
    /// <param name="ask">Whoever answers.</param>
    /// <param name="country">ISO 3166-1, two capital letters; null: not said.</param>
    /// <param name="region">The region's name.</param>
    public static bool IsMeant(IQuestions ask, string? country, string region)
    {
        if (!ask.CanAsk || Of(country, region) is not { } doubt) return true;
        ask.Say($"  {doubt}.");
        return ask.Confirm(new Question($"Keep {country} and {region} all the same", "--region") { Default = "n" });
    }
}
