using Farlink.Protocol.Text;
using Farlink.Runtime.Status;

namespace Farlink.Dashboard.Metrics;

/// <summary>A link with its labels.</summary>
internal sealed record MeasuredLink(LinkFigures Figures, KeyValuePair<string, object?>[] Labels)
{
    /// <summary>As <see cref="LinkFigures.Mode"/> and <see cref="ServiceStatus.Mode"/> have it.</summary>
    public const string RadioHead = "radiohead";

    /// <summary>All links of all ends; no two have the same labels, and no label changes while an end runs.</summary>
    public static IReadOnlyList<MeasuredLink> Of(IReadOnlyList<StatusReport> reports) =>
    [
        .. reports.SelectMany(report => Named(report.Service.Links).Select(one => new MeasuredLink(
            one.Link, [MetricLabels.End(report.Service.Role), MetricLabels.Link(one.Name)]))),
    ];

    private static IEnumerable<(LinkFigures Link, string Name)> Named(IReadOnlyList<LinkFigures> links)
    {
        var twice = links.CountBy(link => link.Name).Where(one => one.Value > 1).Select(one => one.Key).ToHashSet();
        return links.Select(link => (link, link switch
        {
            // There the name tells who sent last: each sender would make a new series.
            { Mode: RadioHead } => RadioHead,
            _ when twice.Contains(link.Name) => $"{Printable.Escape(link.Name)} ({link.Id})",
            _ => Printable.Escape(link.Name),
        }));
    }
}
