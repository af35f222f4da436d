using Farlink.Runtime.Watching;
using Farlink.Storage;

namespace Farlink.Dashboard;

/// <summary>What links were like.</summary>
public interface ILinkHistory
{
    /// <summary>The samples of a link.</summary>
    /// <param name="role">The end that took them.</param>
    /// <param name="link">The link's id.</param>
    /// <param name="span">How far back.</param>
    /// <returns>Null if there is no such link.</returns>
    /// <exception cref="StoreException">They cannot be read now.</exception>
    LinkTrack? Query(string role, int link, HistorySpan span);

    /// <summary>The last sample of each link.</summary>
    IReadOnlyList<LinkSample> Latest();
}
