namespace Farlink.Setup;

/// <summary>Asks whether a region is meant though the country has another. Where nobody is there the plan warns.</summary>
internal static class RegionDoubt
{
    /// <summary>Whether it may stay.</summary>
    /// <param name="ask">Whoever answers.</param>
    /// <param name="country">ISO 3166-1, two capital letters; null: not said.</param>
    /// <param name="region">The region's name.</param>
    public static bool IsMeant(IQuestions ask, string? country, string region)
    {
        if (!ask.CanAsk || RegionByCountry.Doubt(country, region) is not { } doubt) return true;
        ask.Say($"  {doubt}.");
        return ask.Confirm(new Question($"Keep {country} and {region} all the same", "--region") { Default = "n" });
    }
}
