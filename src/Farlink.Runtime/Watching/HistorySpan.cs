namespace Farlink.Runtime.Watching;

/// <summary>How far back a history of a link goes.</summary>
public enum HistorySpan
{
    /// <summary>Ten minutes, in steps of ten seconds.</summary>
    TenMinutes,

    /// <summary>A day, in minutes.</summary>
    Day,

    /// <summary>A month, in half hours.</summary>
    Month,
}
