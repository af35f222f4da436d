namespace Farlink.Setup;

/// <summary>
/// Which region a country suggests: those where the LoRaWAN regional parameters (RP002) and ERC/REC 70-03 leave no doubt. A
/// suggestion only; whoever transmits answers for it.
/// </summary>
internal static class RegionByCountry
{
    private static readonly (string Region, string Countries)[] Known =
    [
        (
            "EU868",
            "AD AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC ME MK MT NL NO PL PT "
            + "RO RS SE SI SK SM TR VA ZA"),
        ("US915", "CA MX PR US"),
        ("AU915", "AR AU BR CL NZ"),
        ("AS923", "HK JP MY SG TH TW"),
        ("IN865", "IN"),
        ("KR920", "KR"),
    ];

    /// <summary>Where RP002 names a second region beside the one that is suggested.</summary>
    private static readonly (string Region, string Countries)[] Also = [("AS923", "AU CL NZ")];

    /// <summary>The region's name; null: none is suggested.</summary>
    /// <param name="country">ISO 3166-1, two capital letters.</param>
    public static string? Find(string country) =>
        Known.FirstOrDefault(entry => entry.Countries.Split(' ').Contains(country)).Region;

    /// <summary>Why a country and a region contradict each other; null: they do not, as far as is known.</summary>
    /// <param name="country">ISO 3166-1, two capital letters; null: not said.</param>
    /// <param name="region">The region's name.</param>
    public static string? Doubt(string? country, string region)
    {
        if (country is null || Find(country) is not { } usual || usual == region) return null;
        if (Also.Any(entry => entry.Region == region && entry.Countries.Split(' ').Contains(country))) return null;
        return $"country {country} and region {region} do not fit: in {country} it is {usual}. A radio on another region's "
            + "channels breaks the law there, and does not hear the others";
    }
}
