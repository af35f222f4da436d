using Farlink.Dashboard;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Storage;

namespace Farlink.Hosting;

/// <summary>The history of links, as the dashboard asks for it.</summary>
internal sealed class LinkTracks(LinkHistory history, Func<IReadOnlyList<StatusReport>> reports, TimeProvider time) : ILinkHistory
{
    public LinkTrack? Query(string role, int link, HistorySpan span)
    {
        var known = reports().FirstOrDefault(report => report.Service.Role == role)?.Service.Links
            .FirstOrDefault(one => one.Id == link);
        if (known is null) return null;
        var (step, samples) = history.Read(role, link, span, time.GetUtcNow());
        return new LinkTrack(known.Name, step, samples);
    }

    public IReadOnlyList<LinkSample> Latest() => history.Last;
}
