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

    /// <summary>The region's name; null: none is suggested.</summary>
    /// <param name="country">ISO 3166-1, two capital letters.</param>
    public static string? Find(string country) =>
        Known.FirstOrDefault(entry => entry.Countries.Split(' ').Contains(country)).Region;
}
