namespace Farlink.Protocol.Store;

/// <summary>
/// A disk that keeps what was committed. One conformance suite holds for every implementation. Calls do not overlap.
/// </summary>
public interface IDurableStore
{
    /// <summary>Reads everything.</summary>
    StoreImage Load();

    /// <summary>Applies requests in order; returns when all of them survive a loss of power.</summary>
    /// <param name="requests">One or more; they may share one flush.</param>
    void Commit(IReadOnlyList<CommitRequest> requests);
}
