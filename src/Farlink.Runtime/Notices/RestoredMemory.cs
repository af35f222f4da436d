using Farlink.Keys.Certificates;
using Farlink.Protocol.Store;

namespace Farlink.Runtime.Notices;

/// <summary>
/// What a restored store has to remember although its backup is older: the newest list of revocations and the latest time that
/// anything on this host knows. Neither goes back with a backup.
/// </summary>
public static class RestoredMemory
{
    /// <summary>The list of revocations that a store remembers, DER; null if it remembers none.</summary>
    public static ReadOnlyMemory<byte>? ListIn(StoreImage store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Remembered.TryGetValue(RevocationNotices.Own, out var der) ? der : null;
    }

    /// <summary>Finds it.</summary>
    /// <param name="restored">The store from the backup.</param>
    /// <param name="present">Stores that are there now.</param>
    /// <param name="lists">Lists of revocations of the end's own CA: of these stores, and of files.</param>
    /// <returns>What to remember, by name.</returns>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Merge(
        StoreImage restored, IReadOnlyList<StoreImage> present, IEnumerable<RevocationList> lists)
    {
        ArgumentNullException.ThrowIfNull(restored);
        ArgumentNullException.ThrowIfNull(present);
        Dictionary<string, ReadOnlyMemory<byte>> kept = [];
        if (lists.MaxBy(list => list.Number) is { } newest) kept[RevocationNotices.Own] = newest.Der;
        var latest = DateTimeOffset.MinValue;
        foreach (var store in present.Prepend(restored))
        {
            if (!store.Remembered.TryGetValue(TimeNotices.Name, out var told)) continue;
            if (!TimeNotices.TryRead(told.Span, out var utc) || utc <= latest) continue;
            latest = utc;
            kept[TimeNotices.Name] = told;
        }

        return kept;
    }
}
