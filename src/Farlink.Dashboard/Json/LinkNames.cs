using Farlink.Runtime.Status;

namespace Farlink.Dashboard.Json;

/// <summary>Names of links: what was seen knows their ids only.</summary>
internal sealed class LinkNames(IReadOnlyList<StatusReport> reports)
{
    /// <summary>The site of a link; "" if there is none of this id, as in RadioHead mode.</summary>
    public string Of(string role, int link) =>
        reports.FirstOrDefault(report => report.Service.Role == role)?.Service.Links
            .FirstOrDefault(one => one.Id == link)?.Name ?? "";
}
