namespace Farlink.Host.Doctor;

/// <summary>
/// Which regions' rules are those of a country: the LoRaWAN regional parameters (RP002) and ERC/REC 70-03. Countries with rules
/// of their own are not here. Whoever transmits answers for it.
/// </summary>
public static class CountryRegions
{
    /// <summary>
    /// By region: countries where it is the one to suggest, and those where it fits beside another one, or by a part of its
    /// channels.
    /// </summary>
    private static readonly (string Region, string[] Suggested, string[] Fitting)[] Known =
    [
        (
            "EU868",
            Split(
                "AD AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC ME MK MT NL NO PL "
                + "PT RO RS SE SI SK SM TR VA ZA"),
            Split("MD UA")),
        ("US915", Split("CA MX PR US"), []),
        ("AU915", Split("AR AU BR CL NZ"), Split("PE UY")),
        ("AS923", Split("HK JP MY SG TH TW"), Split("AU CL ID NZ PH VN")),
        ("IN865", ["IN"], []),
        ("KR920", ["KR"], []),
    ];

    /// <summary>The region to suggest in a country.</summary>
    /// <param name="country">ISO 3166-1, two capital letters.</param>
    /// <returns>Its name; null: none is beyond doubt.</returns>
    public static string? Suggested(string country) =>
        Known.FirstOrDefault(entry => entry.Suggested.Contains(country)).Region;

    /// <summary>All regions that fit a country.</summary>
    /// <param name="country">ISO 3166-1, two capital letters.</param>
    /// <returns>Their names, the suggested one first; empty: it is not known here.</returns>
    public static IReadOnlyList<string> Of(string country) =>
    [
        .. Known.Where(entry => entry.Suggested.Contains(country)).Select(entry => entry.Region),
        .. Known.Where(entry => entry.Fitting.Contains(country)).Select(entry => entry.Region),
    ];

    private static string[] Split(string countries) => countries.Split(' ');
}
