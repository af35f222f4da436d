using Farlink.Host.Doctor;

namespace Farlink.Doctor;

/// <summary>Every check, in the order in which a person would look: from the host to the broker at the other end.</summary>
internal static class DoctorRegistry
{
    private static readonly string[] Areas =
    [
        "config", "os", "spi", "gpio", "radio", "i2c", "element", "wifi", "dhcp", "dns", "port", "cert", "clock", "disk", "band",
        "link", "dashboard", "homeassistant", "upstream",
    ];

    /// <summary>All.</summary>
    public static IReadOnlyList<Check> All { get; } =
    [
        .. ((IEnumerable<Check>)
        [
            .. HostChecks.All, .. ConfigChecks.All, .. ChipChecks.All, .. KeyChecks.All, .. CertificateChecks.All,
            .. StoreChecks.All, .. LinkChecks.All, .. ServiceChecks.All, .. DashboardChecks.All, .. MetricsChecks.All,
            .. HomeAssistantChecks.All, .. UpstreamChecks.All,
        ]).OrderBy(check => Array.IndexOf(Areas, check.Area)),
    ];

    /// <summary>The checks that were asked for, by their ids or areas.</summary>
    /// <param name="only">Ids and areas with commas between; null: all.</param>
    /// <param name="unknown">What there is none of; empty if all is known.</param>
    public static IReadOnlyList<Check> Find(string? only, out string unknown)
    {
        unknown = "";
        if (only is null) return All;
        var words = only.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        unknown = words.Length == 0 ? "nothing" : words.FirstOrDefault(word => !All.Any(check => Is(check, word))) ?? "";
        return [.. All.Where(check => words.Any(word => Is(check, word)))];
    }

    /// <summary>The areas, for help.</summary>
    public static string AreaNames => string.Join(", ", Areas);

    private static bool Is(Check check, string word) => check.Id == word || check.Area == word;
}
