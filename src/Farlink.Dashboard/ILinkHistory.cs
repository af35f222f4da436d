namespace Farlink.Dashboard;

/// <summary>How far back a history goes.</summary>
public enum HistorySpan
{
    /// <summary>The last ten minutes.</summary>
    TenMinutes,

    /// <summary>The last day.</summary>
    Day,

    /// <summary>The last month.</summary>
    Month,
}

/// <summary>What links were like.</summary>
public interface ILinkHistory
{
    /// <summary>The samples of a link.</summary>
    /// <param name="role">The end that took them.</param>
    /// <param name="link">The link's id.</param>
    /// <param name="span">How far back.</param>
    /// <returns>Null if there is no such link.</returns>
    LinkColumns? Query(string role, int link, HistorySpan span);

    /// <summary>The last sample of each link.</summary>
    IReadOnlyList<LinkSample> Latest();
}
